/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.breakwater.Decision;
import dev.breakwater.SecurityEvent;
import dev.breakwater.Verdict;
import dev.breakwater.caller.IpAddress;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("minimal")
class OffendersTest {
    private final ManualTime time = new ManualTime();
    private final Offenders offenders = Offenders.of(time);
    private final RateLimitPolicy login =
            RateLimitPolicy.builder("login").limits("5 per 10 minutes").build();
    private final RateLimitPolicy burst =
            RateLimitPolicy.builder("burst").limits("20 per second").build();
    private final CallerId alice = CallerId.ofAddress(IpAddress.parse("203.0.113.7"));
    private final CallerId bob = CallerId.of(CallerKey.API_KEY, "bob");

    @Nested
    class News {
        @Test
        void isTheFirstRefusalOnly() {
            assertThat(offenders.refused(login, alice)).isTrue();
            assertThat(offenders.refused(login, alice)).isFalse();
        }

        @Test
        void isTheFirstRefusalOfEachCallerAndOfEachPolicy() {
            assertThat(offenders.refused(login, alice)).isTrue();
            assertThat(offenders.refused(login, bob)).isTrue();
            assertThat(offenders.refused(burst, alice)).isTrue();
        }

        @Test
        void isARefusalAfterTheLongestWindow() {
            offenders.refused(login, alice);

            time.advance(Duration.ofMinutes(10).minusNanos(1));
            assertThat(offenders.refused(login, alice)).isFalse();
            time.advance(Duration.ofNanos(1));
            assertThat(offenders.refused(login, alice)).isTrue();
        }

        @Test
        void comesOnceAMinuteAtMostHoweverShortTheWindow() {
            offenders.refused(burst, alice);

            time.advance(Duration.ofSeconds(59));
            assertThat(offenders.refused(burst, alice)).isFalse();
            time.advance(Duration.ofSeconds(1));
            assertThat(offenders.refused(burst, alice)).isTrue();
        }
    }

    @Nested
    class TheWorst {
        @Test
        void comeFirstWithWhatTheyDid() {
            refuse(alice, 3);
            time.advance(Duration.ofSeconds(30));
            refuse(bob, 7);
            time.advance(Duration.ofSeconds(5));

            assertThat(offenders.top(10))
                    .extracting(
                            Offenders.Offender::key,
                            Offenders.Offender::policy,
                            Offenders.Offender::refusals,
                            offender -> offender.sinceLast().toSeconds())
                    .containsExactly(tuple(CallerKey.API_KEY, "login", 7L, 5L), tuple(CallerKey.IP, "login", 3L, 35L));
            assertThat(offenders.top(1)).hasSize(1);
        }

        @Test
        void areForgottenAfterAnHourOfSilence() {
            refuse(alice, 3);
            time.advance(Duration.ofHours(1).plusNanos(1));

            assertThat(offenders.top(10)).isEmpty();
        }

        @Test
        void areShownAsHashesThatDifferFromOneServiceToTheNext() {
            refuse(alice, 1);
            Offenders elsewhere = Offenders.of(time);
            elsewhere.refused(login, alice);

            String shown = offenders.top(1).get(0).caller();
            assertThat(shown).hasSize(16).isEqualTo(offenders.hash(alice)).isNotEqualTo(offenders.hash(bob));
            assertThat(elsewhere.top(1).get(0).caller()).isNotEqualTo(shown);
            assertThat(offenders.toJson()).contains(shown).doesNotContain("203.0.113");
        }

        @Test
        void areToldAsJson() {
            refuse(bob, 2);
            time.advance(Duration.ofSeconds(9));

            assertThat(offenders.toJson())
                    .isEqualTo("{\"offenders\":[{\"caller\":\"" + offenders.hash(bob)
                            + "\",\"key\":\"api-key\",\"policy\":\"login\",\"refusals\":2,"
                            + "\"seconds_since_first\":9,\"seconds_since_last\":9}]}");
        }

        private void refuse(CallerId caller, int times) {
            for (int i = 0; i < times; i++) {
                offenders.refused(login, caller);
            }
        }
    }

    @Nested
    class UnderAFlood {
        @Test
        void noMoreAreRememberedThanThereIsRoomFor() {
            flood(10 * Offenders.MOST);

            assertThat(offenders.top(Integer.MAX_VALUE)).hasSize(Offenders.MOST);
        }

        @Test
        void whoKeepsHammeringStays() {
            for (int round = 0; round < 100; round++) {
                for (int i = 0; i < 10; i++) {
                    offenders.refused(login, alice);
                }
                time.advance(Duration.ofMillis(1));
                flood(100);
            }

            Offenders.Offender worst = offenders.top(1).get(0);
            assertThat(worst.caller()).isEqualTo(offenders.hash(alice));
            assertThat(worst.refusals()).isEqualTo(1000);
        }

        private int strangers;

        private void flood(int count) {
            for (int i = 0; i < count; i++) {
                offenders.refused(login, CallerId.of(CallerKey.API_KEY, "stranger " + strangers++));
            }
        }
    }

    @Nested
    class AGuard {
        private final RateLimitGuard guard = RateLimitGuard.builder()
                .time(time)
                .offenders(offenders)
                .policies(RateLimitPolicy.builder("one").limits("1 per minute").build())
                .build();

        @Test
        void notesRefusalsAndTellsSecurityOfTheFirst() {
            assertThat(decision().securityEvent()).isNull();
            RateLimitDecision first = decision();
            RateLimitDecision second = decision();

            assertThat(first.securityEvent()).isEqualTo(SecurityEvent.EXCESS_RATE_LIMIT_EXCEEDED);
            assertThat(second.isAllowed()).isFalse();
            assertThat(second.securityEvent()).isNull();
            assertThat(offenders.top(1).get(0).refusals()).isEqualTo(2);
        }

        @Test
        void putsTheHashThatOperatorsSeeIntoTheFirstEvent() {
            decision();
            Map<String, Object> fields = new HashMap<>();
            decision().describe(new Decision.Fields() {
                @Override
                public void put(String name, String value) {
                    fields.put(name, value);
                }

                @Override
                public void put(String name, long value) {
                    fields.put(name, value);
                }
            });

            assertThat(fields)
                    .containsEntry(
                            "breakwater.rate_limit.caller",
                            offenders.top(1).get(0).caller());
        }

        private RateLimitDecision decision() {
            Verdict verdict = guard.inspect(TestExchange.get("/"));
            return (RateLimitDecision)
                    (verdict instanceof Verdict.Proceed proceed
                            ? proceed.decision()
                            : ((Verdict.Respond) verdict).decision());
        }
    }
}
