/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import dev.breakwater.policy.Problems;

/** Which headers are for a policy to say. */
final class OwnHeaders {
    private static final String EXPECTED = "a header that is the same on every response";

    private OwnHeaders() {}

    /** Whether a policy may set this header; notes the fault if not. */
    static boolean isSound(String name, String path, Problems problems) {
        if (Names.key(name).equals(Names.key(Names.HSTS))) {
            problems.error(
                    "BW-HEADERS-055",
                    path,
                    name,
                    EXPECTED,
                    "It goes out over TLS only: use hsts.max-age, .include-subdomains and .preload.");
            return false;
        }
        return isRemovable(name, path, problems);
    }

    /** Whether a policy may strip this header; notes the fault if not. */
    static boolean isRemovable(String name, String path, Problems problems) {
        if (Names.isForeign(name)) {
            problems.error(
                    "BW-HEADERS-055",
                    path,
                    name,
                    EXPECTED,
                    "The server, the application or another protection writes it: remove this setting.");
            return false;
        }
        return true;
    }
}
