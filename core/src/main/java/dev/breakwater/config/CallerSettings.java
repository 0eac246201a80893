/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.caller.CallerResolver;
import dev.breakwater.caller.Cidr;
import dev.breakwater.caller.ForwardedHeader;
import dev.breakwater.caller.TrustedProxies;
import dev.breakwater.exchange.HeaderSyntax;
import dev.breakwater.policy.Problems;
import java.util.List;

/** The keys {@code caller.*}, and the {@link CallerResolver} they describe. */
public final class CallerSettings {
    static final ScalarType<Cidr> NETWORK =
            ScalarType.of("an address or a network such as 10.0.0.0/8", text -> Cidr.parse(text.strip()));
    private static final ScalarType<String> HEADER_NAME =
            ScalarType.of("the name of a header", text -> HeaderSyntax.isToken(text) ? text : null);

    /** {@code caller.trusted-proxies}. */
    public static final Key<List<Cidr>> TRUSTED_PROXIES = Key.of(
                    "trusted-proxies",
                    NETWORK.list(),
                    "BW-CALLER-001",
                    "Networks of our own proxies. Only a peer inside one may say whom it speaks for.")
            .defaultsTo("");

    /** {@code caller.forwarded-header}. */
    public static final Key<ForwardedHeader> FORWARDED_HEADER = Key.of(
                    "forwarded-header",
                    ValueTypes.oneOf(ForwardedHeader.class),
                    "BW-CALLER-002",
                    "The one header in which trusted proxies tell the client, read from right to left.")
            .defaultsTo("x-forwarded-for");

    /** {@code caller.ipv6-prefix-length}. */
    public static final Key<Integer> IPV6_PREFIX_LENGTH = Key.of(
                    "ipv6-prefix-length",
                    ValueTypes.integer(32, 128),
                    "BW-CALLER-003",
                    "How many leading bits of an IPv6 address make one client.")
            .defaultsTo("64");

    /** {@code caller.api-key-header}. */
    public static final Key<String> API_KEY_HEADER = Key.of(
                    "api-key-header", HEADER_NAME, "BW-CALLER-004", "The header that carries an API key.")
            .defaultsTo("X-API-Key");

    /** {@code caller.*}. */
    public static final Group GROUP = Group.section(
            "caller", "Who sent a request.", TRUSTED_PROXIES, FORWARDED_HEADER, IPV6_PREFIX_LENGTH, API_KEY_HEADER);

    private CallerSettings() {}

    /** The resolver these settings describe. */
    public static CallerResolver resolver(Settings root, Problems problems) {
        Settings caller = root.section(GROUP);
        List<Cidr> networks = caller.get(TRUSTED_PROXIES);
        ForwardedHeader header = caller.get(FORWARDED_HEADER);
        ProxyChecks.check(caller, problems);
        return CallerResolver.of(TrustedProxies.of(networks, header), caller.get(IPV6_PREFIX_LENGTH));
    }
}
