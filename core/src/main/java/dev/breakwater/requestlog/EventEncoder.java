/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.caller.Caller;
import dev.breakwater.exchange.Correlation;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.json.JsonWriter;
import dev.breakwater.redact.Redactor;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Turns a finished request into one line of JSON. Field names are those of Elastic Common Schema and OpenTelemetry where
 * these agree. A field that has nothing to say is absent, never null. Everything a client sent is redacted and bounded.
 */
final class EventEncoder {
    private static final int LONGEST_URL_PART = 2048;
    private static final int LONGEST_USER_AGENT = 512;
    private static final int LONGEST_DOMAIN = 255;
    private static final int LONGEST_ADDRESS = 64;
    private static final int LONGEST_METHOD = 32;
    private static final int LONGEST_IN_MESSAGE = 256;
    private static final String OTHER_METHOD = "_OTHER";
    /** RFC 9110 section 9.3, RFC 5789, and the safe method with a body. */
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY");

    private final RequestLogPolicy policy;
    private final Redactor redactor;
    private final Buffers buffers = new Buffers();

    EventEncoder(RequestLogPolicy policy, Redactor redactor) {
        this.policy = policy;
        this.redactor = redactor;
    }

    String encode(Exchange exchange, RequestEvent event, Outcome outcome, Level level) {
        StringBuilder buffer = buffers.take();
        String path = redactor.path(exchange.rawPath(), LONGEST_URL_PART);
        JsonWriter json = JsonWriter.object(buffer)
                .put("@timestamp", Timestamp.text(exchange.startedAt()))
                .put("log.level", level.name())
                .put("message", message(exchange, outcome, path));
        describeEvent(json, event, outcome);
        describeService(json);
        describeTrace(json, exchange);
        describeRequest(json, exchange, event, path);
        describeClient(json, exchange);
        describeOutcome(json, outcome);
        event.close(json);
        String line = json.end();
        buffers.giveBack(buffer);
        return line;
    }

    /**
     * A line of its own for what was decided after the event had been written. Nothing of the request is read any more:
     * by now its container may have given it to somebody else.
     */
    String encodeLate(RequestEvent event, EventFields fields, Instant now) {
        StringBuilder buffer = buffers.take();
        JsonWriter json = JsonWriter.object(buffer)
                .put("@timestamp", Timestamp.text(now))
                .put("log.level", Level.INFO.name())
                .put("message", "decided after the request had ended")
                .put("event.name", "breakwater.request.late");
        describeService(json);
        json.put("http.request.id", event.requestId());
        fields.close(json);
        String line = json.end();
        buffers.giveBack(buffer);
        return line;
    }

    private static String message(Exchange exchange, Outcome outcome, String path) {
        String route = outcome.route() == null ? path : outcome.route();
        StringBuilder message = new StringBuilder(96)
                .append(method(exchange))
                .append(' ')
                .append(route, 0, Math.min(route.length(), LONGEST_IN_MESSAGE));
        if (outcome.status() != 0) {
            message.append(' ').append(outcome.status());
        }
        return message.append(' ')
                .append(TimeUnit.NANOSECONDS.toMillis(outcome.durationNanos()))
                .append("ms")
                .toString();
    }

    private static void describeEvent(JsonWriter json, RequestEvent event, Outcome outcome) {
        json.put("event.name", "http.server.request")
                .put("event.id", event.id())
                .put("event.outcome", Severity.result(outcome))
                .put("event.duration", Math.max(0, outcome.durationNanos()));
    }

    private void describeService(JsonWriter json) {
        putIfKnown(json, "service.name", policy.serviceName());
        putIfKnown(json, "service.version", policy.serviceVersion());
        putIfKnown(json, "deployment.environment.name", policy.environment());
    }

    private static void describeTrace(JsonWriter json, Exchange exchange) {
        Correlation correlation = Correlation.of(exchange);
        String parent = correlation == null ? null : correlation.traceParent();
        TraceParent trace = parent == null ? null : TraceParent.parse(parent);
        if (trace != null) {
            json.put("trace.id", trace.traceId()).put("span.id", trace.spanId());
        }
    }

    private void describeRequest(JsonWriter json, Exchange exchange, RequestEvent event, String path) {
        String method = method(exchange);
        json.put("http.request.id", event.requestId())
                .put("breakwater.request_id.source", event.requestIdSource().text())
                .put("http.request.method", method);
        if (method.equals(OTHER_METHOD)) {
            json.put("http.request.method_original", redactor.text(exchange.method(), LONGEST_METHOD));
        }
        Caller caller = Caller.of(exchange);
        json.put("url.scheme", caller.scheme()).put("url.path", path);
        String query = exchange.query();
        if (query != null) {
            json.put("url.query", redactor.query(query, LONGEST_URL_PART));
        }
        putIfKnown(json, "url.domain", domain(caller.host()));
        putIfKnown(json, "network.protocol.version", version(exchange.protocol()));
    }

    private void describeClient(JsonWriter json, Exchange exchange) {
        Caller caller = Caller.of(exchange);
        if (caller.address() != null) {
            json.put("client.address", caller.addressText());
        }
        String peer = exchange.peerAddress();
        if (peer != null && peer.length() <= LONGEST_ADDRESS) {
            json.put("network.peer.address", peer);
        }
        String userAgent = exchange.header("User-Agent");
        if (userAgent != null) {
            json.put("user_agent.original", redactor.text(userAgent, LONGEST_USER_AGENT));
        }
    }

    private static void describeOutcome(JsonWriter json, Outcome outcome) {
        putIfKnown(json, "http.route", outcome.route());
        if (outcome.status() != 0) {
            json.put("http.response.status_code", outcome.status());
        }
        putIfKnown(json, "error.type", Severity.errorType(outcome));
        json.put("breakwater.outcome", kind(outcome.kind()));
    }

    private static String method(Exchange exchange) {
        return METHODS.contains(exchange.method()) ? exchange.method() : OTHER_METHOD;
    }

    /** The host without port and without what some clients put before an at sign. */
    private @Nullable String domain(@Nullable String authority) {
        if (authority == null) {
            return null;
        }
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        int colon = host.indexOf(':', host.lastIndexOf(']') + 1);
        return redactor.text(colon < 0 ? host : host.substring(0, colon), LONGEST_DOMAIN);
    }

    private static @Nullable String version(String protocol) {
        return switch (protocol) {
            case "HTTP/1.1" -> "1.1";
            case "HTTP/2.0", "HTTP/2" -> "2";
            case "HTTP/1.0" -> "1.0";
            case "HTTP/3.0", "HTTP/3" -> "3";
            default -> null;
        };
    }

    private static void putIfKnown(JsonWriter json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static String kind(Outcome.Kind kind) {
        return switch (kind) {
            case OK -> "ok";
            case ERROR -> "error";
            case REJECTED -> "rejected";
            case TIMEOUT -> "timeout";
            case CLIENT_ABORT -> "client_abort";
            case ABORTED_AFTER_COMMIT -> "aborted_after_commit";
        };
    }
}
