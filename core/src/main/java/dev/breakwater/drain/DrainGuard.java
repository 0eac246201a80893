/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.drain;

import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.caller.Caller;
import dev.breakwater.caller.IpAddress;
import dev.breakwater.caller.TrustedProxies;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import java.util.Locale;

/**
 * Counts requests until they have truly ended, and does what the drain's phase asks for: closes connections behind their
 * answers, then refuses with 503. Probes, preflights and operator endpoints never come here: they are answered in an
 * earlier stage. Safe for use by many threads.
 */
public final class DrainGuard implements Guard {
    static final HeaderRules CLOSE = HeaderRules.of(HeaderRule.pin("Connection", "close"));

    private final Drain drain;
    private final Refusals refusals = new Refusals();
    private final Verdict.Proceed admitted;
    private final Verdict.Proceed admittedLast;

    private DrainGuard(Drain drain) {
        this.drain = drain;
        admitted = Verdict.proceed().then((exchange, outcome) -> drain.leave(outcome.durationNanos()));
        admittedLast = new Verdict.Proceed(CLOSE, null, admitted.completion());
    }

    /** A guard that counts for this drain. */
    public static DrainGuard of(Drain drain) {
        return new DrainGuard(drain);
    }

    /** The policy that holds now, for adapters that must know how long a drain can take. */
    public DrainPolicy policy() {
        return drain.policy();
    }

    @Override
    public String name() {
        return "drain";
    }

    @Override
    public Stage stage() {
        return Stage.LIMIT;
    }

    @Override
    public Verdict inspect(Exchange exchange) {
        boolean exempt = drain.isExempt(exchange.path());
        if (!drain.isNoticed() && (exempt || isFromElsewhere(exchange))) {
            drain.noticed();
        }
        if (exempt) {
            return Verdict.proceed();
        }
        if (!drain.enter()) {
            return refusals.next(isClosable(exchange));
        }
        return drain.phase() != DrainPhase.SERVING && isClosable(exchange) && !isUpgrade(exchange)
                ? admittedLast
                : admitted;
    }

    // A proxy on this machine speaks for others, and says so.
    private static boolean isFromElsewhere(Exchange exchange) {
        IpAddress address = Caller.of(exchange).address();
        return address == null || !address.isLoopback() || TrustedProxies.carriesForwarding(exchange);
    }

    // In HTTP/2 and later the field makes a message malformed (RFC 9113 section 8.2.2); servers there say GOAWAY.
    private static boolean isClosable(Exchange exchange) {
        return exchange.protocol().startsWith("HTTP/1.");
    }

    // A handshake needs the field for itself (RFC 6455 section 4.2.2). Other upgrades are offers, which the container
    // has
    // turned down if the request comes here.
    private static boolean isUpgrade(Exchange exchange) {
        String wanted = exchange.header("Upgrade");
        return wanted != null && wanted.toLowerCase(Locale.ROOT).contains("websocket");
    }
}
