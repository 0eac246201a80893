/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tools that say in their User-Agent what they are. Whoever means harm says something else, so this is for noticing, never
 * for refusing.
 */
final class AttackTools {
    private static final int LONGEST = 512;

    private static final List<String> NAMES = List.of(
            "acunetix",
            "arachni",
            "commix",
            "dirbuster",
            "feroxbuster",
            "gobuster",
            "havij",
            "httprint",
            "jaeles",
            "joomscan",
            "masscan",
            "nessus",
            "netsparker",
            "nikto",
            "nuclei",
            "openvas",
            "sqlmap",
            "sqlninja",
            "w3af",
            "wapiti",
            "webinspect",
            "wfuzz",
            "whatweb",
            "wpscan",
            "zgrab");

    // One bit for each letter that a name begins with: rules out most places of a text at once.
    private static final int FIRST_LETTERS = firstLetters();

    private AttackTools() {}

    /** The tool that this User-Agent names, or null. */
    static @Nullable String in(@Nullable String userAgent) {
        return userAgent == null ? null : find(userAgent, Math.min(userAgent.length(), LONGEST));
    }

    private static @Nullable String find(String text, int end) {
        for (int i = 0; i < end; i++) {
            String tool = mayBegin(text.charAt(i)) ? at(text, i) : null;
            if (tool != null) {
                return tool;
            }
        }
        return null;
    }

    private static @Nullable String at(String text, int start) {
        for (String name : NAMES) {
            if (text.regionMatches(true, start, name, 0, name.length())) {
                return name;
            }
        }
        return null;
    }

    private static boolean mayBegin(char c) {
        int letter = (c | 0x20) - 'a';
        return letter >= 0 && letter < 26 && (FIRST_LETTERS >>> letter & 1) == 1;
    }

    private static int firstLetters() {
        int letters = 0;
        for (String name : NAMES) {
            letters |= 1 << (name.charAt(0) - 'a');
        }
        return letters;
    }
}
