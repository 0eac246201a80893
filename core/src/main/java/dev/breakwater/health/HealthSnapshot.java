/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import dev.breakwater.exchange.Reply;
import dev.breakwater.json.JsonWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How the service was at one moment, with the answers of the probes ready to send. Their bodies are one JSON object:
 * {@code {"status":"UP","name":"orders","version":"1.4"}}, name and version only where they are shown. The status is
 * {@code UP}, {@code DEGRADED}, {@code DOWN}, or {@code OUT_OF_SERVICE} while the service starts or drains. UP and DEGRADED
 * are 200, the others 503. Immutable.
 */
public final class HealthSnapshot {
    private static final String OUT_OF_SERVICE = "OUT_OF_SERVICE";

    private final List<ComponentHealth> components;
    private final String status;
    private final boolean ready;
    private final long expiresNanos;
    private final HealthPolicy policy;
    private final Reply liveReply;
    private final Reply readyReply;
    private final Reply startupReply;
    private final Reply fullReply;

    HealthSnapshot(
            HealthPolicy policy,
            Phase phase,
            boolean accepting,
            boolean broken,
            boolean wasReady,
            List<ComponentHealth> components,
            long expiresNanos) {
        this.policy = policy;
        this.components = List.copyOf(components);
        this.expiresNanos = expiresNanos;
        status = broken ? HealthStatus.DOWN.name() : status(phase == Phase.RUNNING && accepting, components);
        ready = !status.equals(HealthStatus.DOWN.name()) && !status.equals(OUT_OF_SERVICE);
        int code = ready ? 200 : 503;
        liveReply = reply(broken ? 503 : 200, body(broken ? "DOWN" : "UP").end());
        readyReply = whileDraining(phase, reply(code, body(status).end()));
        startupReply = ready || wasReady
                ? reply(200, body("UP").end())
                : reply(503, body(status).end());
        fullReply = whileDraining(phase, reply(code, identified(body(status)).end()));
    }

    private static String status(boolean serving, List<ComponentHealth> components) {
        HealthStatus worst = HealthStatus.UP;
        boolean known = true;
        for (ComponentHealth component : components) {
            if (component.isKnown()) {
                worst = worst.worse(component.impact(false));
            } else {
                known &= component.impact(false) != HealthStatus.DOWN;
            }
        }
        return serving && (known || worst == HealthStatus.DOWN) ? worst.name() : OUT_OF_SERVICE;
    }

    /** UP, DEGRADED, DOWN or OUT_OF_SERVICE. */
    public String status() {
        return status;
    }

    /** Whether traffic should come here. */
    public boolean isReady() {
        return ready;
    }

    /** Every component, in the order in which the checks were given. */
    public List<ComponentHealth> components() {
        return components;
    }

    boolean isExpired(long now) {
        return now - expiresNanos >= 0;
    }

    Reply live() {
        return liveReply;
    }

    Reply ready() {
        return readyReply;
    }

    Reply startup() {
        return startupReply;
    }

    Reply full() {
        return fullReply;
    }

    /** For operators; made when asked for, because it says how old everything is. */
    Reply detailed(long now) {
        JsonWriter json = identified(body(status)).open("checks");
        for (ComponentHealth component : components) {
            describe(json.open(component.name()), component, now);
            json.close();
        }
        return reply(ready ? 200 : 503, json.close().end());
    }

    private static void describe(JsonWriter json, ComponentHealth component, long now) {
        json.put("status", component.status().name())
                .put("critical", component.critical())
                .put("scope", component.scope().name());
        if (component.isKnown()) {
            json.put("ageMs", TimeUnit.NANOSECONDS.toMillis(now - component.endedNanos()))
                    .put("durationMs", TimeUnit.NANOSECONDS.toMillis(component.durationNanos()));
        }
        put(json, "time", component.time());
        put(json, "since", component.since());
        put(json, "lastSuccess", component.lastSuccess());
        json.put("consecutiveFailures", component.consecutiveFailures())
                .put("stuck", component.stuck())
                .put("stale", component.stale());
        if (component.message() != null) {
            json.put("output", component.message());
        }
    }

    private static void put(JsonWriter json, String name, @Nullable Instant time) {
        if (time != null) {
            json.put(name, time.toString());
        }
    }

    private static JsonWriter body(String status) {
        return JsonWriter.object().put("status", status);
    }

    private JsonWriter identified(JsonWriter json) {
        if (policy.showVersion() && policy.serviceName() != null) {
            json.put("name", policy.serviceName());
        }
        if (policy.showVersion() && policy.serviceVersion() != null) {
            json.put("version", policy.serviceVersion());
        }
        return json;
    }

    private static Reply reply(int status, String json) {
        return Reply.of(status, "application/json", json)
                .with("Cache-Control", "no-store")
                .with("X-Content-Type-Options", "nosniff");
    }

    private Reply whileDraining(Phase phase, Reply reply) {
        return phase == Phase.DRAINING
                ? reply.with(
                        "Retry-After",
                        Long.toString(Math.max(1, policy.interval().toSeconds())))
                : reply;
    }
}
