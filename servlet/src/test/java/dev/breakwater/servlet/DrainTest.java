/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.Breakwater;
import dev.breakwater.contract.AdapterServer;
import dev.breakwater.contract.ManualScheduler;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.RawAnswer;
import dev.breakwater.drain.Drain;
import dev.breakwater.drain.DrainGuard;
import dev.breakwater.drain.DrainSummary;
import dev.breakwater.health.HealthAggregator;
import dev.breakwater.health.HealthGuard;
import dev.breakwater.health.HealthPolicy;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients see of a drain, over connections that they would like to keep. Only the test moves the drain's clock. */
@Tag("container")
final class DrainTest {
    private static final Duration DELAY = Duration.ofSeconds(5);

    private final ManualTime time = new ManualTime();
    private final ManualScheduler timer = new ManualScheduler(time);
    private final HealthAggregator health =
            HealthAggregator.start(HealthPolicy.defaults(), List.of(), List.of(), time, timer);
    private final Drain drain =
            new Drain(time, timer, Executors.newCachedThreadPool(), health::draining, (decision, none) -> {});
    private final HeldRequests held = new HeldRequests();
    private final List<Wire> wires = new ArrayList<>();
    private AdapterServer server;

    @BeforeEach
    void start() throws Exception {
        health.started();
        BreakwaterRuntime runtime = BreakwaterRuntime.of(Breakwater.of(List.of(
                HealthGuard.of(HealthPolicy.defaults(), health, exchange -> false, time), DrainGuard.of(drain))));
        server = TestServer.start("", null, context -> {
            BreakwaterFilter.register(context, runtime);
            held.register(context);
        });
    }

    @AfterEach
    void stop() throws Exception {
        held.release();
        for (Wire wire : wires) {
            wire.close();
        }
        server.close();
        health.close();
    }

    private static ConditionFactory settled() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
    }

    private Wire wire() throws Exception {
        Wire wire = new Wire(server.port());
        wires.add(wire);
        return wire;
    }

    private RawAnswer get(String path) throws Exception {
        return wire().head("GET " + path + " HTTP/1.1").answer();
    }

    /** The answer, up to the connection's end: a server that does not close it is waited for until the test fails. */
    private static RawAnswer last(Wire wire) throws Exception {
        return RawAnswer.parse(wire.socket.getInputStream().readAllBytes());
    }

    private static RawAnswer last(Wire wire, String path) throws Exception {
        return last(wire.head("GET " + path + " HTTP/1.1"));
    }

    private List<Wire> open(int count, String path) throws Exception {
        List<Wire> opened = new ArrayList<>();
        int before = held.count();
        for (int i = 0; i < count; i++) {
            opened.add(wire().head("GET " + path + " HTTP/1.1"));
        }
        settled().untilAsserted(() -> assertThat(held.count()).isEqualTo(before + count));
        return opened;
    }

    private Wire kept() throws Exception {
        Wire wire = wire();
        RawAnswer first = wire.head("GET /quick HTTP/1.1").answer();
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("Connection")).doesNotContain("close");
        return wire;
    }

    @Test
    void everyRequestInFlightEndsAndIsCounted() throws Exception {
        List<Wire> inFlight = new ArrayList<>(open(12, "/held"));
        inFlight.addAll(open(4, "/async"));
        inFlight.addAll(open(4, "/stream"));

        CompletableFuture<DrainSummary> end = drain.begin();

        assertThat(get("/readyz").status()).isEqualTo(503);
        assertThat(get("/livez").status()).isEqualTo(200);
        timer.advance(DELAY);
        assertThat(get("/livez").status()).isEqualTo(200);
        assertThat(get("/readyz").header("Retry-After")).isNotEmpty();
        timer.advance(Duration.ofSeconds(1));
        assertThat(drain.inFlight()).isEqualTo(20);

        held.release();
        for (Wire wire : inFlight) {
            RawAnswer answer = wire.answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).endsWith("done");
        }
        settled().untilAsserted(() -> assertThat(drain.inFlight()).isZero());
        timer.advance(Duration.ofSeconds(1));
        DrainSummary summary = end.get();
        assertThat(summary.inFlight()).isEqualTo(20);
        assertThat(summary.finished()).isEqualTo(20);
        assertThat(summary.aborted()).isZero();
        assertThat(summary.refused()).isZero();
    }

    @Test
    void aRequestThatTakesLongerIsCountedAsAborted() throws Exception {
        open(1, "/held");
        open(1, "/stream");
        CompletableFuture<DrainSummary> end = drain.begin();
        timer.advance(DELAY.plusSeconds(20));

        assertThat(end.get().aborted()).isEqualTo(2);
        assertThat(drain.begin().get()).isEqualTo(end.get());
    }

    @Test
    void streamsEndIfSomebodyListensForTheDrain() throws Exception {
        Wire stream = open(1, "/stream").get(0);
        drain.onBegin(held::release);
        CompletableFuture<DrainSummary> end = drain.begin();

        assertThat(stream.answer().text()).endsWith("done");
        settled().untilAsserted(() -> assertThat(drain.inFlight()).isZero());
        timer.advance(DELAY.plusSeconds(1));
        assertThat(end.get().finished()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/quick", "/chunked", "/async-quick", "/keeping", "/missing", "/failing"})
    void duringTheDelayAKeptConnectionIsServedOnceMoreAndClosed(String path) throws Exception {
        RawAnswer before = get(path);
        Wire wire = kept();
        drain.begin();
        RawAnswer answer = last(wire, path);

        assertThat(answer.status()).isEqualTo(before.status());
        assertThat(answer.header("Connection")).containsExactly("close");
        assertThat(answer.text()).isEqualTo(before.text());
    }

    @Test
    void duringTheDelayHeadIsServedOnceMoreAndTheConnectionClosed() throws Exception {
        Wire wire = kept();
        drain.begin();
        RawAnswer answer = last(wire.head("HEAD /quick HTTP/1.1"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Connection")).containsExactly("close");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void duringTheDelayABodyIsReadToItsEnd() throws Exception {
        Wire wire = kept();
        drain.begin();
        RawAnswer answer = last(wire.head("POST /quick HTTP/1.1", "Transfer-Encoding: chunked")
                .chunk("first")
                .chunk("second")
                .text("0\r\n\r\n"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("firstsecond");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST"})
    void afterTheDelayAKeptConnectionIsRefusedAndClosed(String method) throws Exception {
        Wire wire = kept();
        drain.begin();
        timer.advance(DELAY);
        RawAnswer answer = last(
                method.equals("POST")
                        ? wire.head("POST /quick HTTP/1.1", "Content-Length: 4").text("body")
                        : wire.head(method + " /quick HTTP/1.1"));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Connection")).containsExactly("close");
        assertThat(Integer.parseInt(answer.header("Retry-After").get(0))).isBetween(1, 5);
        assertThat(answer.header("Content-Type").get(0)).startsWith("application/problem+json");
        assertThat(answer.body().length == 0).isEqualTo(method.equals("HEAD"));
    }

    @Test
    void afterTheDelayANewConnectionIsRefusedToo() throws Exception {
        drain.begin();
        timer.advance(DELAY);

        assertThat(last(wire(), "/quick").status()).isEqualTo(503);
    }
}
