/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.RawAnswer;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthResult;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;

/** Boot's indicators run as our checks do, and Actuator reads what they found, over real HTTP. */
class BackgroundIndicatorsTest {
    private static final int CROWD = 15;
    private static final CountDownLatch OVER = new CountDownLatch(1);
    private static final AtomicInteger RUNS = new AtomicInteger();

    private static Served served;

    @BeforeAll
    static void start() {
        served = Served.start(
                Application.class,
                "--spring.autoconfigure.exclude=" + String.join(",", ServedApplicationTest.Application.SECURITY),
                "--management.endpoint.health.show-details=always",
                "--management.endpoint.health.probes.enabled=true",
                "--management.endpoint.health.group.stores.include=orders,pair",
                "--breakwater.ops.networks=127.0.0.0/8, ::1/128",
                "--breakwater.health.timeout=1s");
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !checks().contains("not run yet"));
    }

    @AfterAll
    static void stop() {
        OVER.countDown();
        served.close();
    }

    private static String checks() throws IOException {
        return served.bare("GET /health/detailed").text();
    }

    private static RawAnswer actuator(String path) throws IOException {
        return served.bare("GET /actuator/health" + path);
    }

    /** What our own endpoint says of the check of this name. */
    private static String check(String name) throws IOException {
        String all = checks();
        int begin = all.indexOf("\"" + name + "\":{");
        assertThat(begin).as(all).isPositive();
        return all.substring(begin, all.indexOf('}', begin));
    }

    // Of the answer as a whole: which end it stands at depends on the version of Jackson.
    private static boolean hasStatus(RawAnswer answer, String status) {
        String field = "\"status\":\"" + status + "\"";
        return answer.text().startsWith("{" + field) || answer.text().endsWith(field + "}");
    }

    @Test
    void noProbeRunsThem() throws IOException {
        int runs = RUNS.get();
        for (int i = 0; i < 20; i++) {
            assertThat(actuator("/orders").text()).contains("\"status\":\"UP\"", "\"answer\":42");
        }
        assertThat(RUNS.get()).isEqualTo(runs).isPositive();
    }

    @Test
    void theyRunAllAtOnce() throws IOException {
        // Each of them waits until all the others run too.
        for (int i = 0; i < CROWD; i++) {
            assertThat(actuator("/crowd" + i).text()).contains("\"status\":\"UP\"");
        }
    }

    @Test
    void oneThatHangsForEverHoldsUpNobody() throws IOException {
        long begin = System.nanoTime();
        RawAnswer hung = actuator("/hung");
        RawAnswer all = actuator("");

        assertThat(hung.status()).isEqualTo(503);
        assertThat(hung.text()).contains("\"status\":\"DOWN\"", "timeout");
        assertThat(all.text()).contains("\"hung\"", "\"orders\"");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void oneThatThrowsIsDownWithoutItsSecretsAndTheOthersAreShown() throws IOException {
        RawAnswer all = actuator("");

        assertThat(all.status()).isEqualTo(503);
        assertThat(all.text()).contains("password=REDACTED", "\"orders\"").doesNotContain("hunter2");
        assertThat(check("broken")).contains("\"status\":\"DOWN\"").doesNotContain("hunter2");
    }

    @Test
    void theDetailsOfAFailureAreKept() throws IOException {
        assertThat(actuator("/failing").text()).contains("\"status\":\"DOWN\"", "\"shard\":7");
        assertThat(check("failing")).contains("no shard answers");
    }

    @Test
    void aStatusOfSomebodysOwnStaysAsItIsAndDegrades() throws IOException {
        RawAnswer unsure = actuator("/unsure");

        assertThat(unsure.status()).isEqualTo(200);
        assertThat(unsure.text()).contains("\"status\":\"CIRCUIT_OPEN\"");
        assertThat(check("unsure")).contains("\"status\":\"DEGRADED\"");
    }

    @Test
    void membersOfCompositesAreChecksOfTheirOwn() throws IOException {
        assertThat(check("pair-left")).contains("\"status\":\"UP\"");
        assertThat(check("pair-right")).contains("\"status\":\"DEGRADED\"");
        assertThat(actuator("/pair/left").text()).contains("\"side\":\"left\"");
        assertThat(actuator("/pair").text()).contains("\"left\"", "\"right\"");
        assertThat(actuator("/stores").text()).contains("\"orders\"", "\"left\"");
    }

    @ParameterizedTest
    @CsvSource({"orders, SHARED", "diskSpace, LOCAL", "ping, LOCAL", "mine, LOCAL"})
    void whatIsReachedOverANetworkIsEverybodys(String name, String scope) throws IOException {
        assertThat(check(name)).contains("\"scope\":\"" + scope + "\"");
    }

    @Test
    void aFullDiskIsLookedAtOnceAndTakesNobodyOut() throws IOException {
        assertThat(check("diskSpace")).contains("\"critical\":false");
        assertThat(check("ping")).contains("\"critical\":true");
        assertThat(checks()).doesNotContain("\"disk-space\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/readyz", "/health", "/actuator/health/readiness", "/actuator/health/liveness"})
    void noneThatIsEverybodysKeepsTrafficAway(String probe) throws IOException {
        assertThat(served.bare("GET " + probe).status()).isEqualTo(200);
    }

    @Test
    void whatBootKnowsAnywayIsNotRun() throws IOException {
        assertThat(checks()).doesNotContain("livenessState", "readinessState", "breakwater-");
        assertThat(actuator("/readiness").text()).contains("\"status\":\"UP\"");
    }

    @Nested
    class OurComponents {

        @Test
        void areShownBelowOneComposite() throws IOException {
            assertThat(actuator("/breakwater/mine").text()).contains("\"status\":\"UP\"", "\"scope\":\"LOCAL\"");
            assertThat(actuator("/breakwater").text())
                    .contains("\"mine\"", "\"theirs\"")
                    .doesNotContain("orders", "diskSpace", "pair-left");
        }

        @Test
        void onlyDegradeWhereOthersHaveThemToo() throws IOException {
            RawAnswer theirs = actuator("/breakwater/theirs");

            assertThat(theirs.status()).isEqualTo(200);
            assertThat(theirs.text()).contains("\"status\":\"DEGRADED\"", "\"found\":\"DOWN\"", "it is away");
        }

        @Test
        void degradeTheCompositeToo() throws IOException {
            RawAnswer composite = actuator("/breakwater");

            assertThat(composite.status()).isEqualTo(200);
            assertThat(hasStatus(composite, "DEGRADED")).as(composite.text()).isTrue();
        }

        @Test
        void doNotHideWhatIsDown() throws IOException {
            RawAnswer all = actuator("");

            assertThat(hasStatus(all, "DOWN")).as(all.text()).isTrue();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Registrar.class)
    static class Application {

        @Bean
        HealthCheck mine() {
            return HealthCheck.local("mine", HealthResult::up);
        }

        @Bean
        HealthCheck theirs() {
            return HealthCheck.shared("theirs", () -> HealthResult.down("it is away"));
        }
    }

    static final class Registrar implements ImportBeanDefinitionRegistrar {
        @Override
        public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
            CountDownLatch crowd = new CountDownLatch(CROWD);
            for (int i = 0; i < CROWD; i++) {
                Indicators.register(registry, "crowd" + i, Indicators.indicator(() -> together(crowd)));
            }
            Indicators.register(registry, "orders", Indicators.indicator(() -> {
                RUNS.incrementAndGet();
                return Indicators.health("UP", Map.of("answer", 42));
            }));
            Indicators.register(registry, "hung", Indicators.indicator(Registrar::hung));
            Indicators.register(registry, "broken", Indicators.indicator(() -> {
                throw new IllegalStateException("password=hunter2");
            }));
            Indicators.register(
                    registry,
                    "failing",
                    Indicators.indicator(() -> Indicators.health("DOWN", Map.of("error", "no shard answers", "shard", 7))));
            Indicators.register(
                    registry, "unsure", Indicators.indicator(() -> Indicators.health("CIRCUIT_OPEN", Map.of())));
            Indicators.register(
                    registry,
                    "pair",
                    Indicators.composite(Map.of(
                            "left", Indicators.indicator(() -> Indicators.health("UP", Map.of("side", "left"))),
                            "right", Indicators.indicator(() -> Indicators.health("UNKNOWN", Map.of())))));
        }

        private static Object together(CountDownLatch crowd) throws InterruptedException {
            crowd.countDown();
            boolean all = crowd.await(10, TimeUnit.SECONDS);
            return Indicators.health(all ? "UP" : "DOWN", Map.of());
        }

        // Ignores its interruption, as a driver may.
        private static Object hung() {
            while (OVER.getCount() > 0) {
                try {
                    OVER.await();
                } catch (InterruptedException ignored) {
                    // That is the point.
                }
            }
            return Indicators.health("UP", Map.of());
        }
    }
}
