/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.breakwater.Breakwater;
import dev.breakwater.audit.AuditCounts;
import dev.breakwater.contract.ManualScheduler;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.Correlation;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.Outcome.Kind;
import dev.breakwater.overload.ConcurrencyLimiter;
import dev.breakwater.overload.OverloadGuard;
import dev.breakwater.overload.OverloadPolicy;
import dev.breakwater.ratelimit.StoreState;
import dev.breakwater.redact.Redactions;
import dev.breakwater.requestlog.RequestLogCounts;
import dev.breakwater.traffic.QueueGauges;
import dev.breakwater.traffic.Traffic;
import dev.breakwater.traffic.TrafficGuard;
import dev.breakwater.traffic.TrafficPolicy;
import dev.breakwater.upstream.CacheStats;
import dev.breakwater.upstream.UpstreamResult;
import dev.breakwater.upstream.UpstreamResult.Source;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetersTest {
    private static final String REQUESTS = "http.server.requests";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final QueueGauges queues = new QueueGauges();
    private final Traffic traffic = Traffic.of(TrafficPolicy.defaults(), new ManualTime());

    @Nested
    class Requests {
        @Test
        void areTimedUnderTheTagsThatSpringUses() {
            Breakwater chain = chain(Meters.of(registry));
            end(chain, "GET", new Outcome(503, Kind.ERROR, 20_000_000, "/orders/{id}", new IOException("down")));
            Timer timer = registry.get(REQUESTS)
                    .tags("method", "GET", "uri", "/orders/{id}", "status", "503", "outcome", "SERVER_ERROR")
                    .tags("exception", "IOException", "error", "IOException")
                    .timer();
            assertThat(timer.count()).isEqualTo(1);
            assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isCloseTo(20, within(0.001));
            assertThat(timer.takeSnapshot().histogramCounts()).hasSize(15);
        }

        @Test
        void areLeftToTheFrameworkThatTimesThem() {
            end(chain(Meters.of(registry).withoutRequestTimer()), "GET", ok("/"));
            assertThat(registry.find(REQUESTS).timers()).isEmpty();
            assertThat(counted("breakwater.requests")).isEqualTo(1);
        }

        @Test
        void underWayAreShownUntilTheyEnd() {
            Breakwater chain = chain(Meters.of(registry));
            var admission = chain.admit(TestExchange.get("/"));
            assertThat(gauge("http.server.requests.active")).isEqualTo(1);
            admission.complete(ok("/"));
            assertThat(gauge("http.server.requests.active")).isZero();
        }

        @Test
        void withRandomPathsAndMethodsAddNoSeries() {
            flood(10_000);
        }

        @Test
        @Tag("heavy")
        void aMillionWithRandomPathsAndMethodsAddNoSeries() {
            flood(1_000_000);
        }

        private void flood(int requests) {
            Breakwater chain = chain(Meters.of(registry));
            SplittableRandom random = new SplittableRandom(1);
            // All that there can be has been there once.
            for (int i = 0; i < 500; i++) {
                send(chain, random, i);
            }
            int series = registry.getMeters().size();
            for (int i = 500; i < requests; i++) {
                send(chain, random, i);
            }
            assertThat(registry.getMeters()).hasSize(series);
            assertThat(registry.find(REQUESTS).timers().stream()
                            .mapToLong(Timer::count)
                            .sum())
                    .isEqualTo(requests);
        }

        private void send(Breakwater chain, SplittableRandom random, int number) {
            String path = "/" + Long.toHexString(random.nextLong());
            String method = number % 2 == 0 ? "GET" : Long.toString(random.nextLong() >>> 1, 36);
            boolean missing = number % 3 == 0;
            TestExchange exchange = TestExchange.request(method, path)
                    .query("token=" + path)
                    .header("Authorization", "Bearer " + path)
                    .build();
            chain.admit(exchange)
                    .complete(new Outcome(missing ? 404 : 200, Kind.OK, 1_000, missing ? null : path, null));
        }

        @Test
        void beyondTheMostRoutesAreCountedAsOther() {
            Breakwater chain = chain(Meters.of(registry));
            for (int i = 0; i < 250; i++) {
                end(chain, "GET", ok("/route-" + i));
            }
            assertThat(registry.get(REQUESTS).tag("uri", "_OTHER").timer().count())
                    .isEqualTo(50);
            assertThat(registry.get("breakwater.metrics.overflow")
                            .tags("meter", REQUESTS, "tag", "uri")
                            .functionCounter()
                            .count())
                    .isEqualTo(50);
            assertThat(registry.find(REQUESTS).timers()).hasSize(201);
        }

        @Test
        void carryNothingOfWhatClientsSentInTheirTags() {
            Breakwater chain = chain(Meters.of(registry));
            SplittableRandom random = new SplittableRandom(2);
            TestExchange exchange = TestExchange.request("GET", "/sk-live-4242424242424242")
                    .query("key=AIzaSyD4242424242424242424242424242424242")
                    .header("Authorization", "Bearer hunter2-hunter2")
                    .user("alice@example.com")
                    .build();
            chain.admit(exchange).complete(new Outcome(404, Kind.OK, random.nextInt(9), null, null));
            for (Meter meter : registry.getMeters()) {
                assertThat(meter.getId().toString())
                        .doesNotContain("4242")
                        .doesNotContain("hunter2")
                        .doesNotContain("alice");
            }
        }
    }

    @Nested
    class State {
        @Test
        void ofQueuesIsShown() {
            Breakwater unused = chain(Meters.of(registry));
            queues.register("orders", () -> 3, 10);
            assertThat(registry.get("breakwater.queue.depth")
                            .tag("queue", "orders")
                            .gauge()
                            .value())
                    .isEqualTo(3);
            assertThat(registry.get("breakwater.queue.capacity")
                            .tag("queue", "orders")
                            .gauge()
                            .value())
                    .isEqualTo(10);
        }

        @Test
        void ofAQueueGoesWithIt() {
            Breakwater unused = chain(Meters.of(registry));
            for (int i = 0; i < 1_000; i++) {
                queues.register("q" + i, () -> 3, 10);
                queues.remove("q" + i);
            }
            queues.register("orders", () -> 3, 10);
            assertThat(registry.find("breakwater.queue.depth").gauges()).hasSize(1);
            assertThat(registry.find("breakwater.queue.capacity").gauges()).hasSize(1);
        }

        @Test
        void ofAFilterOfRequestsIsShown() {
            MeterFilter filter = Meters.requestFilter(2);
            registry.config().meterFilter(filter);
            Breakwater unused = chain(Meters.of(registry).withoutRequestTimer().withOverflowOf(filter));
            for (int i = 0; i < 5; i++) {
                registry.timer(REQUESTS, "uri", "/r" + i);
            }
            assertThat(registry.get("breakwater.metrics.overflow")
                            .tag("tag", "uri")
                            .functionCounter()
                            .count())
                    .isEqualTo(3);
        }

        @Test
        void ofAStoreThatInstancesShareIsShown() {
            AtomicReference<StoreState> now = new AtomicReference<>(new StoreState(true, null, 3, 70, 2, 5));
            Meters.of(registry).begin(measured(traffic, now::get));

            assertThat(gauge("breakwater.ratelimit.store.available")).isEqualTo(1);
            assertThat(gauge("breakwater.ratelimit.store.instances")).isEqualTo(3);
            assertThat(counted("questions")).isEqualTo(70);
            assertThat(counted("failures")).isEqualTo(2);
            assertThat(counted("known")).isEqualTo(5);
            now.set(new StoreState(false, "gone", 3, 71, 3, 5));
            assertThat(gauge("breakwater.ratelimit.store.available")).isZero();
            assertThat(counted("failures")).isEqualTo(3);
        }

        private double counted(String name) {
            return registry.get("breakwater.ratelimit.store." + name)
                    .functionCounter()
                    .count();
        }

        @Test
        void ofAStoreInMemoryIsNotShown() {
            Breakwater unused = chain(Meters.of(registry));

            assertThat(registry.getMeters())
                    .extracting(meter -> meter.getId().getName())
                    .isNotEmpty()
                    .noneMatch(name -> name.startsWith("breakwater.ratelimit.store"));
        }

        @Test
        void ofPromisesIsShown() {
            Breakwater chain = chain(Meters.of(registry));
            end(chain, "GET", ok("/"));
            end(chain, "GET", new Outcome(500, Kind.ERROR, 1, "/", null));
            assertThat(function("breakwater.slo.good", "slo", "availability")).isEqualTo(1);
            assertThat(function("breakwater.slo.bad", "slo", "availability")).isEqualTo(1);
            assertThat(function("breakwater.slo.total", "slo", "availability")).isEqualTo(2);
            assertThat(function("breakwater.slo.total", "slo", "latency")).isEqualTo(1);
            assertThat(registry.get("breakwater.slo.budget.remaining")
                            .tag("slo", "availability")
                            .gauge()
                            .value())
                    .isCloseTo(-499, within(0.001));
        }

        @Test
        void ofEventsIsShown() {
            Breakwater unused = chain(Meters.of(registry));
            assertThat(function("breakwater.log.events", "outcome", "written")).isEqualTo(5);
            assertThat(function("breakwater.log.events", "outcome", "sampled_out"))
                    .isEqualTo(6);
            assertThat(registry.get("breakwater.log.body.capped")
                            .functionCounter()
                            .count())
                    .isEqualTo(7);
            assertThat(registry.get("breakwater.request_id.replaced")
                            .functionCounter()
                            .count())
                    .isEqualTo(8);
            assertThat(function("breakwater.log.events", "outcome", "excluded")).isEqualTo(4);
            assertThat(function("breakwater.log.events", "outcome", "dropped")).isEqualTo(3);
            assertThat(registry.get("breakwater.log.attributes.rejected")
                            .functionCounter()
                            .count())
                    .isEqualTo(2);
        }

        @Test
        void ofCachesIsShownFromTheFirstCallOn() {
            Breakwater chain = chain(Meters.of(registry));
            assertThat(registry.find("breakwater.cache.requests").meters()).isEmpty();
            chain.publish(new UpstreamResult("gemini", Source.CACHE, null, null, false, 0, 1), null);
            assertThat(function("breakwater.cache.requests", "result", "hit")).isEqualTo(9);
            assertThat(function("breakwater.cache.requests", "result", "shared"))
                    .isEqualTo(4);
            assertThat(function("breakwater.cache.requests", "result", "stale")).isEqualTo(3);
            assertThat(function("breakwater.cache.requests", "result", "miss")).isEqualTo(1);
        }

        @Test
        void leavesTheRegistryWithTheRuntime() {
            Meters meters = Meters.of(registry);
            Breakwater unused = chain(meters);
            queues.register("orders", () -> 3, 10);
            meters.close();
            assertThat(registry.getMeters()).isEmpty();
            assertThat(registry.isClosed()).isFalse();
        }

        @Test
        void ofTheLimiterLeavesTheRegistryToo() {
            ManualTime time = new ManualTime();
            ConcurrencyLimiter limiter = new ConcurrencyLimiter(time, new ManualScheduler(time));
            OverloadPolicy policy = OverloadPolicy.builder().maxConcurrent(1).build();
            limiter.use(policy);
            Meters meters = Meters.of(registry);
            Breakwater.builder()
                    .guards(List.of(OverloadGuard.of(policy, limiter)))
                    .observers(List.of(meters))
                    .build()
                    .admit(TestExchange.get("/"));
            assertThat(registry.find("breakwater.overload.peak").gauge()).isNotNull();
            meters.close();
            assertThat(registry.getMeters()).noneMatch(Gauge.class::isInstance);
        }
    }

    @Nested
    class Registries {
        @Test
        void ofSeveralKindsCountTheSame() {
            SimpleMeterRegistry other = new SimpleMeterRegistry();
            CompositeMeterRegistry composite = new CompositeMeterRegistry(Clock.SYSTEM, List.of(registry, other));
            end(chain(Meters.of(composite)), "GET", ok("/"));
            for (MeterRegistry each : List.of(registry, other)) {
                assertThat(each.get(REQUESTS).timer().count()).isEqualTo(1);
            }
        }

        @Test
        void thatAreEmptyCompositesCostNothing() {
            Breakwater chain = chain(Meters.of(new CompositeMeterRegistry()));
            end(chain, "GET", ok("/"));
            assertThat(traffic.snapshot().requests()).isEqualTo(1);
        }

        @Test
        void thatSpeakPrometheusAreFoundInsideOthers() {
            assertThat(Meters.of(registry).exposition()).isNull();
            CompositeMeterRegistry composite = new CompositeMeterRegistry(
                    Clock.SYSTEM, List.of(registry, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));
            assertThat(Meters.of(composite).exposition()).isNotNull();
        }

        @Test
        void thatThrowHarmNoRequest() {
            SimpleMeterRegistry broken =
                    new SimpleMeterRegistry(
                            io.micrometer.core.instrument.simple.SimpleConfig.DEFAULT, new MockClock()) {
                        @Override
                        protected Timer newTimer(
                                Meter.Id id,
                                io.micrometer.core.instrument.distribution.DistributionStatisticConfig config,
                                io.micrometer.core.instrument.distribution.pause.PauseDetector pauses) {
                            throw new IllegalStateException("no");
                        }
                    };
            Breakwater chain = chain(Meters.of(broken));
            assertThat(end(chain, "GET", ok("/"))).isTrue();
            assertThat(traffic.active()).isZero();
        }
    }

    @Nested
    class ForPrometheus {
        private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-";

        @Test
        void theJvmIsMeasuredToo() {
            try (Meters meters = MetersOnClassPath.find()) {
                Breakwater unused = chain(meters);
                assertThat(scraped(meters, Exposition.TEXT))
                        .contains("jvm_memory_used_bytes", "jvm_threads_live_threads", "jvm_classes_loaded_classes")
                        .contains("process_uptime_seconds", "system_cpu_count", "http_server_requests_active");
            }
        }

        @Test
        void bothFormatsAreSpoken() {
            try (Meters meters = MetersOnClassPath.find()) {
                end(chain(meters), "GET", ok("/orders/{id}"));
                assertThat(scraped(meters, Exposition.TEXT))
                        .contains("http_server_requests_seconds_bucket{", "le=\"2.0\"")
                        .doesNotContain("# EOF");
                assertThat(scraped(meters, Exposition.OPEN_METRICS)).endsWith("# EOF\n");
            }
        }

        @Test
        void aSampledTraceIsAnExampleInOpenMetricsAlone() {
            try (Meters meters = MetersOnClassPath.find()) {
                endTraced(chain(meters), PARENT + "01");
                assertThat(scraped(meters, Exposition.OPEN_METRICS))
                        .contains("trace_id=\"0af7651916cd43dd8448eb211c80319c\"");
                assertThat(scraped(meters, Exposition.TEXT)).doesNotContain("0af7651916cd43dd");
            }
        }

        @Test
        void aTraceThatIsNotKeptIsNoExample() {
            try (Meters meters = MetersOnClassPath.find()) {
                endTraced(chain(meters), PARENT + "00");
                assertThat(scraped(meters, Exposition.OPEN_METRICS)).doesNotContain("0af7651916cd43dd");
            }
        }

        @Test
        void theTextHasNoLint(@TempDir Path directory) throws Exception {
            Path promtool = Path.of("/usr/bin/promtool");
            assumeTrue(Files.isExecutable(promtool));
            try (Meters meters = MetersOnClassPath.find()) {
                Breakwater chain = chain(meters);
                end(chain, "GET", ok("/orders/{id}"));
                chain.publish(new UpstreamResult("gemini", Source.CACHE, null, null, false, 0, 1), null);
                queues.register("orders", () -> 3, 10);
                Path text = Files.writeString(directory.resolve("metrics"), scraped(meters, Exposition.TEXT));
                Process lint = new ProcessBuilder(promtool.toString(), "check", "metrics")
                        .redirectErrorStream(true)
                        .redirectInput(text.toFile())
                        .start();
                String said = new String(lint.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(said)
                        .as("promtool says")
                        .doesNotContain("http_server")
                        .doesNotContain("breakwater");
                assertThat(said).doesNotContain("error while linting");
            }
        }

        @Test
        void bucketsOfTwoInstancesAddUpToTheirCommonQuantile() {
            double[] together = new double[RequestTimer.buckets().length];
            for (int instance = 0; instance < 2; instance++) {
                SimpleMeterRegistry own = new SimpleMeterRegistry();
                Traffic its = Traffic.of(TrafficPolicy.defaults(), new ManualTime());
                Breakwater chain = chain(Meters.of(own), its);
                for (int i = 1; i <= 500; i++) {
                    long millis = instance == 0 ? i / 10 : 2 * i;
                    end(chain, "GET", new Outcome(200, Kind.OK, millis * 1_000_000, "/", null));
                }
                var counts = own.get(REQUESTS).timer().takeSnapshot().histogramCounts();
                for (int i = 0; i < counts.length; i++) {
                    together[i] += counts[i].count();
                }
            }
            // Of the thousand, the 950th took 900 ms: in the bucket from 750 to 1000.
            assertThat(together[7]).isLessThan(950);
            assertThat(together[8]).isLessThan(950);
            assertThat(together[9]).isGreaterThanOrEqualTo(950);
        }

        private void endTraced(Breakwater chain, String traceParent) {
            TestExchange exchange = TestExchange.get("/orders/7");
            new Correlation("id", traceParent, null).openFor(exchange);
            chain.admit(exchange).complete(ok("/orders/{id}"));
        }
    }

    private static String scraped(Meters meters, String mediaType) {
        Exposition exposition = meters.exposition();
        assertThat(exposition).isNotNull();
        return exposition.scrape(mediaType);
    }

    private Breakwater chain(@Nullable Meters meters) {
        return chain(meters, traffic);
    }

    private Measured measured(Traffic counted, Supplier<StoreState> store) {
        return new Measured(
                counted,
                queues,
                () -> null,
                name -> null,
                name -> null,
                () -> null,
                new Redactions(),
                () -> new AuditCounts(0, 0, 0, 0, 0),
                store);
    }

    private Breakwater chain(@Nullable Meters meters, Traffic counted) {
        meters.begin(new Measured(
                counted,
                queues,
                () -> new RequestLogCounts(5, 6, 4, 3, 2, 1, 7, 8),
                name -> new CacheStats(6, 1, 1, 7, 3, 2, 1, 4)));
        return Breakwater.builder()
                .guards(List.of(new TrafficGuard(counted)))
                .observers(List.of(meters))
                .build();
    }

    private static boolean end(Breakwater chain, String method, Outcome outcome) {
        return chain.admit(TestExchange.request(method, "/anything").build()).complete(outcome);
    }

    private static Outcome ok(String route) {
        return new Outcome(200, Kind.OK, 1_000_000, route, null);
    }

    private double gauge(String name) {
        Gauge gauge = registry.get(name).gauge();
        return gauge.value();
    }

    private double function(String name, String tag, String value) {
        return registry.get(name).tag(tag, value).functionCounter().count();
    }

    private double counted(String name) {
        return registry.get(name).counter().count();
    }
}
