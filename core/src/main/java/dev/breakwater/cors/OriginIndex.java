/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Patterns by their hosts, so that an origin is compared with those alone whose host it ends in, however many there are.
 * One walk over the origin's host from its end, without garbage. Immutable.
 */
final class OriginIndex {
    private static final OriginPattern[] NOTHING = {};

    private final OriginPattern[][] table;
    private final int mask;
    private final boolean isEmpty;

    /** These patterns. */
    OriginIndex(List<OriginPattern> patterns) {
        int size = Math.max(Integer.highestOneBit(Math.max(patterns.size(), 1)) << 2, 4);
        List<List<OriginPattern>> chains = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            chains.add(new ArrayList<>());
        }
        mask = size - 1;
        isEmpty = patterns.isEmpty();
        for (OriginPattern pattern : patterns) {
            chains.get(place(hash(pattern.host()))).add(pattern);
        }
        table = chains.stream().map(chain -> chain.toArray(NOTHING)).toArray(OriginPattern[][]::new);
    }

    private static int hash(String host) {
        int hash = 0;
        for (int i = host.length() - 1; i >= 0; i--) {
            hash = 31 * hash + host.charAt(i);
        }
        return hash;
    }

    boolean isEmpty() {
        return isEmpty;
    }

    private int place(int hash) {
        return (hash ^ (hash >>> 16)) & mask;
    }

    /** A pattern that means this serialised origin, or null. Work is bounded by its length, which the caller bounds. */
    @Nullable
    OriginPattern find(String origin) {
        int start = origin.indexOf("://") + 3;
        if (start < 3) {
            return null;
        }
        int colon = origin.indexOf(':', Math.max(start, origin.indexOf(']')));
        int hash = 0;
        for (int i = (colon < 0 ? origin.length() : colon) - 1; i >= start; i--) {
            hash = 31 * hash + origin.charAt(i);
            if (i == start || origin.charAt(i - 1) == '.') {
                OriginPattern found = among(table[place(hash)], origin);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static @Nullable OriginPattern among(OriginPattern[] candidates, String origin) {
        for (OriginPattern candidate : candidates) {
            if (candidate.matches(origin)) {
                return candidate;
            }
        }
        return null;
    }
}
