/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers.judges;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the Observatory says of the cookies of a site: the worst of them counts. */
final class ObservatoryCookies {
    private static final Set<String> SAME_SITE = Set.of("lax", "strict", "none");

    private final String name;
    private final Map<String, String> attributes = new HashMap<>();

    private ObservatoryCookies(String line) {
        String[] parts = line.toLowerCase(Locale.ROOT).split(";");
        name = parts[0].split("=", 2)[0].strip();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            attributes.put(pair[0].strip(), pair.length == 1 ? "" : pair[1].strip());
        }
    }

    /** The points for these {@code Set-Cookie} lines. */
    static int points(List<String> lines, boolean behindHsts) {
        if (lines.isEmpty()) {
            return 0;
        }
        int worst = 0;
        boolean allSameSite = true;
        for (String line : lines) {
            ObservatoryCookies cookie = new ObservatoryCookies(line);
            worst = Math.min(worst, cookie.penalty(behindHsts));
            allSameSite &= cookie.attributes.containsKey("samesite");
        }
        return worst == 0 && allSameSite ? 5 : worst;
    }

    private int penalty(boolean behindHsts) {
        boolean secure = attributes.containsKey("secure");
        boolean session = name.contains("login") || name.contains("sess");
        int worst = 0;
        if (!secure) {
            worst = behindHsts ? -5 : -20;
        }
        if (!secure && session) {
            worst = behindHsts ? -10 : -40;
        }
        return Math.min(worst, Math.min(sameSite(secure), session && !attributes.containsKey("httponly") ? -30 : 0));
    }

    private int sameSite(boolean secure) {
        String value = attributes.get("samesite");
        if (value == null) {
            return name.contains("csrf") ? -20 : 0;
        }
        return !SAME_SITE.contains(value) || (value.equals("none") && !secure) ? -20 : 0;
    }
}
