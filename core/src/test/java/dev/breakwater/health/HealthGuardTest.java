/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.Guard;
import dev.breakwater.Verdict;
import dev.breakwater.contract.GuardContract;
import dev.breakwater.contract.ManualScheduler;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.Reply;
import dev.breakwater.policy.InvalidPolicyException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("minimal")
class HealthGuardTest extends GuardContract {
    private final ManualTime time = new ManualTime();
    private final ManualScheduler scheduler = new ManualScheduler(time);
    private final HealthPolicy policy = HealthPolicy.builder()
            .serviceName("orders")
            .serviceVersion("1.4")
            .paths(HealthPolicy.Probe.FULL, List.of("/", "/health", "/api/health"))
            .build();
    private HealthResult found = HealthResult.up();
    private boolean operator;
    private HealthAggregator health;
    private HealthGuard guard;

    @BeforeEach
    void begin() {
        health = HealthAggregator.start(
                policy, List.of(HealthCheck.local("db", () -> found)), List.of(), time, scheduler, Runnable::run);
        guard = HealthGuard.of(policy, health, exchange -> operator, time);
    }

    @Override
    protected Guard guard() {
        return guard;
    }

    private void serve() {
        health.started();
        scheduler.advance(Duration.ofMillis(1));
    }

    private Reply get(String path) {
        return ask("GET", path);
    }

    private Reply ask(String method, String path) {
        Verdict verdict = guard.inspect(TestExchange.request(method, path).build());
        return ((Verdict.Respond) verdict).reply();
    }

    private static String header(Reply reply, String name) {
        return reply.headers().stream()
                .filter(header -> header.name().equals(name))
                .map(Reply.Header::value)
                .reduce((one, other) -> one + " AND " + other)
                .orElse(null);
    }

    @Nested
    class WhileStarting {
        @Test
        void onlyTheLiveProbeIsWell() {
            assertThat(get("/livez").status()).isEqualTo(200);
            assertThat(get("/readyz").status()).isEqualTo(503);
            assertThat(get("/startupz").status()).isEqualTo(503);
            assertThat(get("/health").text())
                    .isEqualTo("{\"status\":\"OUT_OF_SERVICE\",\"name\":\"orders\",\"version\":\"1.4\"}");
        }
    }

