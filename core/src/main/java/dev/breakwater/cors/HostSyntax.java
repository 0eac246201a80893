/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import dev.breakwater.caller.IpAddress;
import org.jspecify.annotations.Nullable;

/** Hosts as they stand in a serialised origin (URL standard section 3): lower-case ASCII labels, or an IP address. */
final class HostSyntax {
    static final int MAX_HOST = 253;
    static final int MAX_LABEL = 63;

    private HostSyntax() {}

    /** Whether this part of the text is labels with single dots between them: no empty one, none too long. */
    static boolean areLabels(String text, int start, int end) {
        int labelStart = start;
        for (int i = start; i <= end; i++) {
            if (i == end || text.charAt(i) == '.') {
                if (i == labelStart || i - labelStart > MAX_LABEL) {
                    return false;
                }
                labelStart = i + 1;
            } else if (!isLabelCharacter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    // Underscores are no part of host names but of DNS names, and browsers let them pass.
    static boolean isLabelCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    static boolean isIpAddress(String host) {
        return host.startsWith("[") || endsInNumber(host);
    }

    /** Whether browsers read the host as IPv4, rightly written or not: its last label is a number. */
    static boolean endsInNumber(String host) {
        int end = host.endsWith(".") ? host.length() - 1 : host.length();
        String last = host.substring(host.lastIndexOf('.', end - 1) + 1, end);
        return !last.isEmpty() && (isAll(last, 10) || (last.startsWith("0x") && isAll(last.substring(2), 16)));
    }

    private static boolean isAll(String digits, int radix) {
        return digits.chars().allMatch(c -> c < 128 && Character.digit(c, radix) >= 0);
    }

    static boolean isLoopback(String host) {
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return true;
        }
        IpAddress address = isIpAddress(host) ? address(host) : null;
        return address != null && address.isLoopback();
    }

    /** The address if the host is one in the form in which browsers serialise it, else null. */
    static @Nullable IpAddress address(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String text = bracketed ? host.substring(1, host.length() - 1) : host;
        IpAddress address = IpAddress.parse(text);
        boolean serialised = address != null
                && address.isV4() != bracketed
                && address.toString().equals(text);
        return serialised ? address : null;
    }
}
