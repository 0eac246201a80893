/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.exchange;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Header rules in the order in which they were laid down. Where two speak of one header, both {@code MERGE} rules stand;
 * otherwise the later one does. Immutable.
 */
public final class HeaderRules implements Iterable<HeaderRule> {
    private static final HeaderRules NONE = new HeaderRules(new HeaderRule[0], 0);

    private final HeaderRule[] rules;

    // One bit for each hash of a name: where it is not set there is no such rule, and nothing has to be compared.
    private final long hashes;

    private HeaderRules(HeaderRule[] rules, long hashes) {
        this.rules = rules;
        this.hashes = hashes;
    }

    private static long hash(String name) {
        int length = name.length();
        int ends = (name.charAt(0) | 0x20) * 31 + (name.charAt(length - 1) | 0x20);
        return 1L << (ends * 31 + length);
    }

    /** No rules. */
    public static HeaderRules none() {
        return NONE;
    }

    /** This rule alone. */
    public static HeaderRules of(HeaderRule rule) {
        return new HeaderRules(new HeaderRule[] {rule}, hash(rule.name()));
    }

    /** These rules. */
    public static HeaderRules of(HeaderRule... rules) {
        HeaderRules joined = NONE;
        for (HeaderRule rule : rules) {
            joined = joined.and(rule);
        }
        return joined;
    }

    /** These rules. */
    public static HeaderRules of(List<HeaderRule> rules) {
        return of(rules.toArray(new HeaderRule[0]));
    }

    /** These rules, then those. */
    public HeaderRules and(HeaderRules later) {
        if (rules.length == 0 || later.rules.length == 0) {
            return rules.length == 0 ? later : this;
        }
        HeaderRule[] joined = Arrays.copyOf(rules, rules.length + later.rules.length);
        int count = append(later, joined, rules.length, hashes);
        return new HeaderRules(cut(joined, count), hashes | later.hashes);
    }

    /** These rules, then this one. */
    public HeaderRules and(HeaderRule later) {
        long hash = hash(later.name());
        int place = (hashes & hash) == 0 ? -1 : replacedBy(later, rules, rules.length);
        HeaderRule[] joined = Arrays.copyOf(rules, place < 0 ? rules.length + 1 : rules.length);
        joined[place < 0 ? rules.length : place] = later;
        int count = place < 0 ? joined.length : dropOthers(place, joined, joined.length);
        return new HeaderRules(cut(joined, count), hashes | hash);
    }

    /**
     * So many parts, in this order.
     *
     * @param parts asked for the same part twice
     */
    public static HeaderRules joined(int count, IntFunction<HeaderRules> parts) {
        int size = 0;
        HeaderRules last = NONE;
        for (int i = 0; i < count; i++) {
            HeaderRules part = parts.apply(i);
            size += part.rules.length;
            last = part.rules.length == 0 ? last : part;
        }
        return size == last.rules.length ? last : joined(count, parts, new HeaderRule[size]);
    }

    private static HeaderRules joined(int count, IntFunction<HeaderRules> parts, HeaderRule[] joined) {
        int used = 0;
        long hashes = 0;
        for (int i = 0; i < count; i++) {
            HeaderRules part = parts.apply(i);
            used = append(part, joined, used, hashes);
            hashes |= part.hashes;
        }
        return new HeaderRules(cut(joined, used), hashes);
    }

    /**
     * Adds rules behind the first so many, with their hashes.
     *
     * @return how many there are now
     */
    private static int append(HeaderRules part, HeaderRule[] joined, int used, long hashes) {
        if ((hashes & part.hashes) == 0) {
            System.arraycopy(part.rules, 0, joined, used, part.rules.length);
            return used + part.rules.length;
        }
        int count = used;
        // Within one part no rule replaces another: it has been joined before.
        int earlier = used;
        for (HeaderRule rule : part.rules) {
            boolean isNew = (hashes & hash(rule.name())) == 0;
            int place = isNew ? -1 : replacedBy(rule, joined, earlier);
            joined[place < 0 ? count++ : place] = rule;
            if (place >= 0) {
                int before = count;
                count = dropOthers(place, joined, count);
                earlier -= before - count;
            }
        }
        return count;
    }

    private static HeaderRule[] cut(HeaderRule[] joined, int count) {
        return count == joined.length ? joined : Arrays.copyOf(joined, count);
    }

    /** Drops what stands behind this place and is replaced with it: several MERGE rules may speak of one header. */
    private static int dropOthers(int place, HeaderRule[] joined, int count) {
        HeaderRule rule = joined[place];
        int kept = place + 1;
        for (int i = kept; i < count; i++) {
            if (!HeaderSyntax.sameName(joined[i].name(), rule.name())) {
                joined[kept++] = joined[i];
            }
        }
        return kept;
    }

    private static int replacedBy(HeaderRule rule, HeaderRule[] joined, int earlier) {
        for (int i = 0; i < earlier; i++) {
            HeaderRule before = joined[i];
            boolean bothMerge = before.mode() == HeaderRule.Mode.MERGE && rule.mode() == HeaderRule.Mode.MERGE;
            if (!bothMerge && HeaderSyntax.sameName(before.name(), rule.name())) {
                return i;
            }
        }
        return -1;
    }

    /** How many rules there are. */
    public int size() {
        return rules.length;
    }

    /** The rule at this place. */
    public HeaderRule get(int index) {
        return rules[index];
    }

    /** The first rule about this header, or null. */
    public @Nullable HeaderRule find(String name) {
        int place = indexOf(name, 0);
        return place < 0 ? null : rules[place];
    }

    /** The place of the first rule about this header, from this place on, or -1. */
    public int indexOf(String name, int from) {
        if (name.isEmpty() || (hashes & hash(name)) == 0) {
            return -1;
        }
        for (int i = from; i < rules.length; i++) {
            if (HeaderSyntax.sameName(rules[i].name(), name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public Iterator<HeaderRule> iterator() {
        return List.of(rules).iterator();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HeaderRules that && Arrays.equals(rules, that.rules);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(rules);
    }

    @Override
    public String toString() {
        return Arrays.toString(rules);
    }
}
