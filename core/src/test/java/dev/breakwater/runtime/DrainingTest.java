/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.breakwater.Admission;
import dev.breakwater.Breakwater;
import dev.breakwater.Decision;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.contract.ManualScheduler;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.drain.Drain;
import dev.breakwater.drain.DrainChanged;
import dev.breakwater.drain.DrainPhase;
import dev.breakwater.drain.DrainPolicy;
import dev.breakwater.drain.DrainSummary;
import dev.breakwater.exchange.Outcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrainingTest {
    private static final Outcome OK = new Outcome(200, Outcome.Kind.OK, 1, null, null);

    private final List<Decision> heard = new CopyOnWriteArrayList<>();
    private final BreakwaterRuntime runtime = BreakwaterRuntime.builder(layers("1h"))
            .eventSink((level, line) -> {})
            .observers(List.of((decision, exchange) -> heard.add(decision)))
            .start();

    @AfterEach
    void close() {
        runtime.close();
    }

    private static Layers layers(String delay, String... more) {
        Map<String, String> settings = new HashMap<>(Map.of("health.drain-delay", delay, "health.grace-period", "24h"));
        for (String pair : more) {
            settings.put(pair.split("=")[0], pair.split("=")[1]);
        }
        return Layers.of(Layer.of("test", settings));
    }

    private void use(String delay, String... more) {
        runtime.replace(BreakwaterSettings.read(layers(delay, more)));
    }

    private Admission get(String path) {
        return runtime.chain().admit(TestExchange.get(path)).await();
    }

    private int probe(String path) {
        return get(path).reply().status();
    }

    @Test
    void isUnreadyButAliveAsSoonAsItHasBegun() {
        assertThat(runtime.isDraining()).isFalse();
        assertThat(probe("/readyz")).isEqualTo(200);

        runtime.drain();

        assertThat(runtime.isDraining()).isTrue();
        assertThat(probe("/readyz")).isEqualTo(503);
        assertThat(probe("/livez")).isEqualTo(200);
        assertThat(get("/orders").reply()).isNull();
    }

    @Test
    void endsWithWhatIsInFlightWhateverSettingsHoldMeanwhile() throws Exception {
        use("0s");
        Admission running = get("/orders");
        CompletableFuture<DrainSummary> end = runtime.drain();
        use("1h", "overload.max-concurrent=5");

        assertThat(get("/orders").reply().status()).isEqualTo(503);
        assertThat(probe("/readyz")).isEqualTo(503);
        assertThat(end).isNotDone();
        running.complete(OK);
        DrainSummary summary = end.get(10, TimeUnit.SECONDS);

        assertThat(summary.inFlight()).isEqualTo(1);
        assertThat(summary.finished()).isEqualTo(1);
        assertThat(summary.refused()).isEqualTo(1);
        assertThat(heard)
                .filteredOn(DrainChanged.class::isInstance)
                .extracting(decision -> ((DrainChanged) decision).phase())
                .containsExactly(DrainPhase.BEGUN, DrainPhase.REFUSING, DrainPhase.ENDED);
    }

    @Test
    void isNotReadyAgainBecauseProbesAreSwitchedOffAndOn() {
        assertThat(probe("/readyz")).isEqualTo(200);
        runtime.drain();
        use("1h", "health.enabled=false");
        use("1h");

        assertThat(probe("/readyz")).isEqualTo(503);
    }

    @Test
    void completesOnAThreadThatMayStopTheServer() throws Exception {
        use("0s");
        Admission last = get("/orders");
        CompletableFuture<String> thread =
                runtime.drain().thenApply(summary -> Thread.currentThread().getName());
        last.complete(OK);

        assertThat(thread.get(10, TimeUnit.SECONDS)).isEqualTo("breakwater-drain");
    }

    @Test
    void waitsForNobodyIfOnlyThisMachineHasCalledAndNoProbeDid() throws Exception {
        try (BreakwaterRuntime unnoticed = unchosenDelay()) {
            call(unnoticed, TestExchange.request("GET", "/orders").peer("127.0.0.1"));

            assertThat(unnoticed.drain().get(4, TimeUnit.SECONDS).finished()).isZero();
        }
    }

    @Test
    void waitsForThoseWhoAskAndForThoseElsewhere() {
        List<TestExchange.Builder> noticing = List.of(
                TestExchange.request("GET", "/readyz").peer("127.0.0.1"),
                TestExchange.request("GET", "/actuator/health/readiness").peer("127.0.0.1"),
                TestExchange.request("GET", "/orders").peer("192.0.2.1"),
                TestExchange.request("GET", "/orders").peer("127.0.0.1").header("X-Forwarded-For", "192.0.2.1"));
        for (TestExchange.Builder request : noticing) {
            try (BreakwaterRuntime noticed = unchosenDelay()) {
                call(noticed, request);
                noticed.drain();

                assertThat(noticed.chain()
                                .admit(TestExchange.get("/orders"))
                                .await()
                                .reply())
                        .isNull();
            }
        }
    }

    private static BreakwaterRuntime unchosenDelay() {
        return BreakwaterRuntime.builder(Layers.of(Layer.of("test", Map.of("service.name", "orders"))))
                .eventSink((level, line) -> {})
                .start();
    }

    private static void call(BreakwaterRuntime called, TestExchange.Builder request) {
        called.chain().admit(request.build()).await().complete(OK);
    }

    @Test
    void endsWithTheRuntimeWithoutWaiting() throws Exception {
        get("/orders");
        CompletableFuture<DrainSummary> end = runtime.drain();
        runtime.close();

        assertThat(end.get(10, TimeUnit.SECONDS).aborted()).isEqualTo(1);
    }

    @Test
    void begunAfterTheRuntimeIsClosedEndsAtOnce() throws Exception {
        runtime.close();

        assertThat(runtime.drain().get(10, TimeUnit.SECONDS).finished()).isZero();
    }

    @Test
    void onShutdownComesBeforeWhatIsToBeClosedInItsOrderAndTheRuntimeLast() {
        List<String> closed = new CopyOnWriteArrayList<>();
        ManualTime time = new ManualTime();
        ManualScheduler timer = new ManualScheduler(time);
        Drain drain = new Drain(
                time,
                timer,
                Runnable::run,
                () -> closed.add("unready"),
                (decision, none) -> closed.add(((DrainChanged) decision).phase().text()));
        drain.use(DrainPolicy.builder()
                .delay(Duration.ZERO)
                .timeout(Duration.ZERO)
                .build());
        ShutdownHook hook = new ShutdownHook(drain, DrainPolicy::defaults, () -> closed.add("runtime"));
        hook.add(List.of(() -> closed.add("server"), () -> {
            throw new IllegalStateException("planned");
        }));
        hook.add(List.of(() -> closed.add("pool")));
        hook.run();

        assertThat(closed).containsExactly("unready", "begun", "refusing", "ended", "server", "pool", "runtime");
    }

    @Test
    void onShutdownGoesOnWithoutWhatDoesNotLetItselfBeClosed() {
        List<String> closed = new CopyOnWriteArrayList<>();
        CountDownLatch never = new CountDownLatch(1);
        ManualTime time = new ManualTime();
        Drain drain = new Drain(time, new ManualScheduler(time), Runnable::run, () -> {}, (decision, none) -> {});
        drain.use(DrainPolicy.builder()
                .delay(Duration.ZERO)
                .timeout(Duration.ZERO)
                .build());
        ShutdownHook hook =
                new ShutdownHook(drain, DrainPolicy::defaults, () -> closed.add("runtime"), Duration.ofMillis(50));
        hook.add(List.of(never::await, () -> closed.add("pool")));
        assertTimeoutPreemptively(Duration.ofSeconds(5), hook::run);

        assertThat(closed).containsExactly("pool", "runtime");
        never.countDown();
    }

    @Test
    void isNotForARuntimeAroundAChain() {
        BreakwaterRuntime bare = BreakwaterRuntime.of(Breakwater.of(List.of()));

        assertThat(bare.isDraining()).isFalse();
        assertThatThrownBy(bare::drain).isInstanceOf(IllegalStateException.class);
    }
}
