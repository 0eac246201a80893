/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.caller.Caller;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.json.JsonWriter;
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
    private final Timestamp timestamp = new Timestamp();
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
        message(line.message(), request, route == null ? path : route);
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
        line.put(Names.MESSAGE, "decided after the request had ended");
        line.put(Names.EVENT_NAME, "breakwater.request.late");
        describeService(line);
        describeTrace(line, event);
        line.put(Names.HTTP_REQUEST_ID, event.requestId());
        fields.close(line);
        line.end();
    }

    private JsonLine begin(StringBuilder buffer, StringBuilder scratch, Instant time, Level level) {
        JsonLine line = new JsonLine(buffer);
        timestamp.append(time, scratch);
        line.put(Names.TIMESTAMP, scratch);
        line.put(Names.LOG_LEVEL, level.name());
        return line;
    }

    private void message(JsonWriter text, Ended request, String route) {
        text.part(facts.method(request.exchange())).part(" ");
        text.part(route.length() <= LONGEST_IN_MESSAGE ? route : route.substring(0, LONGEST_IN_MESSAGE));
        if (request.outcome().status() != 0) {
            text.part(" ").part(request.outcome().status());
        }
        text.part(" ").part(TimeUnit.NANOSECONDS.toMillis(duration(request.outcome())));
        text.part("ms").closeText();
    }

    private static long duration(Outcome outcome) {
        return Math.max(0, outcome.durationNanos());
    }

    private static void describeEvent(JsonLine line, Ended request) {
        line.put(Names.EVENT_NAME, "http.server.request");
        line.put(Names.EVENT_ID, request.event().id());
        line.put(Names.EVENT_OUTCOME, Severity.result(request.outcome()));
        line.put(Names.EVENT_DURATION, duration(request.outcome()));
        line.putIfKnown(Names.BREAKWATER_TTFB_NS, request.outcome().firstByteNanos());
        line.put("breakwater.sample.rate", request.rate());
        if (request.lost() > 0) {
            line.put("breakwater.dropped_before", request.lost());
        }
    }

    private void describeService(JsonLine line) {
        line.putIfKnown(Names.SERVICE_NAME, policy.serviceName());
        line.putIfKnown(Names.SERVICE_VERSION, policy.serviceVersion());
        line.putIfKnown(Names.DEPLOYMENT_ENVIRONMENT_NAME, policy.environment());
    }

    private static void describeTrace(JsonLine line, RequestEvent event) {
        line.putIfKnown(Names.TRACE_ID, event.traceId());
        line.putIfKnown(Names.SPAN_ID, event.spanId());
    }

    private void describeRequest(JsonLine line, Ended request, String path) {
        Exchange exchange = request.exchange();
        String method = facts.method(exchange);
        line.put(Names.HTTP_REQUEST_ID, request.event().requestId());
        line.put(
                Names.BREAKWATER_REQUEST_ID_SOURCE,
                request.event().requestIdSource().text());
        line.put(Names.HTTP_REQUEST_METHOD, method);
        if (method.equals(RequestFacts.OTHER_METHOD)) {
            line.put("http.request.method_original", facts.methodAsSent(exchange));
        }
        line.put(Names.URL_SCHEME, Caller.of(exchange).scheme());
        line.put(Names.URL_PATH, path);
        line.putIfKnown(Names.URL_QUERY, facts.query(exchange));
        line.putIfKnown(Names.URL_DOMAIN, facts.domain(Caller.of(exchange).host()));
        line.putIfKnown(Names.NETWORK_PROTOCOL_VERSION, RequestFacts.version(exchange));
        line.putIfKnown(Names.HTTP_REQUEST_BODY_SIZE, request.outcome().bytesRead());
    }

    private void describeClient(JsonLine line, Exchange exchange) {
        line.putIfKnown(Names.CLIENT_ADDRESS, facts.client(exchange));
        line.putIfKnown(Names.NETWORK_PEER_ADDRESS, facts.peer(exchange));
        line.putIfKnown(Names.USER_ID, facts.user(exchange));
        line.putIfKnown(Names.USER_AGENT_ORIGINAL, facts.userAgent(exchange));
        line.putIfKnown(Names.HTTP_REQUEST_REFERRER, facts.referrer(exchange));
    }

    private static void describeOutcome(JsonLine line, Outcome outcome, @Nullable String route) {
        line.putIfKnown(Names.HTTP_ROUTE, route);
        if (outcome.status() != 0) {
            line.put(Names.HTTP_RESPONSE_STATUS_CODE, outcome.status());
        }
        line.putIfKnown(Names.HTTP_RESPONSE_BODY_SIZE, outcome.bytesWritten());
        line.put(Names.BREAKWATER_OUTCOME, RequestFacts.outcome(outcome));
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
