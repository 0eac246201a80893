/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.overload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Admission;
import dev.breakwater.Breakwater;
import dev.breakwater.Decision;
import dev.breakwater.FailureMode;
import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.contract.GuardContract;
import dev.breakwater.contract.ManualScheduler;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.ScriptedGuard;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.contract.Witness;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.Reply;
import dev.breakwater.overload.OverloadPolicy.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OverloadGuardTest extends GuardContract {
    private static final Outcome OK = new Outcome(200, Outcome.Kind.OK, 1, null, null);

    private final ManualTime time = new ManualTime();
    private final ManualScheduler timer = new ManualScheduler(time);
    private final ConcurrencyLimiter limiter = new ConcurrencyLimiter(time, timer);
    private final ScriptedGuard later = ScriptedGuard.at(Stage.LIMIT, FailureMode.OPEN, "later");
    private final ScriptedGuard closed = ScriptedGuard.at(Stage.ACCOUNT, FailureMode.CLOSED, "closed");
    private final List<OverloadDecision> decisions = new ArrayList<>();

    @Override
    protected Guard guard() {
        return guard(policy(2));
    }

    private static OverloadPolicy.Builder policy(int maxConcurrent) {
        return OverloadPolicy.builder().maxConcurrent(maxConcurrent);
    }

    private OverloadGuard guard(OverloadPolicy.Builder builder) {
        OverloadPolicy policy = builder.build();
        limiter.use(policy);
        return OverloadGuard.of(policy, limiter);
    }

    private Breakwater chain(OverloadPolicy.Builder policy) {
        return Breakwater.builder()
                .guards(List.of(guard(policy), later, closed))
                .observers(List.of((decision, exchange) -> {
                    if (decision instanceof OverloadDecision overload) {
                        decisions.add(overload);
                    }
                }))
                .build();
    }

    private static Exchange request(String path) {
        return TestExchange.get(path);
    }

    private static Exchange request(String path, String id) {
        return TestExchange.request("GET", path).header(Witness.ID, id).build();
    }

    private static int status(Admission admission) {
        assertThat(admission.isDecided()).isTrue();
        Reply reply = admission.reply();
        return reply == null ? 200 : reply.status();
    }

    @Nested
    class ThePermit {
        @Test
        void isHeldUntilTheRequestEnds() {
            Breakwater chain = chain(policy(1));
            Admission first = chain.admit(request("/"));
            assertThat(status(first)).isEqualTo(200);
            assertThat(status(chain.admit(request("/")))).isEqualTo(503);
            first.complete(OK);
            assertThat(status(chain.admit(request("/")))).isEqualTo(200);
        }

        @ParameterizedTest
        @EnumSource
        void comesBackHoweverTheRequestEnds(Outcome.Kind kind) {
            Admission admission = chain(policy(1)).admit(request("/"));
            admission.complete(new Outcome(500, kind, 1, null, new StackOverflowError()));
            assertThat(limiter.load().inFlight()).isZero();
        }

        @Test
        void comesBackOnceIfTheEndIsToldTwice() {
            Breakwater chain = chain(policy(3));
            Admission other = chain.admit(request("/"));
            Admission admission = chain.admit(request("/"));
            admission.complete(OK);
            admission.complete(OK);
            assertThat(limiter.load().inFlight()).isEqualTo(1);
            other.complete(OK);
            assertThat(limiter.load().inFlight()).isZero();
        }

        @Test
        void comesBackOnceIfItsOwnCompletionRunsTwice() {
            Verdict.Proceed proceed = (Verdict.Proceed) guard().inspect(request("/"));
            assertThat(proceed.completion()).isNotNull();
            proceed.completion().completed(request("/"), OK);
            proceed.completion().completed(request("/"), OK);
            assertThat(limiter.load().inFlight()).isZero();
        }

        @Test
        void comesBackIfALaterGuardRefuses() {
            Breakwater chain = chain(policy(1));
            later.on("refused", exchange -> Verdict.respond(Reply.of(429)));
            Admission admission = chain.admit(request("/", "refused"));
            assertThat(status(admission)).isEqualTo(429);
            assertThat(limiter.load().inFlight()).isEqualTo(1);
            admission.complete(OK);
            assertThat(limiter.load().inFlight()).isZero();
        }

        @Test
        void comesBackIfALaterGuardThrows() {
            Breakwater chain = chain(policy(1));
            later.on("fails", exchange -> {
                throw new StackOverflowError();
            });
            closed.on("fails", exchange -> {
                throw new AssertionError();
            });
            Admission admission = chain.admit(request("/", "fails"));
            assertThat(status(admission)).isEqualTo(503);
            admission.complete(OK);
            assertThat(limiter.load().inFlight()).isZero();
        }

        @Test
        void isNotTakenByWhatIsRefused() {
            Breakwater chain = chain(policy(1));
            chain.admit(request("/"));
            Admission refused = chain.admit(request("/"));
            refused.complete(OK);
            assertThat(limiter.load().inFlight()).isEqualTo(1);
            assertThat(limiter.load().peak()).isEqualTo(1);
        }
    }

    @Nested
    class ARefusal {
        @Test
        void saysThatCapacityIsReducedForAWhile() {
            Breakwater chain = chain(policy(1));
            chain.admit(request("/"));
            Reply reply = chain.admit(request("/")).reply();
            assertThat(reply).isNotNull();
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.headers())
                    .contains(new Reply.Header("Content-Type", "application/problem+json"))
                    .contains(new Reply.Header("Cache-Control", "no-store"));
            assertThat(reply.text())
                    .isEqualTo(
                            "{\"type\":\"https://iana.org/assignments/http-problem-types#temporary-reduced-capacity\","
                                    + "\"title\":\"Request cannot be satisfied due to temporary server capacity constraints\","
                                    + "\"status\":503,\"detail\":\"The service is busy. Try again later.\"}");
        }

        @ParameterizedTest(name = "{0}: {1} to {2} s")
        @CsvSource({"PT1S, 1, 5", "PT1.2S, 2, 6", "PT5S, 5, 9", "PT30S, 30, 59", "PT1H, 3600, 3659"})
        void sendsACrowdBackSpreadOverSomeSecondsAndNeverEarly(Duration retryAfter, int first, int last) {
            Breakwater chain = chain(policy(1).retryAfter(retryAfter));
            chain.admit(request("/"));
            Map<Integer, Integer> seconds = new TreeMap<>();
            for (int i = 0; i < 600; i++) {
                seconds.merge(retryAfter(chain.admit(request("/"))), 1, Integer::sum);
            }
            assertThat(seconds.keySet()).hasSize(last - first + 1).allMatch(wait -> wait >= first && wait <= last);
            assertThat(seconds.values()).containsOnly(600 / (last - first + 1));
        }

        private int retryAfter(Admission admission) {
            Reply reply = admission.reply();
            assertThat(reply).isNotNull();
            return reply.headers().stream()
                    .filter(header -> header.name().equals("Retry-After"))
                    .mapToInt(header -> Integer.parseInt(header.value()))
                    .findFirst()
                    .orElseThrow();
        }

        @Test
        void comesBeforeALaterGuardCharges() {
            Breakwater chain = chain(policy(1));
            chain.admit(request("/"));
            List<String> asked = new ArrayList<>();
            later.on("shed", exchange -> {
                asked.add("asked");
                return Verdict.proceed();
            });
            assertThat(status(chain.admit(request("/", "shed")))).isEqualTo(503);
            assertThat(asked).isEmpty();
        }

        @Test
        void isDescribedToTheRequestEvent() {
            Breakwater chain = chain(policy(1));
            chain.admit(request("/"));
            chain.admit(request("/"));
            assertThat(described(decisions.get(0))).isEmpty();
            assertThat(described(decisions.get(1)))
                    .containsExactlyInAnyOrder("breakwater.decision=overload", "breakwater.overload.outcome=shed");
        }
    }

    @Nested
    class AWait {
        private final OverloadPolicy.Builder waiting = policy(1).maxWait(Duration.ofMillis(100));

        @Test
        void endsAtOnceWhenAPermitComesBack() {
            Breakwater chain = chain(waiting);
            Admission first = chain.admit(request("/"));
            Admission second = chain.admit(request("/"));
            assertThat(second.isDecided()).isFalse();
            timer.advance(Duration.ofMillis(30));
            first.complete(OK);
            assertThat(status(second)).isEqualTo(200);
            assertThat(limiter.load()).isEqualTo(new ConcurrencyLimiter.Load(1, 0, 0, 1, 1));
            assertThat(decisions.get(1).waitedNanos())
                    .isEqualTo(Duration.ofMillis(30).toNanos());
            assertThat(described(decisions.get(1)))
                    .containsExactly("breakwater.overload.waited_ms=30", "breakwater.wait_ns=30000000");
            second.complete(OK);
            assertThat(limiter.load().inFlight()).isZero();
        }

        @Test
        void endsExactlyAtItsDeadlineWithARefusal() {
            Breakwater chain = chain(waiting);
            chain.admit(request("/"));
            Admission second = chain.admit(request("/"));
            timer.advance(Duration.ofNanos(99_999_999));
            assertThat(second.isDecided()).isFalse();
            timer.advance(Duration.ofNanos(1));
            assertThat(status(second)).isEqualTo(503);
            assertThat(described(decisions.get(1)))
                    .containsExactlyInAnyOrder(
                            "breakwater.decision=overload",
                            "breakwater.overload.outcome=expired",
                            "breakwater.overload.waited_ms=100",
                            "breakwater.wait_ns=100000000");
            assertThat(limiter.load().waiting()).isZero();
        }

        @Test
        void ofEachHasADeadlineOfItsOwn() {
            Breakwater chain = chain(policy(3).maxWait(Duration.ofMillis(100)));
            for (int i = 0; i < 3; i++) {
                chain.admit(request("/"));
            }
            List<Admission> waiters = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                waiters.add(chain.admit(request("/")));
                timer.advance(Duration.ofMillis(40));
            }
            assertThat(waiters).extracting(Admission::isDecided).containsExactly(true, false, false);
            timer.advance(Duration.ofMillis(20));
            assertThat(waiters).extracting(Admission::isDecided).containsExactly(true, true, false);
            timer.advance(Duration.ofMillis(40));
            assertThat(waiters).extracting(OverloadGuardTest::status).containsOnly(503);
            assertThat(timer.planned()).isZero();
        }

        @Test
        void isNotServedAfterItsDeadlineEvenIfTheTimerIsLate() {
            Breakwater chain = chain(waiting);
            Admission first = chain.admit(request("/"));
            Admission second = chain.admit(request("/"));
            timer.stall(Duration.ofMillis(100));
            first.complete(OK);
            assertThat(status(second)).isEqualTo(503);
            assertThat(limiter.load().inFlight()).isZero();
        }

        @Test
        void isDeniedToMoreThanCanBeServedAtATime() {
            Breakwater chain = chain(policy(2).maxWait(Duration.ofMillis(100)));
            List<Admission> admissions = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                admissions.add(chain.admit(request("/")));
            }
            assertThat(admissions).extracting(Admission::isDecided).containsExactly(true, true, false, false, true);
            assertThat(status(admissions.get(4))).isEqualTo(503);
        }

        @Test
        void isServedNewestFirst() {
            Breakwater chain = chain(policy(2).maxWait(Duration.ofMillis(100)));
            Admission first = chain.admit(request("/"));
            chain.admit(request("/"));
            Admission older = chain.admit(request("/"));
            Admission newer = chain.admit(request("/"));
            first.complete(OK);
            assertThat(newer.isDecided()).isTrue();
            assertThat(older.isDecided()).isFalse();
        }

        @Test
        void isServedCriticalFirstAndThoseOldestFirst() {
            Breakwater chain = chain(policy(3).maxWait(Duration.ofMillis(100)).criticalPaths(List.of("/pay")));
            List<Admission> running =
                    List.of(chain.admit(request("/")), chain.admit(request("/pay")), chain.admit(request("/pay")));
            Admission ordinary = chain.admit(request("/"));
            Admission older = chain.admit(request("/pay"));
            Admission newer = chain.admit(request("/pay"));
            running.get(0).complete(OK);
            assertThat(List.of(ordinary, older, newer))
                    .extracting(Admission::isDecided)
                    .containsExactly(false, true, false);
        }

        @Test
        void endsForTheOldestWhenSomethingCriticalNeedsThePlace() {
            Breakwater chain = chain(policy(2).maxWait(Duration.ofMillis(100)).criticalPaths(List.of("/pay")));
            chain.admit(request("/pay"));
            chain.admit(request("/pay"));
            Admission oldest = chain.admit(request("/"));
            Admission newer = chain.admit(request("/"));
            Admission critical = chain.admit(request("/pay"));
            assertThat(status(oldest)).isEqualTo(503);
            assertThat(newer.isDecided()).isFalse();
            assertThat(critical.isDecided()).isFalse();
            assertThat(decisions.get(2).outcome()).isEqualTo(OverloadDecision.Outcome.DISPLACED);
        }

        @Test
        void endsWhenTheVerdictIsCancelledBecauseTheClientHasGone() {
            OverloadGuard guard = guard(waiting);
            guard.inspect(request("/"));
            CompletableFuture<? extends Verdict> verdict = pending(guard.inspect(request("/")));
            verdict.cancel(false);
            assertThat(limiter.load().waiting()).isZero();
            assertThat(verdict).isCompletedExceptionally();
            assertThat(verdict.isCancelled()).isTrue();
        }

        @Test
        void keepsNoPermitIfTheClientHasGoneMeanwhile() {
            Breakwater chain = chain(waiting);
            Admission first = chain.admit(request("/"));
            Admission second = chain.admit(request("/"));
            second.complete(OK);
            first.complete(OK);
            assertThat(limiter.load().inFlight()).isZero();
            assertThat(limiter.load().waiting()).isZero();
        }

        @Test
        void endsWhenTheLimiterIsClosedAndNoneBeginsAfterwards() {
            Breakwater chain = chain(waiting);
            chain.admit(request("/"));
            Admission second = chain.admit(request("/"));
            limiter.close();
            assertThat(status(second)).isEqualTo(503);
            assertThat(status(chain.admit(request("/")))).isEqualTo(503);
        }
    }

    @Nested
    class CriticalPaths {
        @Test
        void findAPermitThatOrdinaryRequestsMayNotTake() {
            Breakwater chain = chain(policy(3).criticalPaths(List.of("/pay/**")));
            assertThat(status(chain.admit(request("/")))).isEqualTo(200);
            assertThat(status(chain.admit(request("/")))).isEqualTo(200);
            assertThat(status(chain.admit(request("/")))).isEqualTo(503);
            assertThat(status(chain.admit(request("/pay/1")))).isEqualTo(200);
            assertThat(status(chain.admit(request("/pay/2")))).isEqualTo(503);
        }

        @Test
        void mayTakeAllPermits() {
            Breakwater chain = chain(policy(2).criticalPaths(List.of("/pay")));
            assertThat(status(chain.admit(request("/pay")))).isEqualTo(200);
            assertThat(status(chain.admit(request("/pay")))).isEqualTo(200);
        }

        @Test
        void leaveTheOnlyPermitToAll() {
            Breakwater chain = chain(policy(1).criticalPaths(List.of("/pay")));
            assertThat(status(chain.admit(request("/")))).isEqualTo(200);
        }

        @Test
        void keepFreeWhatTheyNeededOfLateAndGiveItBackInTime() {
            Breakwater chain = chain(policy(10).criticalPaths(List.of("/pay")));
            List<Admission> peak = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                peak.add(chain.admit(request("/pay")));
            }
            peak.forEach(admission -> admission.complete(OK));
            assertThat(ordinaryAdmittedBy(chain)).isBetween(4, 6);
            for (int i = 0; i < 100; i++) {
                chain.admit(request("/")).complete(OK);
            }
            assertThat(ordinaryAdmittedBy(chain)).isEqualTo(9);
        }

        private int ordinaryAdmittedBy(Breakwater chain) {
            List<Admission> admitted = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Admission admission = chain.admit(request("/"));
                if (status(admission) == 200) {
                    admitted.add(admission);
                }
            }
            admitted.forEach(admission -> admission.complete(OK));
            return admitted.size();
        }
    }

    @Nested
    class WithoutANumber {
        @Test
        void everythingIsCountedAndNothingRefused() {
            Breakwater chain = chain(OverloadPolicy.builder());
            List<Admission> running = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                running.add(chain.admit(request("/")));
            }
            assertThat(running).extracting(OverloadGuardTest::status).containsOnly(200);
            assertThat(limiter.load()).isEqualTo(new ConcurrencyLimiter.Load(1000, 0, 0, 1000, Integer.MAX_VALUE));
            running.forEach(admission -> admission.complete(OK));
            assertThat(limiter.load().inFlight()).isZero();
            assertThat(limiter.load().peak()).isEqualTo(1000);
        }
    }

    @Nested
    class InShadowMode {
        @Test
        void whatWouldBeShedIsCountedAndReportedOnly() {
            Breakwater chain = chain(policy(1).mode(Mode.SHADOW).maxWait(Duration.ofMillis(100)));
            Admission first = chain.admit(request("/"));
            Admission second = chain.admit(request("/"));
            assertThat(status(second)).isEqualTo(200);
            assertThat(described(decisions.get(1))).containsExactly("breakwater.overload.outcome=would_shed");
            assertThat(limiter.load().inFlight()).isEqualTo(2);
            first.complete(OK);
            second.complete(OK);
            assertThat(limiter.load().inFlight()).isZero();
        }
    }

    @Nested
    class ExemptPaths {
        @Test
        void areNeitherCountedNorShed() {
            Breakwater chain = chain(policy(1));
            chain.admit(request("/"));
            assertThat(status(chain.admit(request("/actuator/health")))).isEqualTo(200);
            assertThat(limiter.load().inFlight()).isEqualTo(1);
        }

        @Test
        void areThoseOfThePolicy() {
            Breakwater chain = chain(policy(1).exemptPaths(List.of("/other")));
            chain.admit(request("/actuator/health"));
            assertThat(status(chain.admit(request("/actuator/health")))).isEqualTo(503);
            assertThat(status(chain.admit(request("/other")))).isEqualTo(200);
        }
    }

    @Nested
    class AnotherPolicy {
        @Test
        void countsWhatIsInFlightAlready() {
            Breakwater before = chain(policy(10));
            List<Admission> running = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                running.add(before.admit(request("/")));
            }
            Breakwater after = Breakwater.of(List.of(guard(policy(2))));
            for (int i = 0; i < 8; i++) {
                assertThat(status(after.admit(request("/")))).isEqualTo(503);
                running.remove(0).complete(OK);
            }
            assertThat(status(after.admit(request("/")))).isEqualTo(503);
            running.remove(0).complete(OK);
            assertThat(status(after.admit(request("/")))).isEqualTo(200);
        }

        @Test
        void thatAllowsMoreServesWhoWaits() {
            Breakwater chain = chain(policy(1).maxWait(Duration.ofMillis(100)));
            chain.admit(request("/"));
            Admission waiter = chain.admit(request("/"));
            guard(policy(2));
            assertThat(status(waiter)).isEqualTo(200);
        }

        @ParameterizedTest
        @EnumSource
        void thatRefusesNothingLetsInWhoWaits(Mode mode) {
            Breakwater chain = chain(policy(1).maxWait(Duration.ofMillis(100)));
            chain.admit(request("/"));
            Admission waiter = chain.admit(request("/"));
            if (mode == Mode.SHADOW) {
                guard(policy(1).mode(Mode.SHADOW));
            } else {
                limiter.use(null);
            }
            assertThat(status(waiter)).isEqualTo(200);
            assertThat(limiter.load().inFlight()).isEqualTo(2);
        }

        @Test
        void thatWaitsLessEndsWaitsSooner() {
            Breakwater chain = chain(policy(1).maxWait(Duration.ofMillis(100)));
            chain.admit(request("/"));
            Admission waiter = chain.admit(request("/"));
            guard(policy(1).maxWait(Duration.ofMillis(10)));
            timer.advance(Duration.ofMillis(9));
            assertThat(waiter.isDecided()).isFalse();
            timer.advance(Duration.ofMillis(1));
            assertThat(status(waiter)).isEqualTo(503);
        }
    }

    private static CompletableFuture<? extends Verdict> pending(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Pending.class);
        return ((Verdict.Pending) verdict).verdict().toCompletableFuture();
    }

    private static Set<String> described(Decision decision) {
        Set<String> fields = new TreeSet<>();
        decision.describe(new Decision.Fields() {
            @Override
            public void put(String name, String value) {
                fields.add(name + "=" + value);
            }

            @Override
            public void put(String name, long value) {
                fields.add(name + "=" + value);
            }
        });
        return fields;
    }
}
