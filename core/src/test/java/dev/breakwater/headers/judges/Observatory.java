/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers.judges;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the MDN HTTP Observatory gives a site that is reached over https, is not in the preload list and redirects from
 * http as it should: the rules of its main branch as of August 2026, which is the first to count opener and embedder
 * policies. Scripts of the page are not judged; a page that loads none from elsewhere gets neither points nor penalties.
 */
final class Observatory {
    private static final int ENOUGH_FOR_EXTRA_CREDIT = 90;
    // The tool says six months and means 180 days, because many sites do.
    private static final long SIX_MONTHS = 15_552_000;
    private static final Pattern SUM = Pattern.compile("max-age=(-?\\d+).*");
    private static final Pattern TOKEN =
            Pattern.compile("([a-zA-Z*][a-zA-Z0-9!#$%&'*+.^_`|~:/-]*)(;\\s*[a-z*][a-z0-9_.*-]*(=[^;,]*)?)*");

    private static final Set<String> PRIVATE_REFERRERS =
            Set.of("no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin");
    private static final Set<String> OPEN_REFERRERS =
            Set.of("origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade");

    private final Answer page;
    private final Map<String, Integer> points = new LinkedHashMap<>();

    private Observatory(Answer page, Answer preflight) {
        this.page = page;
        ObservatoryCsp csp = ObservatoryCsp.of(page);
        points.put("csp", csp.points());
        points.put("cookies", ObservatoryCookies.points(page.all("Set-Cookie"), isHstsEnough()));
        points.put("cors", cors(preflight));
        points.put("referrer-policy", referrerPolicy());
        points.put("hsts", hsts());
        points.put("nosniff", "nosniff".equals(lower(page.first("X-Content-Type-Options"))) ? 0 : -5);
        points.put("frames", frames(csp));
        points.put("corp", corp());
        points.put(
                "coep",
                structured(
                        "Cross-Origin-Embedder-Policy",
                        Set.of("require-corp", "credentialless"),
                        Set.of("unsafe-none")));
        points.put(
                "coop",
                structured(
                        "Cross-Origin-Opener-Policy",
                        Set.of("same-origin", "same-origin-allow-popups", "noopener-allow-popups"),
                        Set.of("unsafe-none")));
    }

    /** The points of each test, for a site that answers no preflight. */
    static Map<String, Integer> points(Answer page) {
        return new Observatory(page, Answer.of()).points;
    }

    /** The score of a site that answers no preflight. */
    static int score(Answer page) {
        return score(page, Answer.of());
    }

    /** The score, with the answer to a preflight from {@code https://http-observatory.security.mozilla.org}. */
    static int score(Answer page, Answer preflight) {
        Map<String, Integer> points = new Observatory(page, preflight).points;
        int all = 100;
        int withoutExtra = 100;
        for (int each : points.values()) {
            all += each;
            withoutExtra += Math.min(each, 0);
        }
        return Math.max(0, withoutExtra >= ENOUGH_FOR_EXTRA_CREDIT ? all : withoutExtra);
    }

    private static int cors(Answer preflight) {
        boolean reflects =
                "https://http-observatory.security.mozilla.org".equals(preflight.first("Access-Control-Allow-Origin"));
        return reflects && "true".equals(lower(preflight.first("Access-Control-Allow-Credentials"))) ? -50 : 0;
    }

    private int referrerPolicy() {
        List<String> lines = page.all("Referrer-Policy");
        if (lines.isEmpty()) {
            return 0;
        }
        int points = -5;
        for (String each : String.join(",", lines).split(",")) {
            String policy = lower(each);
            if (PRIVATE_REFERRERS.contains(policy)) {
                points = 5;
            } else if (OPEN_REFERRERS.contains(policy)) {
                points = -5;
            }
        }
        return points;
    }

    private boolean isHstsEnough() {
        return hsts() == 0;
    }

    private int hsts() {
        String value = page.first("Strict-Transport-Security");
        if (value == null || value.indexOf(',') >= 0) {
            return -20;
        }
        Long maxAge = null;
        for (String part : value.split(";")) {
            var match = SUM.matcher(lower(part));
            maxAge = match.matches() ? Long.valueOf(match.group(1)) : maxAge;
        }
        if (maxAge == null) {
            return -20;
        }
        return maxAge < SIX_MONTHS ? -10 : 0;
    }

    private int frames(ObservatoryCsp csp) {
        if (csp.saysWhoMayFrame()) {
            return 5;
        }
        String value = lower(page.first("X-Frame-Options"));
        if (value.equals("deny") || value.equals("sameorigin")) {
            return 5;
        }
        return value.startsWith("allow-from") ? 0 : -20;
    }

    private int corp() {
        List<String> lines = page.all("Cross-Origin-Resource-Policy");
        return switch (lower(String.join(", ", lines))) {
            case "" -> 0;
            case "same-origin", "same-site" -> 10;
            case "cross-origin" -> 0;
            default -> -5;
        };
    }

    // A structured field: read whole or not at all, and in two lines not at all.
    private int structured(String name, Set<String> good, Set<String> neutral) {
        List<String> lines = page.all(name);
        if (lines.isEmpty()) {
            return 0;
        }
        var token = TOKEN.matcher(lines.get(0).strip());
        if (lines.size() > 1 || !token.matches()) {
            return -5;
        }
        return good.contains(token.group(1)) ? 10 : neutral.contains(token.group(1)) ? 0 : -5;
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
    }
}
