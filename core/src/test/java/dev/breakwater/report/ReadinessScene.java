/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import static org.awaitility.Awaitility.await;

import dev.breakwater.Admission;
import dev.breakwater.Guard;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.Configured;
import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthResult;
import dev.breakwater.ratelimit.Bucket4jStore;
import dev.breakwater.ratelimit.RateLimitStore;
import dev.breakwater.requestlog.EventSink;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * A service in production with which all is well and to which a few things have happened, until a test breaks one of them.
 */
final class ReadinessScene {
    private static final Configured DEFAULTS =
            BreakwaterSettings.read(Layers.of()).configured();

    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<Guard> guards = new ArrayList<>();
    private final List<Consumer<BreakwaterRuntime>> events = new ArrayList<>();
    private List<HealthCheck> healthChecks = List.of(HealthCheck.local("database", HealthResult::up));
    private String secretsFrom = "environment variable BREAKWATER_OPS_TOKEN";
    private EventSink sink = Sink.TAKING;
    private boolean isTls = true;
    private @Nullable String user = "ada";
    private boolean isStoreShared = true;

    /** Where request events go. */
    private enum Sink implements EventSink {
        TAKING,
        FAILING;

        @Override
        public boolean isEnabled(Level level) {
            return true;
        }

        @Override
        public void write(Level level, String line) {
            if (this == FAILING) {
                throw new IllegalStateException("disk full");
            }
        }
    }

    ReadinessScene() {
        with("service.name", "shop").with("service.version", "1.4.0").with("service.environment", "production");
        with("errors.problem-details", "true").with("ops.token", "not-a-real-token-at-all");
        with("rate-limit.policies[0].name", "all").with("rate-limit.policies[0].limits", "1000 per minute");
        with("rate-limit.policies[0].key", "user, ip");
        with("cors.policies[0].allowed-origins", "https://shop.example.com");
        with("headers.reporting.path", "/breakwater/reports");
        with("request.timeout", "30s").with("overload.max-concurrent", "200");
        if (knows("audit.enabled")) {
            with("audit.enabled", "true").with("audit.file", auditFile());
        }
        with("upstreams.gemini.timeout", "10s").with("upstreams.gemini.cache.ttl", "5m");
    }

    /** Whether this version has the key. */
    static boolean knows(String key) {
        return DEFAULTS.knows(key);
    }

    private static String auditFile() {
        try {
            Path file = Files.createTempDirectory("readiness").resolve("audit.log");
            file.toFile().deleteOnExit();
            return file.toString();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    ReadinessScene with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    ReadinessScene without(String key) {
        settings.remove(key);
        return this;
    }

    ReadinessScene guard(Guard guard) {
        guards.add(guard);
        return this;
    }

    ReadinessScene healthChecks(HealthCheck... checks) {
        healthChecks = List.of(checks);
        return this;
    }

    ReadinessScene secretsFrom(String origin) {
        secretsFrom = origin;
        return this;
    }

    ReadinessScene losingEvents() {
        sink = Sink.FAILING;
        return this;
    }

    ReadinessScene withoutTls() {
        isTls = false;
        return this;
    }

    ReadinessScene withoutUsers() {
        user = null;
        return this;
    }

    ReadinessScene localStore() {
        isStoreShared = false;
        return this;
    }

    ReadinessScene then(Consumer<BreakwaterRuntime> event) {
        events.add(event);
        return this;
    }

    /** The report once everything has happened and all health checks have run. */
    ReadinessReport report(ReadinessCheck... more) {
        BreakwaterRuntime.Builder parts = BreakwaterRuntime.builder(Layers.of(layer()))
                .guards(guards)
                .healthChecks(healthChecks)
                .eventSink(sink)
                .readinessChecks(List.of(more))
                .time(new ManualTime());
        if (isStoreShared) {
            parts.rateLimitStore(shared());
        }
        try (BreakwaterRuntime runtime = parts.start()) {
            request(runtime, TestExchange.PEER);
            fallBack(runtime);
            events.forEach(event -> event.accept(runtime));
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> hasSettled(runtime.report()));
            return runtime.report();
        }
    }

    private static boolean hasSettled(ReadinessReport report) {
        return report.checks().stream()
                .filter(check -> check.id().equals("health.status"))
                .noneMatch(check -> check.evidence().contains("OUT_OF_SERVICE"));
    }

    private Layer layer() {
        Layer.Builder layer = Layer.builder("test");
        settings.forEach((key, value) -> layer.put(key, value, key.equals("ops.token") ? secretsFrom : "test.yaml"));
        return layer.build();
    }

    private static RateLimitStore shared() {
        return Bucket4jStore.of(new ManualTime(), 1000);
    }

    void request(BreakwaterRuntime runtime, String peer, String... header) {
        TestExchange.Builder request = TestExchange.request("GET", "/orders")
                .scheme(isTls ? "https" : "http")
                .peer(peer)
                .user(user);
        if (header.length == 2) {
            request.header(header[0], header[1]);
        }
        Admission admission =
                runtime.chain().admit(request.build()).await().identify().await();
        admission.complete(new Outcome(200, Outcome.Kind.OK, 1, null, null));
    }

    private static void fallBack(BreakwaterRuntime runtime) {
        if (!runtime.upstream("gemini").isDisabled()) {
            runtime.upstream("gemini")
                    .call(ReadinessScene::fail)
                    .fallback(failure -> "rules")
                    .get();
        }
    }

    static String fail() {
        throw new IllegalStateException("the provider is down");
    }
}