    @Nested
    class WhileServing {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "/livez | {\"status\":\"UP\"}",
                    "/readyz | {\"status\":\"UP\"}",
                    "/startupz | {\"status\":\"UP\"}",
                    "/health | {\"status\":\"UP\",\"name\":\"orders\",\"version\":\"1.4\"}",
                    "/api/health | {\"status\":\"UP\",\"name\":\"orders\",\"version\":\"1.4\"}",
                })
        void everyProbeIsWell(String path, String body) {
            serve();
            Reply reply = get(path);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text()).isEqualTo(body);
            assertThat(header(reply, "Content-Type")).isEqualTo("application/json");
            assertThat(header(reply, "Cache-Control")).isEqualTo("no-store");
        }

        @Test
        void aDegradedServiceIsWellEnough() {
            found = HealthResult.degraded("slow");
            serve();

            assertThat(get("/health").status()).isEqualTo(200);
            assertThat(get("/health").text()).startsWith("{\"status\":\"DEGRADED\"");
            assertThat(get("/readyz").status()).isEqualTo(200);
        }

        @Test
        void aServiceThatFailsStaysAliveAndStarted() {
            serve();
            assertThat(get("/readyz").status()).isEqualTo(200);
            found = HealthResult.down("no");
            scheduler.advance(Duration.ofSeconds(30));

            assertThat(get("/readyz").status()).isEqualTo(503);
            assertThat(get("/health").text()).startsWith("{\"status\":\"DOWN\"");
            assertThat(get("/livez").status()).isEqualTo(200);
            assertThat(get("/startupz").status()).isEqualTo(200);
        }

        @Test
        void otherPathsAreNotOurs() {
            assertThat(guard.inspect(TestExchange.get("/healthy"))).isSameAs(Verdict.proceed());
            assertThat(guard.inspect(TestExchange.get("/livez/x"))).isSameAs(Verdict.proceed());
        }
    }

    @Nested
    class WhileDraining {
        @Test
        void trafficIsAskedToGoElsewhere() {
            serve();
            health.draining();

            assertThat(get("/readyz").status()).isEqualTo(503);
            for (String path : List.of("/readyz", "/health")) {
                assertThat(header(get(path), "Retry-After")).isEqualTo("10");
                assertThat(header(get(path), "Connection")).isEqualTo("close");
            }
            assertThat(header(get("/livez"), "Connection")).isNull();
            assertThat(get("/livez").status()).isEqualTo(200);
            assertThat(get("/startupz").status()).isEqualTo(200);
        }
    }

    @Test
    void aBrokenProcessFailsTheLiveProbe() {
        serve();
        health.breakLiveness();

        assertThat(get("/livez").status()).isEqualTo(503);
        assertThat(get("/readyz").status()).isEqualTo(503);
    }

    @Nested
    class Methods {
        @Test
        void headIsAnsweredLikeGet() {
            serve();

            assertThat(ask("HEAD", "/readyz")).isSameAs(get("/readyz"));
        }

        @Test
        void optionsSaysWhatIsAllowed() {
            assertThat(ask("OPTIONS", "/readyz").status()).isEqualTo(204);
            assertThat(header(ask("OPTIONS", "/readyz"), "Allow")).isEqualTo("GET, HEAD, OPTIONS");
        }

        @ParameterizedTest
        @ValueSource(strings = {"POST", "PUT", "DELETE", "get", "FOO"})
        void othersAreNotAllowed(String method) {
            assertThat(ask(method, "/readyz").status()).isEqualTo(405);
            assertThat(header(ask(method, "/readyz"), "Allow")).isEqualTo("GET, HEAD, OPTIONS");
        }
    }

    @Nested
    class Details {
        @ParameterizedTest
        @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "POST"})
        void doNotExistForAnybodyElse(String method) {
            assertThat(guard.inspect(
                            TestExchange.request(method, "/health/detailed").build()))
                    .isSameAs(Verdict.proceed());
        }

        @Test
        void areForOperators() {
            operator = true;
            found = HealthResult.down("jdbc:x://h?password=pw1");
            serve();
            scheduler.stall(Duration.ofSeconds(5));

            assertThat(get("/health/detailed").status()).isEqualTo(503);
            assertThat(get("/health/detailed").text())
                    .isEqualTo("{\"status\":\"DOWN\",\"name\":\"orders\",\"version\":\"1.4\",\"checks\":{\"db\":{"
                            + "\"status\":\"DOWN\",\"kind\":\"component\",\"critical\":true,\"scope\":\"LOCAL\","
                            + "\"source\":\"active\",\"ageMs\":5001,\"durationMs\":0,"
                            + "\"since\":\"2026-01-01T00:00:00Z\",\"consecutiveFailures\":1,"
                            + "\"consecutiveSuccesses\":0,\"flapping\":false,\"stale\":false,\"stuck\":false,"
                            + "\"time\":\"2026-01-01T00:00:00Z\",\"lastError\":{\"time\":\"2026-01-01T00:00:00Z\","
                            + "\"output\":\"jdbc:x://h?password=REDACTED\"},\"transitions\":[{"
                            + "\"time\":\"2026-01-01T00:00:00Z\",\"to\":\"DOWN\","
                            + "\"output\":\"jdbc:x://h?password=REDACTED\"}],"
                            + "\"output\":\"jdbc:x://h?password=REDACTED\"}}}");
        }
    }

    @Nested
    class APolicy {
        @Test
        void canHideNameAndVersion() {
            HealthPolicy quiet = HealthPolicy.builder()
                    .serviceName("orders")
                    .showVersion(false)
                    .paths(HealthPolicy.Probe.LIVE, List.of())
                    .build();
            HealthAggregator other =
                    HealthAggregator.start(quiet, List.of(), List.of(), time, scheduler, Runnable::run);
            other.started();
            guard = HealthGuard.of(quiet, other, exchange -> false, time);

            assertThat(get("/health").text()).isEqualTo("{\"status\":\"UP\"}");
            assertThat(guard.inspect(TestExchange.get("/livez"))).isSameAs(Verdict.proceed());
            assertThat(quiet.paths()).containsExactlyInAnyOrder("/readyz", "/startupz", "/health", "/health/detailed");
        }

        @Test
        void saysEverythingThatIsWrongAtOnce() {
            assertThatThrownBy(() -> HealthPolicy.builder()
                            .paths(HealthPolicy.Probe.LIVE, List.of("livez", "/readyz"))
                            .interval(Duration.ZERO)
                            .timeout(Duration.ofSeconds(70))
                            .failureThreshold(0)
                            .build())
                    .isInstanceOf(InvalidPolicyException.class)
                    .hasMessageContaining("BW-HEALTH-001 paths.live[0]")
                    .hasMessageContaining("BW-HEALTH-002 paths.ready[0]")
                    .hasMessageContaining("BW-HEALTH-003 interval")
                    .hasMessageContaining("BW-HEALTH-004 failure-threshold")
                    .hasMessageContaining("BW-HEALTH-005 stale-after");
        }
    }
}
