/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import com.google.common.net.InternetDomainName;

/**
 * The domains below which anybody can register a name: {@code co.uk}, {@code github.io} (publicsuffix.org, both parts of
 * the list, as Guava carries it). The list is loaded when it is first asked for, which only a subdomain wildcard does.
 */
final class PublicSuffixes {
    private PublicSuffixes() {}

    static boolean contains(String host) {
        // Every name of one label is a public suffix by the list's own default rule.
        if (host.indexOf('.') < 0) {
            return !host.equals("localhost");
        }
        return InternetDomainName.isValid(host) && InternetDomainName.from(host).isPublicSuffix();
    }
}
