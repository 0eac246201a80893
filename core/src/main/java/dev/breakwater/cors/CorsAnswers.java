/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import dev.breakwater.Verdict;
import dev.breakwater.cors.CorsDecision.Kind;
import dev.breakwater.cors.CorsDecision.Reason;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One policy in the form that requests are answered from: every verdict that does not need the request's own words is
 * made beforehand. Immutable.
 */
final class CorsAnswers {
    // Any status of 200 to 299 will do (Fetch section 4.9), and any other refuses.
    private static final Reply ALLOWED = Reply.of(204);
    private static final CorsDecision ALLOWED_ACTUAL = new CorsDecision(Kind.ACTUAL, null);
    private static final CorsDecision ALLOWED_PREFLIGHT = new CorsDecision(Kind.PREFLIGHT, null);
    private static final CorsDecision ALLOWED_HANDSHAKE = new CorsDecision(Kind.WEBSOCKET, null);

    private final AllowedOrigins origins;
    private final AllowedMethods methods;
    private final AllowedHeaders headers;
    private final CorsRules rules;
    private final Refusals refusals;
    private final boolean echoesMethod;
    private final Verdict unasked;
    private final Verdict sameOrigin;
    private final Map<String, Prepared> prepared = new HashMap<>();

    CorsAnswers(
            AllowedOrigins origins,
            AllowedMethods methods,
            AllowedHeaders headers,
            CorsRules rules,
            OnDisallowed onDisallowed) {
        this.origins = origins;
        this.methods = methods;
        this.headers = headers;
        this.rules = rules;
        this.refusals = new Refusals(rules, onDisallowed);
        this.echoesMethod = methods.mustEcho(rules.credentials());
        // A constant answer has to stand on every response, asked for or not: a cache may hand one that was fetched
        // without an origin to a page that needs the header (Fetch section 3.3.5).
        this.unasked = Verdict.proceed(
                origins.any() ? rules.actual(CorsHeaders.ANY) : rules.bare().and(rules.told("no-origin")));
        HeaderRules own = onDisallowed == OnDisallowed.REJECT ? rules.bareBySite() : rules.bare();
        this.sameOrigin = Verdict.proceed(own.and(rules.told("same-origin")));
        for (String origin : origins.any() ? List.of(CorsHeaders.ANY) : origins.exact()) {
            prepared.put(origin, new Prepared(actual(origin, ALLOWED_ACTUAL), preflight(rules.preflight(origin))));
        }
    }

    private Verdict actual(String origin, CorsDecision decision) {
        return Verdict.proceed(rules.actual(origin)).because(decision);
    }

    private static Verdict preflight(HeaderRules standing) {
        return Verdict.respond(ALLOWED).with(standing).because(ALLOWED_PREFLIGHT);
    }

    /** For a request without an origin. */
    Verdict unasked() {
        return unasked;
    }

    /** For a request that the application answers, with these lines of {@code Origin}. */
    Verdict actual(Exchange exchange, List<String> lines) {
        String origin = allowed(lines);
        boolean handshake = WebSocketHandshake.is(exchange);
        if (origin != null) {
            return handshake ? actual(origin, ALLOWED_HANDSHAKE) : actual(origin);
        }
        if (SameOrigin.is(exchange, lines)) {
            return sameOrigin;
        }
        Reason reason = originFault(lines);
        return handshake ? refusals.handshake(reason) : refusals.actual(reason);
    }

    private Verdict actual(String origin) {
        Prepared ready = prepared.get(origin);
        return ready == null ? actual(origin, ALLOWED_ACTUAL) : ready.actual;
    }

    /** For a preflight, which we answer, with these lines of {@code Origin}. */
    Verdict preflight(Exchange exchange, List<String> lines, String method) {
        String origin = allowed(lines);
        if (origin == null) {
            return refusals.preflight(originFault(lines));
        }
        if (!methods.allows(method)) {
            return refusals.preflightOf(Reason.METHOD_NOT_ALLOWED, method);
        }
        List<String> names = exchange.headers(CorsHeaders.REQUEST_HEADERS);
        Reason fault = headers.fault(names);
        if (fault == null) {
            return granted(origin, method, names);
        }
        return fault == Reason.HEADER_NOT_ALLOWED
                ? refusals.preflightOf(fault, headers.firstRefused(names))
                : refusals.preflight(fault);
    }

    /** What to allow by name: the origin, {@code *}, or null. */
    private @Nullable String allowed(List<String> lines) {
        if (origins.any()) {
            return CorsHeaders.ANY;
        }
        // Two lines are no origin at all: whichever of them we believed, a cache or proxy may believe the other.
        if (lines.size() != 1 || lines.get(0).length() > OriginPattern.MAX_LENGTH) {
            return null;
        }
        String origin = lines.get(0);
        return prepared.containsKey(origin) || origins.patterns().find(origin) != null ? origin : null;
    }

    private Verdict granted(String origin, String method, List<String> names) {
        Prepared ready = prepared.get(origin);
        if (ready != null && !echoesMethod && !headers.mustEcho()) {
            return ready.preflight;
        }
        HeaderRules standing = rules.preflight(origin);
        if (echoesMethod) {
            standing = standing.and(CorsRules.pinned(CorsHeaders.ALLOW_METHODS, method));
        }
        if (headers.mustEcho()) {
            standing = standing.and(CorsRules.pinned(CorsHeaders.ALLOW_HEADERS, headers.echo(names)));
        }
        return preflight(standing);
    }

    private static Reason originFault(List<String> lines) {
        String origin = lines.get(0);
        if (lines.size() != 1 || origin.isEmpty() || origin.length() > OriginPattern.MAX_LENGTH) {
            return Reason.ORIGIN_UNREADABLE;
        }
        return origin.equals("null") ? Reason.ORIGIN_NULL : Reason.ORIGIN_NOT_ALLOWED;
    }

    private record Prepared(Verdict actual, Verdict preflight) {}
}
