/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import dev.breakwater.Verdict;
import dev.breakwater.cors.CorsDecision.Kind;
import dev.breakwater.cors.CorsDecision.Reason;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.HeaderSyntax;
import dev.breakwater.exchange.ProblemDetail;
import dev.breakwater.exchange.Reply;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** What becomes of requests that one policy does not allow, made beforehand. Immutable. */
final class Refusals {
    // Any status of 200 to 299 would allow (Fetch section 4.9).
    private static final Reply PREFLIGHT = Reply.of(403);
    private static final Reply ACTUAL = forbidden("Pages of this origin may not call here.");
    private static final Reply HANDSHAKE = forbidden("Pages of this origin may not open a WebSocket here.");

    // What is longer is no name that anybody looks for.
    static final int LONGEST_TOLD = 64;

    private final CorsRules rules;
    private final Map<Reason, Verdict> preflights;
    private final Map<Reason, Verdict> actuals;
    private final Map<Reason, Verdict> handshakes;

    Refusals(CorsRules rules, OnDisallowed onDisallowed) {
        this.rules = rules;
        preflights = forEach(reason -> preflight(new CorsDecision(Kind.PREFLIGHT, reason), reason.text()));
        actuals = forEach(onDisallowed == OnDisallowed.REJECT ? this::rejected : this::passed);
        handshakes = forEach(reason -> Verdict.respond(HANDSHAKE)
                .with(because(rules.bareBySite(), reason))
                .because(new CorsDecision(Kind.WEBSOCKET, reason)));
    }

    private static Reply forbidden(String detail) {
        return Reply.problem(ProblemDetail.of("about:blank", "Forbidden", 403, detail));
    }

    private static Map<Reason, Verdict> forEach(Function<Reason, Verdict> verdict) {
        Map<Reason, Verdict> verdicts = new EnumMap<>(Reason.class);
        for (Reason reason : Reason.values()) {
            verdicts.put(reason, verdict.apply(reason));
        }
        return verdicts;
    }

    private Verdict preflight(CorsDecision decision, String told) {
        return Verdict.respond(PREFLIGHT)
                .with(rules.barePreflight().and(rules.told(told)))
                .because(decision);
    }

    private Verdict rejected(Reason reason) {
        return Verdict.respond(ACTUAL)
                .with(because(rules.bareBySite(), reason))
                .because(new CorsDecision(Kind.ACTUAL, reason, true));
    }

    private Verdict passed(Reason reason) {
        return Verdict.proceed(because(rules.bare(), reason)).because(new CorsDecision(Kind.ACTUAL, reason));
    }

    private HeaderRules because(HeaderRules standing, Reason reason) {
        return standing.and(rules.told(reason.text()));
    }

    /** Of a request that the application would answer. */
    Verdict actual(Reason reason) {
        return Objects.requireNonNull(actuals.get(reason));
    }

    /** Of a handshake, whatever the policy says about other requests. */
    Verdict handshake(Reason reason) {
        return Objects.requireNonNull(handshakes.get(reason));
    }

    /** Of a preflight. */
    Verdict preflight(Reason reason) {
        return Objects.requireNonNull(preflights.get(reason));
    }

    /** Of a preflight that asks for this method or header; observers and who debugs are told which, if it is a name. */
    Verdict preflightOf(Reason reason, String name) {
        if (name.length() > LONGEST_TOLD || !HeaderSyntax.isToken(name)) {
            return preflight(reason);
        }
        return preflight(new CorsDecision(Kind.PREFLIGHT, reason, true, name), reason.text() + ':' + name);
    }
}
