/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import dev.breakwater.Verdict;
import dev.breakwater.caller.Caller;
import dev.breakwater.cors.CorsDecision.Reason;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.Reply;
import java.util.EnumMap;
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
    private static final Reply REFUSED = Reply.of(403);
    private static final CorsDecision ALLOWED_ACTUAL = new CorsDecision(false, null);
    private static final CorsDecision ALLOWED_PREFLIGHT = new CorsDecision(true, null);

    private final AllowedOrigins origins;
    private final AllowedMethods methods;
    private final AllowedHeaders headers;
    private final CorsRules rules;
    private final boolean echoesMethod;
    private final Verdict unasked;
    private final Map<String, Prepared> prepared = new HashMap<>();
    private final Map<Reason, Verdict> refused = new EnumMap<>(Reason.class);
    private final Map<Reason, Verdict> refusedPreflight = new EnumMap<>(Reason.class);

    CorsAnswers(AllowedOrigins origins, AllowedMethods methods, AllowedHeaders headers, CorsRules rules) {
        this.origins = origins;
        this.methods = methods;
        this.headers = headers;
        this.rules = rules;
        this.echoesMethod = methods.mustEcho(rules.credentials());
        // A constant answer has to stand on every response, asked for or not: a cache may hand one that was fetched
        // without an origin to a page that needs the header (Fetch section 3.3.5).
        this.unasked = Verdict.proceed(origins.any() ? rules.actual(CorsHeaders.ANY) : rules.bare());
        for (String origin : origins.any() ? List.of(CorsHeaders.ANY) : origins.exact()) {
            prepared.put(origin, new Prepared(actual(origin), preflight(rules.preflight(origin))));
        }
        for (Reason reason : Reason.values()) {
            refused.put(reason, Verdict.proceed(rules.bare()).because(new CorsDecision(false, reason)));
            refusedPreflight.put(
                    reason,
                    Verdict.respond(REFUSED).with(rules.barePreflight()).because(new CorsDecision(true, reason)));
        }
    }

    private Verdict actual(String origin) {
        return Verdict.proceed(rules.actual(origin)).because(ALLOWED_ACTUAL);
    }

    private static Verdict preflight(HeaderRules standing) {
        return Verdict.respond(ALLOWED).with(standing).because(ALLOWED_PREFLIGHT);
    }

    /** For a request without an origin. */
    Verdict unasked() {
        return unasked;
    }

    /** For a request that the application answers. */
    Verdict actual(Exchange exchange) {
        List<String> lines = exchange.headers(CorsHeaders.ORIGIN);
        String origin = allowed(lines);
        if (origin == null) {
            return isSameOrigin(exchange, lines.get(0)) ? unasked : refusal(refused, originFault(lines));
        }
        Prepared ready = prepared.get(origin);
        return ready == null ? actual(origin) : ready.actual;
    }

    /** For a preflight, which we answer. */
    Verdict preflight(Exchange exchange, String method) {
        List<String> lines = exchange.headers(CorsHeaders.ORIGIN);
        String origin = allowed(lines);
        if (origin == null) {
            return refusal(refusedPreflight, originFault(lines));
        }
        if (!methods.allows(method)) {
            return refusal(refusedPreflight, Reason.METHOD_NOT_ALLOWED);
        }
        List<String> names = exchange.headers(CorsHeaders.REQUEST_HEADERS);
        Reason fault = headers.fault(names);
        return fault == null ? granted(origin, method, names) : refusal(refusedPreflight, fault);
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
        return prepared.containsKey(origin) || origins.matchesPattern(origin) ? origin : null;
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

    // Browsers send an origin to their own service too, with every POST. That is nothing to report: this decides what
    // observers hear and never what is sent, so that it may believe the request.
    private static boolean isSameOrigin(Exchange exchange, String origin) {
        if ("same-origin".equals(exchange.header("Sec-Fetch-Site"))) {
            return true;
        }
        String host = Caller.of(exchange).host();
        return host != null && origin.startsWith("://", origin.length() - host.length() - 3) && origin.endsWith(host);
    }

    private static Verdict refusal(Map<Reason, Verdict> verdicts, Reason reason) {
        return verdicts.getOrDefault(reason, Verdict.proceed());
    }

    private record Prepared(Verdict actual, Verdict preflight) {}
}
