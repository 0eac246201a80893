/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.contract.ManualScheduler;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.policy.InvalidPolicyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ChecksAtRunTimeTest {
    private final ManualTime time = new ManualTime();
    private final ManualScheduler scheduler = new ManualScheduler(time);
    private final List<HealthChanged> changes = new ArrayList<>();
    private final List<String> ran = new ArrayList<>();
    private HealthAggregator health;
    private HealthResult found = HealthResult.up();

    private void start(HealthPolicy policy, HealthCheck... checks) {
        health = HealthAggregator.start(
                policy,
                List.of(checks),
                List.of((decision, exchange) -> changes.add((HealthChanged) decision)),
                time,
                scheduler,
                Runnable::run);
        health.started();
        scheduler.advance(Duration.ofMillis(1));
    }

    private HealthCheck counted(String name) {
        return HealthCheck.local(name, () -> {
            ran.add(name);
            return found;
        });
    }

    private ComponentHealth component(String name) {
        return health.snapshot().components().stream()
                .filter(component -> component.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private record Passive(String name, List<HealthResult> state) implements HealthCheck {
        @Override
        public HealthResult check() {
            return state.get(0);
        }

        @Override
        public boolean isPassive() {
            return true;
        }
    }

    @Nested
    class Registered {
        @Test
        void runAtOnceAndAreGoneWhenUnregistered() {
            start(HealthPolicy.defaults());
            assertThat(health.register(counted("late"))).isTrue();
            scheduler.advance(Duration.ofSeconds(15));
            assertThat(component("late").status()).isEqualTo(HealthStatus.UP);
            assertThat(ran).hasSize(2);

            assertThat(health.unregister("LATE")).isTrue();
            assertThat(component("late")).isNull();
            scheduler.advance(Duration.ofSeconds(60));
            assertThat(ran).hasSize(2);
        }

        @Test
        void underATakenNameAreRejectedAndTheFirstIsKept() {
            start(HealthPolicy.defaults(), counted("db"));
            assertThat(health.register(HealthCheck.local("DB", () -> HealthResult.down("second"))))
                    .isFalse();
            scheduler.advance(Duration.ofSeconds(40));

            assertThat(health.snapshot().components()).hasSize(1);
            assertThat(component("db").status()).isEqualTo(HealthStatus.UP);
        }

        @Test
        void keepNoTrafficAwayBeforeTheyHaveBeenLookedAt() {
            start(HealthPolicy.defaults(), counted("db"));
            found = HealthResult.down("cold");
            health.register(counted("late"));

            assertThat(component("late").isKnown()).isFalse();
            assertThat(health.snapshot().status()).isEqualTo("UP");
            scheduler.advance(Duration.ofMillis(1));
            assertThat(health.snapshot().status()).isEqualTo("DOWN");
        }

        @Test
        void beforeTrafficMayComeAreAwaited() {
            health = HealthAggregator.start(
                    HealthPolicy.defaults(), List.of(), List.of(), time, scheduler, Runnable::run);
            health.register(counted("early"));
            health.started();

            assertThat(health.snapshot().isReady()).isFalse();
            scheduler.advance(Duration.ofMillis(1));
            assertThat(health.snapshot().isReady()).isTrue();
        }

        @Test
        void thatDoNotKnowTheirTermsLeaveTheirNameFree() {
            start(HealthPolicy.defaults());
            assertThatThrownBy(() -> health.register(new Undecided(List.of(false))))
                    .isInstanceOf(IllegalStateException.class);

            assertThat(health.register(counted("late"))).isTrue();
        }

        @Test
        void underNoNameAreAFault() {
            start(HealthPolicy.defaults());
            assertThatThrownBy(() -> health.register(counted("a:b")))
                    .isInstanceOf(InvalidPolicyException.class)
                    .hasMessageContaining("BW-HEALTH-010");
        }

        @Test
        void afterTheEndAreNotRun() {
            start(HealthPolicy.defaults());
            health.close();
            assertThat(health.register(counted("late"))).isFalse();
        }
    }

    /** Critical, if it has decided. */
    private record Undecided(List<Boolean> decided) implements HealthCheck {
        @Override
        public String name() {
            return "late";
        }

        @Override
        public HealthResult check() {
            return HealthResult.up();
        }

        @Override
        public boolean critical() {
            if (decided.get(0)) {
                return true;
            }
            throw new IllegalStateException("undecided");
        }
    }

    @Nested
    class APassiveCheck {
        private final List<HealthResult> state = new ArrayList<>(List.of(HealthResult.up()));

        @Test
        void isReadAtOnceAndWithoutThresholds() {
            start(HealthPolicy.defaults(), new Passive("breaker", state));
            state.set(0, HealthResult.down("open"));
            health.refresh("breaker");
            assertThat(component("breaker").status()).isEqualTo(HealthStatus.DOWN);
            assertThat(component("breaker").passive()).isTrue();
            state.set(0, HealthResult.up());
            health.refresh("breaker");

            assertThat(component("breaker").status()).isEqualTo(HealthStatus.UP);
            assertThat(changes).hasSize(2);
        }

        @Test
        void isReadAtEachIntervalToo() {
            start(HealthPolicy.defaults(), new Passive("breaker", state));
            state.set(0, HealthResult.degraded("half open"));
            scheduler.advance(Duration.ofSeconds(10));
            assertThat(component("breaker").status()).isEqualTo(HealthStatus.DEGRADED);
        }

        @Test
        void keepsItsLastErrorThroughRecovery() {
            start(HealthPolicy.defaults(), new Passive("breaker", state));
            state.set(0, HealthResult.down("password=hunter2"));
            health.refresh("breaker");
            state.set(0, HealthResult.up());
            health.refresh("breaker");

            assertThat(component("breaker").message()).isNull();
            assertThat(component("breaker").lastError().message()).isEqualTo("password=REDACTED");
        }

        @Test
        void remembersItsFiftyNewestTransitionsAndFlaps() {
            start(HealthPolicy.defaults(), new Passive("breaker", state));
            for (int i = 0; i < 60; i++) {
                state.set(0, i % 2 == 0 ? HealthResult.down("n" + i) : HealthResult.up());
                health.refresh("breaker");
                scheduler.advance(Duration.ofMillis(1));
                assertThat(component("breaker").flapping()).as("change %s", i).isEqualTo(i >= 5);
            }
            assertThat(component("breaker").transitions())
                    .hasSize(50)
                    .isSortedAccordingTo((a, b) -> a.time().compareTo(b.time()));
            assertThat(component("breaker").transitions().get(0).message()).isEqualTo("n10");
            scheduler.advance(Duration.ofMinutes(11));
            assertThat(component("breaker").flapping()).isFalse();
        }
    }

    @Test
    void refreshRunsAnActiveCheckNow() {
        start(HealthPolicy.defaults(), counted("db"));
        health.refresh("db");
        health.refresh("none");
        assertThat(ran).hasSize(2);
    }

    @Test
    void aServiceThatWantsNoTrafficIsNotReadyUntilItDoes() {
        start(HealthPolicy.defaults(), counted("db"));
        health.acceptTraffic(false);
        assertThat(health.snapshot().status()).isEqualTo("OUT_OF_SERVICE");
        health.acceptTraffic(true);
        assertThat(health.snapshot().isReady()).isTrue();
    }

    @Nested
    class Overrides {
        @Test
        void changeWhatACheckSaysOfItself() {
            CheckOverride seldom =
                    new CheckOverride(null, false, HealthCheck.Scope.SHARED, Duration.ofMinutes(5), null);
            start(HealthPolicy.builder().check("DB", seldom).build(), counted("db"));
            assertThat(component("db").critical()).isFalse();
            assertThat(component("db").scope()).isEqualTo(HealthCheck.Scope.SHARED);
            scheduler.advance(Duration.ofMinutes(4));

            assertThat(ran).hasSize(1);
            assertThat(component("db").stale()).isFalse();
        }

        @Test
        void switchChecksOffAndOnWhileOthersKeepWhatIsKnown() {
            start(HealthPolicy.defaults(), counted("db"), counted("mail"));
            health.adopt(HealthPolicy.builder()
                    .check("mail", CheckOverride.disabled())
                    .build());
            assertThat(component("mail")).isNull();
            assertThat(component("db").isKnown()).isTrue();
            health.adopt(HealthPolicy.defaults());
            scheduler.advance(Duration.ofMillis(1));
            assertThat(component("mail").isKnown()).isTrue();
        }

        @Test
        void keepNoTrafficAwayBySwitchingACheckOn() {
            start(
                    HealthPolicy.builder()
                            .check("mail", CheckOverride.disabled())
                            .build(),
                    counted("db"),
                    counted("mail"));
            health.adopt(HealthPolicy.defaults());

            assertThat(component("mail").isKnown()).isFalse();
            assertThat(health.snapshot().isReady()).isTrue();
        }

        @Test
        void changeNothingIfACheckDoesNotKnowItsTerms() {
            List<Boolean> decided = new ArrayList<>(List.of(true));
            start(HealthPolicy.defaults(), counted("db"), new Undecided(decided));
            decided.set(0, false);
            CheckOverride optional = new CheckOverride(null, false, null, null, null);
            HealthPolicy next = HealthPolicy.builder().check("db", optional).build();

            assertThatThrownBy(() -> health.adopt(next)).isInstanceOf(IllegalStateException.class);
            assertThat(component("db").critical()).isTrue();
        }

        @Test
        void canLetWhatIsSharedTakeTheServiceDown() {
            HealthCheck down = HealthCheck.shared("db", () -> HealthResult.down("no"));
            start(HealthPolicy.defaults(), down);
            assertThat(health.snapshot().status()).isEqualTo("DEGRADED");
            health.adopt(HealthPolicy.builder().includeShared(true).build());
            assertThat(health.snapshot().isReady()).isFalse();
        }
    }

    @Nested
    class Groups {
        private HealthPolicy group(String... members) {
            return HealthPolicy.builder().group("core", List.of(members)).build();
        }

        @Test
        void withAMemberThatIsNotThereKeepTheServiceFromStarting() {
            assertThatThrownBy(() -> start(group("databse"), counted("database"), counted("mail")))
                    .isInstanceOf(InvalidPolicyException.class)
                    .hasMessageContaining("BW-HEALTH-016 health.groups.core: databse")
                    .hasMessageContaining("one of database, mail");
        }

        @Test
        void mayHaveAMemberThatComesLater() {
            start(group("late?"));
            assertThat(health.snapshot().isReady()).isTrue();
        }

        private int status(String name) {
            return health.snapshot().answers().group(name, HealthFormat.JSON).status();
        }

        @Test
        void areUnknownWhileNoneOfTheirMembersIsThere() {
            start(group("late?"), counted("db"));
            assertThat(status("core")).isEqualTo(503);
            health.register(counted("late"));
            scheduler.advance(Duration.ofMillis(1));
            assertThat(status("core")).isEqualTo(200);
            health.adopt(HealthPolicy.builder()
                    .group("core", List.of("late?"))
                    .check("late", CheckOverride.disabled())
                    .build());

            assertThat(status("core")).isEqualTo(503);
            assertThat(health.snapshot()
                            .detailed("core", HealthFormat.JSON, time.nanoTime())
                            .text())
                    .contains("UNKNOWN");
            assertThat(health.snapshot().isReady()).isTrue();
        }

        @Test
        void areFaultsWithoutMembersPathOrName() {
            assertThatThrownBy(() -> HealthPolicy.builder()
                            .paths(HealthPolicy.Probe.FULL, Set.of("/"))
                            .group("a b", List.of("x"))
                            .group("empty", List.of())
                            .build())
                    .isInstanceOf(InvalidPolicyException.class)
                    .hasMessageContaining("BW-HEALTH-012")
                    .hasMessageContaining("BW-HEALTH-013")
                    .hasMessageContaining("BW-HEALTH-015");
            assertThatThrownBy(() -> HealthPolicy.builder()
                            .group("detailed", List.of("x"))
                            .degradedStatus(204)
                            .check("db", new CheckOverride(null, null, null, Duration.ZERO, null))
                            .build())
                    .isInstanceOf(InvalidPolicyException.class)
                    .hasMessageContaining("BW-HEALTH-003 checks.db.interval")
                    .hasMessageContaining("BW-HEALTH-006")
                    .hasMessageContaining("BW-HEALTH-014");
        }
    }
}
