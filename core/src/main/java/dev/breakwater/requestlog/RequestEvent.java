/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.Decision;
import dev.breakwater.exchange.BodyTap;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Slot;
import dev.breakwater.redact.Redactor;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The one event of a request, as long as the request lasts. Applications add attributes to it from wherever they work
 * for the request; to threads of their own they take the request along with {@link CurrentExchange#wrap}:
 *
 * <pre>{@code
 * RequestEvent.put("order.id", order.id());   // becomes the field app.order.id
 * }</pre>
 *
 * <p>Names are 1 to 64 letters, digits, dots, dashes and underscores. Names that begin like the event's own fields
 * ({@code http.}, {@code url.}, {@code breakwater.} and so on) are refused. Of two values under one name the later
 * stands. An event takes 64 fields beside its own, with 4096 characters of text in all, and cuts a text at
 * 1024. Secrets are taken out of values, and what goes under a name such as {@code token} is replaced.
 * What is refused is counted. Safe for use by many threads.
 */
public final class RequestEvent {
    private static final Slot<RequestEvent> SLOT = Slot.of("request-event", RequestEvent.class);

    private final String id;
    private final RequestId requestId;
    private final @Nullable TraceParent trace;
    private @Nullable BodyCapture requestBody;
    private @Nullable BodyCapture responseBody;
    private final EventFields fields;

    RequestEvent(String id, RequestId requestId, @Nullable TraceParent trace, Redactor redactor, LongAdder refused) {
        this.id = id;
        this.requestId = requestId;
        this.trace = trace;
        fields = new EventFields(redactor, refused);
    }

    /**
     * Adds an attribute to the event of the request that this thread works for.
     *
     * @return whether it was taken; false also if this thread works for no request, or its event has been written
     */
    public static boolean put(String name, String value) {
        RequestEvent event = current();
        return event != null && event.fields.attribute(name, value);
    }

    /**
     * Adds an attribute to the event of the request that this thread works for.
     *
     * @return whether it was taken; false also if this thread works for no request, or its event has been written
     */
    public static boolean put(String name, long value) {
        RequestEvent event = current();
        return event != null && event.fields.attribute(name, value);
    }

    /** The event of the request that this thread works for; null if it works for none or the request is not logged. */
    public static @Nullable RequestEvent current() {
        Exchange exchange = CurrentExchange.get();
        return exchange == null ? null : of(exchange);
    }

    /** The event of this request; null if the request is not logged. */
    public static @Nullable RequestEvent of(Exchange exchange) {
        return exchange.get(SLOT);
    }

    /** The request's id: what {@code X-Request-Id} says in the response, and whom to ask about. Safe in any text. */
    public String requestId() {
        return requestId.text();
    }

    void openFor(Exchange exchange) {
        exchange.put(SLOT, this);
    }

    /** Keeps what passes of these bodies. */
    void capture(Exchange exchange, LoggedBodies which, int cap, BodyMemory memory) {
        if (which.showRequests()) {
            requestBody = new BodyCapture(cap, memory);
            exchange.put(BodyTap.REQUEST, requestBody);
        }
        if (which.showResponses()) {
            responseBody = new BodyCapture(cap, memory);
            exchange.put(BodyTap.RESPONSE, responseBody);
        }
    }

    @Nullable
    BodyCapture requestBody() {
        return requestBody;
    }

    @Nullable
    BodyCapture responseBody() {
        return responseBody;
    }

    /** The request has ended: its bodies are kept no longer. */
    void forgetBodies() {
        if (requestBody != null) {
            requestBody.close();
        }
        if (responseBody != null) {
            responseBody.close();
        }
    }

    @Nullable
    String traceId() {
        return trace == null ? null : trace.traceId();
    }

    @Nullable
    String spanId() {
        return trace == null ? null : trace.spanId();
    }

    String id() {
        return id;
    }

    RequestId.Source requestIdSource() {
        return requestId.source();
    }

    /** Takes in what was decided; null, or if the event has been written, the fields that came too late for it. */
    @Nullable
    EventFields add(Decision decision) {
        if (fields.take(decision)) {
            return null;
        }
        EventFields late = fields.another();
        late.take(decision);
        return late.isEmpty() ? null : late;
    }

    boolean tellsSecurity() {
        return fields.tellsSecurity();
    }

    boolean alarms() {
        return fields.alarms();
    }

    void close(EventLine line) {
        fields.close(line);
    }
}
