/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.caller.Caller;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.redact.Redactor;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Events as JSON. Field names are those of Elastic Common Schema and OpenTelemetry where these agree. A field that has
 * nothing to say is absent, never null. Everything a client sent is redacted and bounded.
 */
final class JsonEvents implements EventFormat {
    private static final int LONGEST_IN_MESSAGE = 256;
    private static final int LONGEST_ERROR = 1024;
    private static final int LONGEST_STACK = 16_384;

    private final RequestLogPolicy policy;
    private final RequestFacts facts;
    private final Redactor redactor;
    private final HeaderFields headers;

    JsonEvents(RequestLogPolicy policy, RequestFacts facts) {
        this.policy = policy;
        this.facts = facts;
        redactor = facts.redactor();
        headers = new HeaderFields(policy.headers(), redactor);
    }

    @Override
    public void event(StringBuilder buffer, StringBuilder scratch, Ended request) {
        String path = facts.path(request.exchange());
        String route = RequestFacts.route(request);
        JsonLine line = begin(buffer, scratch, request.exchange().startedAt(), request.level());
        scratch.setLength(0);
        line.put("message", message(scratch, request, route == null ? path : route));
        describeEvent(line, request);
        describeService(line);
        describeTrace(line, request.event());
        describeRequest(line, request, path);
        describeClient(line, request.exchange());
        headers.describe(line, request.exchange());
        describeOutcome(line, request.outcome(), route);
        describeError(line, request.outcome());
        describeBodies(line, request.event());
        request.event().close(line);
        line.end();
    }

    @Override
    public void late(StringBuilder buffer, StringBuilder scratch, RequestEvent event, EventFields fields, Instant now) {
        JsonLine line = begin(buffer, scratch, now, Level.INFO);
        line.put("message", "decided after the request had ended");
        line.put("event.name", "breakwater.request.late");
        describeService(line);
        describeTrace(line, event);
        line.put("http.request.id", event.requestId());
        fields.close(line);
        line.end();
    }

    private static JsonLine begin(StringBuilder buffer, StringBuilder scratch, Instant time, Level level) {
        JsonLine line = new JsonLine(buffer);
        Timestamp.append(time, scratch);
        line.put("@timestamp", (CharSequence) scratch);
        line.put("log.level", level.name());
        return line;
    }

    private CharSequence message(StringBuilder scratch, Ended request, String route) {
        scratch.append(facts.method(request.exchange()))
                .append(' ')
                .append(route, 0, Math.min(route.length(), LONGEST_IN_MESSAGE));
        if (request.outcome().status() != 0) {
            scratch.append(' ').append(request.outcome().status());
        }
        return scratch.append(' ')
                .append(TimeUnit.NANOSECONDS.toMillis(duration(request.outcome())))
                .append("ms");
    }

    private static long duration(Outcome outcome) {
        return Math.max(0, outcome.durationNanos());
    }

    private static void describeEvent(JsonLine line, Ended request) {
        line.put("event.name", "http.server.request");
        line.put("event.id", request.event().id());
        line.put("event.outcome", Severity.result(request.outcome()));
        line.put("event.duration", duration(request.outcome()));
        line.putIfKnown("breakwater.ttfb_ns", request.outcome().firstByteNanos());
        line.put("breakwater.sample.rate", request.rate());
        if (request.lost() > 0) {
            line.put("breakwater.dropped_before", request.lost());
        }
    }

    private void describeService(JsonLine line) {
        line.putIfKnown("service.name", policy.serviceName());
        line.putIfKnown("service.version", policy.serviceVersion());
        line.putIfKnown("deployment.environment.name", policy.environment());
    }

    private static void describeTrace(JsonLine line, RequestEvent event) {
        line.putIfKnown("trace.id", event.traceId());
        line.putIfKnown("span.id", event.spanId());
    }

    private void describeRequest(JsonLine line, Ended request, String path) {
        Exchange exchange = request.exchange();
        String method = facts.method(exchange);
        line.put("http.request.id", request.event().requestId());
        line.put(
                "breakwater.request_id.source",
                request.event().requestIdSource().text());
        line.put("http.request.method", method);
        if (method.equals(RequestFacts.OTHER_METHOD)) {
            line.put("http.request.method_original", facts.methodAsSent(exchange));
        }
        line.put("url.scheme", Caller.of(exchange).scheme());
        line.put("url.path", path);
        line.putIfKnown("url.query", facts.query(exchange));
        line.putIfKnown("url.domain", facts.domain(Caller.of(exchange).host()));
        line.putIfKnown("network.protocol.version", RequestFacts.version(exchange));
        line.putIfKnown("http.request.body.size", request.outcome().bytesRead());
    }

    private void describeClient(JsonLine line, Exchange exchange) {
        line.putIfKnown("client.address", facts.client(exchange));
        line.putIfKnown("network.peer.address", facts.peer(exchange));
        line.putIfKnown("user.id", facts.user(exchange));
        line.putIfKnown("user_agent.original", facts.userAgent(exchange));
        line.putIfKnown("http.request.referrer", facts.referrer(exchange));
    }

    private static void describeOutcome(JsonLine line, Outcome outcome, @Nullable String route) {
        line.putIfKnown("http.route", route);
        if (outcome.status() != 0) {
            line.put("http.response.status_code", outcome.status());
        }
        line.putIfKnown("http.response.body.size", outcome.bytesWritten());
        line.put("breakwater.outcome", RequestFacts.outcome(outcome));
        line.putIfKnown("error.type", Severity.errorType(outcome));
    }

    private void describeError(JsonLine line, Outcome outcome) {
        Throwable error = outcome.error();
        if (error == null || !Severity.isFailure(outcome)) {
            return;
        }
        line.putIfKnown("error.message", redactor.throwableMessage(error, LONGEST_ERROR));
        line.put("error.stack_trace", redactor.stackTrace(error, LONGEST_STACK));
        line.put("error.stack_hash", StackTraces.hash(error));
    }

    private void describeBodies(JsonLine line, RequestEvent event) {
        BodyCapture sent = event.requestBody();
        BodyCapture answered = event.responseBody();
        line.putIfKnown("http.request.body.content", sent == null ? null : sent.content(redactor));
        line.putIfKnown("http.response.body.content", answered == null ? null : answered.content(redactor));
        if ((sent != null && sent.isTruncated()) || (answered != null && answered.isTruncated())) {
            line.put("breakwater.body.truncated", true);
        }
    }
}
