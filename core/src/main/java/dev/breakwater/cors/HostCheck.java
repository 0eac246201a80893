/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import java.net.IDN;
import java.util.Locale;

/** Says what is wrong with the host of an allowed origin. */
final class HostCheck {
    private static final String LABELS = "lower-case letters, digits and hyphens between single dots";

    // Sharp s, final sigma and the two joiners: what browsers make of them, IDNA 2003 and so java.net.IDN does not.
    private static final String DEVIATIONS = "\u00df\u03c2\u200c\u200d";

    private HostCheck() {}

    static boolean isHost(Entry entry, String host) {
        boolean subdomains = host.startsWith("*.");
        String base = subdomains ? host.substring(2) : host;
        if (base.indexOf('*') >= 0) {
            return entry.fault(
                    "BW-CORS-012",
                    "* only as the first label or as the port",
                    "Write https://*.example.org: it means any depth.");
        }
        if (subdomains && HostSyntax.isIpAddress(base)) {
            return entry.fault("BW-CORS-012", "a name behind *.", "Addresses have no subdomains: drop the *.");
        }
        if (base.startsWith("[")) {
            return isIpv6(entry, base);
        }
        return isCanonical(entry, base) && (HostSyntax.endsInNumber(base) ? isIpv4(entry, base) : isName(entry, base));
    }

    private static boolean isIpv6(Entry entry, String host) {
        return HostSyntax.address(host) != null
                || entry.fault(
                        "BW-CORS-011",
                        "an IPv6 address in its shortest form (RFC 5952), without zone, not mapped from IPv4",
                        "Write it as browsers do: lower case, :: for the longest run of zeros, [::1].");
    }

    private static boolean isIpv4(Entry entry, String host) {
        return HostSyntax.address(host) != null
                || entry.fault(
                        "BW-CORS-010",
                        "an IPv4 address of four decimal numbers",
                        "Browsers read a host that ends in a number as an address and write it as 192.0.2.1.");
    }

    private static boolean isCanonical(Entry entry, String host) {
        if (host.chars().anyMatch(c -> c >= 128)) {
            return entry.fault("BW-CORS-005", "the host's ASCII form", asciiFix(entry, host));
        }
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.equals(host)
                || entry.fault(
                        "BW-CORS-005",
                        "a host in lower case",
                        "Write " + entry.text().replace(host, lower) + ".");
    }

    private static String asciiFix(Entry entry, String host) {
        if (host.chars().noneMatch(c -> DEVIATIONS.indexOf(c) >= 0)) {
            try {
                String ascii = IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
                return "Browsers send punycode: write " + entry.text().replace(host, ascii) + ".";
            } catch (IllegalArgumentException notAName) {
                // No suggestion then; the fault itself stands.
            }
        }
        return "Browsers send punycode: copy the origin from the browser's console (location.origin).";
    }

    private static boolean isName(Entry entry, String host) {
        if (host.length() > HostSyntax.MAX_HOST) {
            return entry.fault(
                    "BW-CORS-007", "a host of at most " + HostSyntax.MAX_HOST + " characters", "Shorten it.");
        }
        boolean sound = true;
        for (String label : host.split("\\.", -1)) {
            sound &= isLabel(entry, label);
        }
        return sound;
    }

    private static boolean isLabel(Entry entry, String label) {
        if (label.isEmpty()) {
            return entry.fault("BW-CORS-006", LABELS, "Name the host, without double dots or one at the end.");
        }
        if (label.length() > HostSyntax.MAX_LABEL) {
            return entry.fault(
                    "BW-CORS-007", "labels of at most " + HostSyntax.MAX_LABEL + " characters", "Shorten it.");
        }
        boolean hyphenated = label.startsWith("-") || label.endsWith("-");
        if (hyphenated || !HostSyntax.areLabels(label, 0, label.length())) {
            return entry.fault("BW-CORS-006", LABELS, "Correct the label " + label + ".");
        }
        if (label.startsWith("xn--") && !Punycode.isValid(label.substring(4))) {
            return entry.fault(
                    "BW-CORS-006", "valid punycode behind xn--", "Copy the name from where it is registered.");
        }
        return true;
    }
}
