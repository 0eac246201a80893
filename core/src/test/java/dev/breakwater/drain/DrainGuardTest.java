/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Admission;
import dev.breakwater.Breakwater;
import dev.breakwater.Completed;
import dev.breakwater.Decision;
import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.contract.GuardContract;
import dev.breakwater.contract.ManualScheduler;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.Reply;
import dev.breakwater.overload.ConcurrencyLimiter;
import dev.breakwater.overload.OverloadGuard;
import dev.breakwater.overload.OverloadPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DrainGuardTest extends GuardContract {
    private static final Outcome OK = new Outcome(200, Outcome.Kind.OK, 1, null, null);
    private static final HeaderRule CLOSE = HeaderRule.pin("Connection", "close");

    private final ManualTime time = new ManualTime();
    private final ManualScheduler timer = new ManualScheduler(time);
    private final Drain drain = new Drain(time, timer, Runnable::run, () -> {}, (decision, none) -> {});
    private final DrainGuard guard = DrainGuard.of(drain);

    @Override
    protected Guard guard() {
        return guard;
    }

    private void delaying() {
        drain.begin();
    }

    private void refusing() {
        drain.begin();
        timer.advance(Duration.ofSeconds(5));
    }

    private static TestExchange over(String protocol) {
        return TestExchange.request("GET", "/").protocol(protocol).build();
    }

    private static @Nullable HeaderRule connection(Verdict verdict) {
        return verdict instanceof Verdict.Proceed proceed
                ? proceed.rules().find("Connection")
                : ((Verdict.Respond) verdict).rules().find("Connection");
    }

    @Test
    void standsFirstOfItsStageSoThatWhatWaitsBehindItCounts() {
        OverloadPolicy one = OverloadPolicy.builder()
                .maxConcurrent(1)
                .maxWait(Duration.ofSeconds(30))
                .build();
        ConcurrencyLimiter limiter = new ConcurrencyLimiter(time, timer);
        limiter.use(one);
        Breakwater chain = Breakwater.of(List.of(guard, OverloadGuard.of(one, limiter)));
        Admission runs = chain.admit(TestExchange.get("/"));
        Admission waits = chain.admit(TestExchange.get("/"));
        assertThat(waits.isDecided()).isFalse();

        refusing();
        assertThat(drain.inFlight()).isEqualTo(2);
        runs.complete(OK);
        timer.advance(Duration.ofSeconds(1));
        assertThat(drain.phase()).isEqualTo(DrainPhase.REFUSING);
        assertThat(waits.isDecided()).isTrue();
        assertThat(waits.reply()).isNull();
        waits.complete(OK);
        timer.advance(Duration.ofSeconds(1));

        assertThat(guard.stage()).isEqualTo(Stage.LIMIT);
        assertThat(drain.begin().join().finished()).isEqualTo(2);
    }

    @Test
    void saysNothingAboutConnectionsBeforeADrainBegins() {
        assertThat(connection(guard.inspect(TestExchange.get("/")))).isNull();
    }

    @Test
    void makesNoGarbageOfItsOwnAsLongAsNothingIsRefused() {
        assertThat(guard.inspect(TestExchange.get("/"))).isSameAs(guard.inspect(TestExchange.get("/other")));
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.0, true", "HTTP/1.1, true", "HTTP/2.0, false", "HTTP/2, false", "HTTP/3, false"})
    void closesTheConnectionWhereTheProtocolHasTheField(String protocol, boolean closes) {
        delaying();
        Verdict late = guard.inspect(over(protocol));
        assertThat(late).isInstanceOf(Verdict.Proceed.class);
        assertThat(connection(late)).isEqualTo(closes ? CLOSE : null);

        timer.advance(Duration.ofSeconds(5));
        Verdict tooLate = guard.inspect(over(protocol));
        assertThat(tooLate).isInstanceOf(Verdict.Respond.class);
        assertThat(connection(tooLate)).isEqualTo(closes ? CLOSE : null);
    }

    @ParameterizedTest
    @CsvSource({"websocket, false", "WebSocket, false", "h2c, true"})
    void leavesHandshakesTheFieldTheyNeed(String upgrade, boolean closes) {
        delaying();
        TestExchange request =
                TestExchange.request("GET", "/").header("Upgrade", upgrade).build();

        assertThat(connection(guard.inspect(request))).isEqualTo(closes ? CLOSE : null);
    }

    @Test
    void refusesWithAProblemAndWhenToComeBack() {
        refusing();
        Reply reply = ((Verdict.Respond) guard.inspect(TestExchange.get("/"))).reply();

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.headers())
                .contains(
                        new Reply.Header("Content-Type", "application/problem+json"),
                        new Reply.Header("Cache-Control", "no-store"));
        assertThat(reply.text()).contains("#temporary-reduced-capacity").contains("shutting down");
    }

    @Test
    void spreadsTheCrowd() {
        refusing();
        Set<String> waits = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            waits.add(((Verdict.Respond) guard.inspect(TestExchange.get("/")))
                    .reply().headers().stream()
                            .filter(header -> header.name().equals("Retry-After"))
                            .findFirst()
                            .orElseThrow()
                            .value());
        }
        assertThat(waits).containsExactlyInAnyOrder("1", "2", "3", "4", "5");
    }

    @Test
    void tellsWhyInTheEvent() {
        List<Decision> heard = new ArrayList<>();
        Breakwater chain = Breakwater.builder()
                .guards(List.of(guard))
                .observers(List.of((decision, exchange) -> heard.add(decision)))
                .build();
        refusing();
        chain.admit(TestExchange.get("/")).complete(OK);

        assertThat(heard).containsExactly(new DrainRefused(), new Completed(OK));
        assertThat(drain.refused()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator", "/actuator/health/liveness"})
    void neitherCountsNorRefusesWhatIsExempt(String path) {
        assertThat(guard.inspect(TestExchange.get(path))).isEqualTo(Verdict.proceed());
        assertThat(drain.inFlight()).isZero();
        refusing();
        assertThat(guard.inspect(TestExchange.get(path))).isEqualTo(Verdict.proceed());
        assertThat(guard.inspect(TestExchange.get("/other"))).isInstanceOf(Verdict.Respond.class);
    }
}
