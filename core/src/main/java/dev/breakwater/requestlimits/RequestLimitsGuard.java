/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlimits;

import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.exchange.BodyLimit;
import dev.breakwater.exchange.Deadline;
import dev.breakwater.exchange.Deadline.Origin;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Reply;

/**
 * Refuses requests that are larger than a {@link RequestLimitsPolicy} allows, before a byte of their body is read, and
 * leaves with all others what can only be held to while they run: a {@link BodyLimit} and a {@link Deadline}. Safe for
 * use by many threads.
 */
public final class RequestLimitsGuard implements Guard {
    private static final Reply TOO_LATE = Refusals.tooLate();

    private final RequestLimitsPolicy policy;
    private final Verdict uriTooLong;
    private final Verdict tooManyHeaders;
    private final Verdict headersTooLarge;
    private final Verdict invalidLength = Refusals.invalidLength();
    private final Verdict tooLate = Refusals.refusedAsTooLate();

    /** With this policy. */
    public RequestLimitsGuard(RequestLimitsPolicy policy) {
        this.policy = policy;
        uriTooLong = Refusals.uriTooLong(policy.maxUriLength());
        tooManyHeaders = Refusals.tooManyHeaders(policy.maxHeaders());
        headersTooLarge = Refusals.headersTooLarge(policy.maxHeaderSize());
    }

    @Override
    public String name() {
        return "request-limits";
    }

    @Override
    public Stage stage() {
        return Stage.LIMIT;
    }

    @Override
    public Verdict inspect(Exchange exchange) {
        if (uriLength(exchange) > policy.maxUriLength()) {
            return uriTooLong;
        }
        RequestMeasure measure = new RequestMeasure(policy.maxHeaders(), policy.maxHeaderSize());
        exchange.visitHeaders(measure);
        if (measure.hasTooManyLines()) {
            return tooManyHeaders;
        }
        return measure.isTooLarge() ? headersTooLarge : body(exchange, measure.bodyLength());
    }

    private Verdict body(Exchange exchange, long length) {
        if (length == RequestMeasure.INVALID) {
            return invalidLength;
        }
        BodyLimit limit = policy.bodyLimit(exchange.path());
        if (length > limit.maxBytes()) {
            return Refusals.bodyTooLarge(limit.tooLong());
        }
        limit.openFor(exchange);
        return time(exchange);
    }

    private Verdict time(Exchange exchange) {
        long own = policy.timeoutNanos(exchange.path());
        long most = own == 0 ? CallersPatience.ENDLESS : own;
        long asked = asked(exchange);
        if (asked == CallersPatience.NONE) {
            return tooLate;
        }
        long timeout = Math.min(most, asked);
        if (timeout < CallersPatience.ENDLESS) {
            Origin origin = asked < most ? Origin.CALLER : Origin.SERVICE;
            new Deadline(exchange.startNanos() + timeout, TOO_LATE, origin).openFor(exchange);
        }
        return Verdict.proceed();
    }

    private long asked(Exchange exchange) {
        String header = policy.deadlineHeader();
        String said = header == null ? null : exchange.header(header);
        return said == null ? CallersPatience.ENDLESS : CallersPatience.nanos(said);
    }

    private static long uriLength(Exchange exchange) {
        String query = exchange.query();
        return exchange.rawPath().length() + (query == null ? 0L : 1L + query.length());
    }
}
