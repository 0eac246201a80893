/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.caller.Cidr;
import dev.breakwater.caller.ForwardedHeader;
import dev.breakwater.policy.Problems;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is checked about {@code caller.*} beyond each value by itself. For one thread. */
final class ProxyChecks {
    private static final int WIDE_V4 = 8;
    private static final int WIDE_V6 = 32;
    private static final int HOUSEHOLD = 64;
    private static final int SITE = 48;

    // Addresses that no connection comes from: unspecified, multicast and reserved.
    private static final List<Cidr> NEVER_PEERS = Stream.of(
                    "0.0.0.0/8", "224.0.0.0/4", "240.0.0.0/4", "::/128", "ff00::/8")
            .map(Cidr::parse)
            .toList();

    private static final Set<String> NOT_KEYS =
            Set.of("cookie", "host", "origin", "referer", "user-agent", "x-forwarded-for", "forwarded", "x-real-ip");

    private final Settings caller;
    private final List<Cidr> networks;
    private final Problems problems;

    private ProxyChecks(Settings caller, Problems problems) {
        this.caller = caller;
        this.problems = problems;
        networks = caller.get(CallerSettings.TRUSTED_PROXIES);
    }

    static void check(Settings caller, Problems problems) {
        ProxyChecks checks = new ProxyChecks(caller, problems);
        checks.everybody();
        for (int i = 0; i < checks.networks.size(); i++) {
            checks.network(checks.networks.get(i), i);
        }
        checks.publicNetworks();
        checks.header();
        checks.prefix();
        checks.apiKey();
    }

    private void everybody() {
        for (int i = 0; i < networks.size(); i++) {
            if (networks.get(i).isEverything()) {
                everybody("[" + i + "]", networks.get(i).toString());
            }
        }
        boolean alone = networks.stream().anyMatch(Cidr::isEverything);
        if (!alone && (shareOf(true) >= 1 || shareOf(false) >= 1)) {
            everybody("", networks.toString());
        }
    }

    private void everybody(String index, String value) {
        problems.error(
                "BW-CALLER-005",
                caller.path(CallerSettings.TRUSTED_PROXIES) + index,
                value,
                "the networks your proxies are in",
                "Trusting everybody lets every client choose its own address.");
    }

    /** How much of all addresses these networks hold together: halves add up to everything, too. */
    private double shareOf(boolean v4) {
        double share = 0;
        for (int i = 0; i < networks.size(); i++) {
            if (networks.get(i).network().isV4() == v4 && outer(i) < 0) {
                share += Math.scalb(1.0, -networks.get(i).length());
            }
        }
        return share;
    }

    /** Which other network holds this one, or -1; of equal ones the first holds the rest. */
    private int outer(int index) {
        Cidr network = networks.get(index);
        for (int i = 0; i < networks.size(); i++) {
            boolean holds = networks.get(i).covers(network);
            if (holds && (i < index || (i > index && !network.covers(networks.get(i))))) {
                return i;
            }
        }
        return -1;
    }

    private void network(Cidr network, int index) {
        if (network.hasHostBits()) {
            warn(
                    "BW-CALLER-007",
                    index,
                    network + ", written with an address inside it",
                    network + ", or one address without a length",
                    "Write " + network + " if that whole network is meant.");
        }
        int outer = outer(index);
        if (outer >= 0 && !networks.get(outer).isEverything()) {
            warn(
                    "BW-CALLER-008",
                    index,
                    network.toString(),
                    "each network once",
                    "Remove it: " + networks.get(outer) + " holds it already.");
        }
        if (NEVER_PEERS.stream().anyMatch(never -> never.covers(network))) {
            warn(
                    "BW-CALLER-009",
                    index,
                    network.toString(),
                    "addresses that connections come from",
                    "No peer has such an address, so trusting it has no effect; name the proxies' own addresses.");
        }
        if (network.length() < (network.network().isV4() ? WIDE_V4 : WIDE_V6) && isPublic(network)) {
            warn(
                    "BW-CALLER-010",
                    index,
                    network.toString(),
                    "a network of /" + (network.network().isV4() ? WIDE_V4 : WIDE_V6) + " or smaller",
                    "So many hosts are not all your proxies, and each of them may name any caller it likes.");
        }
    }

    private void publicNetworks() {
        String found = networks.stream()
                .filter(ProxyChecks::isPublic)
                .map(Cidr::toString)
                .collect(Collectors.joining(", "));
        if (!found.isEmpty()) {
            problems.warning(
                    "BW-CALLER-011",
                    caller.path(CallerSettings.TRUSTED_PROXIES),
                    found,
                    "private networks, or the published ones of your CDN",
                    "Whoever gets an address there may name any caller. Let nobody but the CDN reach this service, and"
                            + " keep the list up to date.");
        }
    }

    private static boolean isPublic(Cidr network) {
        return !network.isEverything()
                && !network.isPrivate()
                && NEVER_PEERS.stream().noneMatch(never -> never.covers(network));
    }

    private void header() {
        ForwardedHeader header = caller.get(CallerSettings.FORWARDED_HEADER);
        if (header == ForwardedHeader.NONE && !networks.isEmpty()) {
            problems.warning(
                    "BW-CALLER-006",
                    caller.path(CallerSettings.TRUSTED_PROXIES),
                    networks.toString(),
                    "no proxies beside forwarded-header none",
                    "No header is read, so trusting these has no effect.");
        }
        if (header != ForwardedHeader.NONE && networks.isEmpty() && caller.isSet(CallerSettings.FORWARDED_HEADER)) {
            problems.warning(
                    "BW-CALLER-012",
                    caller.path(CallerSettings.FORWARDED_HEADER),
                    header.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    "the networks of your proxies in caller.trusted-proxies beside it",
                    "Nobody is trusted to send it, so it is never read; name the proxies, or leave it out.");
        }
    }

    private void prefix() {
        int length = caller.get(CallerSettings.IPV6_PREFIX_LENGTH);
        if (length > HOUSEHOLD) {
            problems.warning(
                    "BW-CALLER-013",
                    caller.path(CallerSettings.IPV6_PREFIX_LENGTH),
                    Integer.toString(length),
                    "64 or less",
                    "Every household has a /64: with a longer prefix one client is as many callers as it likes.");
        } else if (length < SITE) {
            problems.warning(
                    "BW-CALLER-014",
                    caller.path(CallerSettings.IPV6_PREFIX_LENGTH),
                    Integer.toString(length),
                    "48 or more",
                    "Providers hand out /48 to /64: with a shorter prefix strangers share one bucket.");
        }
    }

    private void apiKey() {
        String name = caller.get(CallerSettings.API_KEY_HEADER);
        if (NOT_KEYS.contains(name.toLowerCase(Locale.ROOT))) {
            problems.warning(
                    "BW-CALLER-015",
                    caller.path(CallerSettings.API_KEY_HEADER),
                    name,
                    "a header that carries a credential, such as X-API-Key or Authorization",
                    "What " + name + " says is no key of a caller; name the header that has it.");
        }
    }

    private void warn(String code, int index, String value, String expected, String fix) {
        problems.warning(code, caller.path(CallerSettings.TRUSTED_PROXIES) + "[" + index + "]", value, expected, fix);
    }
}
