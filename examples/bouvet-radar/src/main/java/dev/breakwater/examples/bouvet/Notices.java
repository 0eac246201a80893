/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import java.util.List;

/**
 * A page of what was found.
 *
 * @param source {@code doffin}, or {@code last-known} if Doffin gave no answer and this is an older one
 * @param asOf when Doffin said so
 * @param total how many notices there are
 * @param accessible how many of them Doffin shows to anybody
 */
record Notices(String source, String asOf, int total, int accessible, int page, int hits, List<Notice> notices) {
    private static final String LAST_KNOWN = "last-known";

    Notices {
        notices = List.copyOf(notices);
    }

    Notices asLastKnown() {
        return new Notices(LAST_KNOWN, asOf, total, accessible, page, hits, notices);
    }

    /** Whether this is what nobody should keep, since a better answer may come any moment. */
    boolean isLastKnown() {
        return source.equals(LAST_KNOWN);
    }
}
