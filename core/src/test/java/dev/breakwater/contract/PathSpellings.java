/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.contract;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Ways to spell a path that some container, framework or proxy takes for that path. */
public final class PathSpellings {
    private static final List<String> SLASHES = List.of(
            "//",
            "///",
            "/./",
            "/;/",
            "/;x=1/",
            "/%2e/",
            "/%2E/",
            "/x/../",
            "/x/%2e%2e/",
            "/..;/",
            "/x/..;/",
            "/%2f",
            "%2f",
            "%2F",
            "/%5c",
            "\\",
            "%5c",
            "/\\",
            "/%00/",
            "/%20",
            "/%09",
            "/%252f",
            "/%252e/",
            "/%u002f",
            "/.%2e/",
            "/x;/../",
            "/x/..%2f");

    private static final List<String> ENDS = List.of(
            "/",
            "//",
            "/.",
            "/./",
            "/..",
            "/x/..",
            "/x/../",
            ";",
            ";x=1",
            ";x=1;y=2",
            "/;",
            ";/",
            "/;x=1",
            ";/x",
            "%2f",
            "%2F",
            "%3b",
            "%3bx=1",
            "%20",
            "%09",
            "%0a",
            "%00",
            "%23",
            "%3f",
            "?",
            "?x=1",
            "#",
            "%5c",
            "\\",
            ".",
            "%2e",
            "/%2e",
            "/%2e%2e/",
            ".json",
            ".html",
            "%252f",
            "%",
            "%2",
            "%zz",
            "*",
            "//..",
            "/%2f",
            ";jsessionid=1",
            ";a=%2f",
            "\u00e9",
            "%c0%af",
            "%ef%bc%8f");

    private PathSpellings() {}

    /** Spellings of this path below a prefix that stands as it is; the plain one first. */
    public static Set<String> of(String prefix, String path) {
        Set<String> all = new LinkedHashSet<>();
        all.add(prefix + path);
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            for (String other : SLASHES) {
                all.add(prefix + path.substring(0, slash) + other + path.substring(slash + 1));
            }
        }
        for (String end : ENDS) {
            all.add(prefix + path + end);
        }
        for (int i = 1; i < path.length(); i++) {
            all.addAll(encoded(prefix, path, i));
        }
        all.add(prefix + everyCharacterEncoded(path));
        all.add("http://localhost" + prefix + path);
        all.add("HTTP://evil.example" + prefix + path);
        all.add("/" + prefix + path);
        all.add("/x/.." + prefix + path);
        all.add("/;x=1" + prefix + path);
        return all;
    }

    private static List<String> encoded(String prefix, String path, int i) {
        char c = path.charAt(i);
        String hex = Integer.toHexString(c);
        List<String> spellings = new ArrayList<>();
        if (c != '/') {
            for (String code : List.of("%" + hex, "%" + hex.toUpperCase(Locale.ROOT), "%25" + hex, "%u00" + hex)) {
                spellings.add(prefix + path.substring(0, i) + code + path.substring(i + 1));
            }
            spellings.add(prefix + path.substring(0, i) + ";x=1" + path.substring(i));
        }
        return spellings;
    }

    private static String everyCharacterEncoded(String path) {
        StringBuilder text = new StringBuilder();
        for (char c : path.toCharArray()) {
            text.append(c == '/' ? "/" : "%" + Integer.toHexString(c));
        }
        return text.toString();
    }
}
