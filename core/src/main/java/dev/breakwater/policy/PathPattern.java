/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern over paths: {@code *} is one segment or part of one, {@code **} any number of segments, {@code {name}} one
 * segment. {@code /api/**} matches {@code /api} and all below, never {@code /apix}. Patterns are parsed once and matched
 * in time linear in the path, except that several {@code **} multiply. Matching is case-sensitive and takes no notice of
 * one slash at the path's end. Immutable; ordered from the most specific pattern to the least.
 */
public final class PathPattern implements Comparable<PathPattern> {
    private static final PathPattern ALL = new PathPattern("/**", List.of(Segment.MANY));

    private final String text;
    private final Segment[] segments;

    private PathPattern(String text, List<Segment> segments) {
        this.text = text;
        this.segments = segments.toArray(new Segment[0]);
    }

    /** Matches every path. */
    public static PathPattern all() {
        return ALL;
    }

    /**
     * Parses a pattern.
     *
     * @throws InvalidPolicyException if it is not one
     */
    public static PathPattern of(String text) {
        Problems problems = new Problems();
        PathPattern pattern = parse(text, "path", problems);
        problems.throwIfInvalid();
        return pattern == null ? ALL : pattern;
    }

    /**
     * Parses a pattern and notes what is wrong or doubtful about it.
     *
     * @param path where the text comes from
     * @return the pattern, or null if it is none
     */
    public static @Nullable PathPattern parse(String text, String path, Problems problems) {
        if (!text.startsWith("/")) {
            problems.error("BW-PATH-001", path, text, "a pattern that begins with /", beginning(text));
            return null;
        }
        if (text.contains("***") || text.indexOf('?') >= 0 || text.indexOf('#') >= 0 || text.indexOf('\\') >= 0) {
            problems.error(
                    "BW-PATH-002",
                    path,
                    text,
                    "segments with *, ** or {name}",
                    "These are patterns over paths, not regular expressions.");
            return null;
        }
        List<Segment> segments = segments(text, path, problems);
        if (segments == null) {
            return null;
        }
        PatternDoubts.note(text, path, problems);
        return new PathPattern(text, segments);
    }

    // Quotes are a pattern's own where a list stands in one text.
    private static String beginning(String text) {
        String bare = text.replace("\"", "").replace("'", "");
        String write = bare.equals(text) ? "Write " : "Without quotes: write ";
        return write + (bare.startsWith("/") ? "" : "/") + bare + ".";
    }

    private static @Nullable List<Segment> segments(String text, String path, Problems problems) {
        List<Segment> segments = new ArrayList<>();
        for (String part : text.substring(1).split("/", -1)) {
            Segment segment = Segment.parse(part);
            if (segment == null) {
                problems.error(
                        "BW-PATH-004",
                        path,
                        text,
                        "** alone between slashes, {name} closed",
                        "Check the segment " + (part.isEmpty() ? "between the two slashes" : part) + ".");
                return null;
            }
            segments.add(segment);
        }
        if (segments.size() > 1 && segments.get(segments.size() - 1).isEmpty()) {
            segments.remove(segments.size() - 1);
        }
        if (segments.size() == 1 && segments.get(0).isEmpty()) {
            segments.clear();
        }
        if (segments.stream().anyMatch(Segment::isEmpty)) {
            problems.error("BW-PATH-004", path, text, "no empty segments", "Remove the double slash.");
            return null;
        }
        return segments;
    }

    /** Whether it has no wildcards: it matches its own text and nothing else. */
    public boolean isLiteral() {
        return text.indexOf('*') < 0 && text.indexOf('{') < 0;
    }

    /** Whether the path matches. The path begins with a slash and is already decoded and normalised. */
    public boolean matches(String path) {
        int end = path.length() > 1 && path.charAt(path.length() - 1) == '/' ? path.length() - 1 : path.length();
        return matches(path, Math.min(1, end), end == 1 ? 1 : end, 0);
    }

    // "from" is the first character of a segment, or past the end when no segment is left.
    private boolean matches(String path, int from, int end, int at) {
        int start = from;
        for (int i = at; i < segments.length; i++) {
            Segment segment = segments[i];
            if (segment.isMany()) {
                return i == segments.length - 1 || matchesSomewhere(path, start, end, i + 1);
            }
            if (start >= end) {
                return false;
            }
            int stop = segmentEnd(path, start, end);
            if (!segment.matches(path, start, stop)) {
                return false;
            }
            start = stop + 1;
        }
        return start >= end;
    }

    private boolean matchesSomewhere(String path, int from, int end, int at) {
        for (int start = from; start < end; start = segmentEnd(path, start, end) + 1) {
            if (matches(path, start, end, at)) {
                return true;
            }
        }
        return matches(path, end + 1, end, at);
    }

    private static int segmentEnd(String path, int start, int end) {
        int slash = path.indexOf('/', start);
        return slash < 0 || slash > end ? end : slash;
    }

    @Override
    public int compareTo(PathPattern other) {
        int common = Math.min(segments.length, other.segments.length);
        for (int i = 0; i < common; i++) {
            int order = segments[i].compareTo(other.segments[i]);
            if (order != 0) {
                return order;
            }
        }
        return lengthOrder(other, common);
    }

    // /api is more specific than /api/**, and /a/b than /a.
    private int lengthOrder(PathPattern other, int common) {
        if (segments.length > common) {
            return segments[common].isMany() ? 1 : -1;
        }
        if (other.segments.length > common) {
            return other.segments[common].isMany() ? -1 : 1;
        }
        return 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PathPattern that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
