/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.policy;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Which requests a policy is about, by method and path. An empty list means all; GET covers HEAD. Paths may be exempt from
 * that. Immutable.
 */
public final class RequestMatcher {
    private static final RequestMatcher ALL = new RequestMatcher(List.of(), List.of(), List.of());

    private final List<String> methods;
    private final List<PathPattern> paths;
    private final List<PathPattern> exempt;

    private RequestMatcher(List<String> methods, List<PathPattern> paths, List<PathPattern> exempt) {
        this.methods = methods;
        this.paths = paths;
        this.exempt = exempt;
    }

    /** All requests. */
    public static RequestMatcher all() {
        return ALL;
    }

    /**
     * These requests.
     *
     * @param methods exact methods, all if empty; {@code GET} covers {@code HEAD}
     * @param paths patterns of which one must match, all if empty
     */
    public static RequestMatcher of(Collection<String> methods, Collection<PathPattern> paths) {
        return new RequestMatcher(List.copyOf(methods), List.copyOf(paths), List.of());
    }

    /** The same requests without those whose path matches one of these patterns, in place of any left out before. */
    public RequestMatcher except(Collection<PathPattern> patterns) {
        return new RequestMatcher(methods, paths, List.copyOf(patterns));
    }

    /** The methods; all if empty. */
    public List<String> methods() {
        return methods;
    }

    /** The patterns of which one must match; all paths if empty. */
    public List<PathPattern> paths() {
        return paths;
    }

    /** The patterns of which none may match. */
    public List<PathPattern> exempt() {
        return exempt;
    }

    /** Whether both were made of the same methods and patterns, in any order. */
    public boolean isSameAs(RequestMatcher other) {
        return Set.copyOf(methods).equals(Set.copyOf(other.methods))
                && Set.copyOf(paths).equals(Set.copyOf(other.paths))
                && Set.copyOf(exempt).equals(Set.copyOf(other.exempt));
    }

    /** Whether a request with this method and normalised path is meant. */
    public boolean matches(String method, String path) {
        return matchesMethod(method) && (paths.isEmpty() || isAnyOf(paths, path)) && !isAnyOf(exempt, path);
    }

    // RFC 9110 section 9.3.2: HEAD is GET without the content, and web stacks run the same handler for both.
    private boolean matchesMethod(String method) {
        return methods.isEmpty() || methods.contains(method) || (method.equals("HEAD") && methods.contains("GET"));
    }

    private static boolean isAnyOf(List<PathPattern> patterns, String path) {
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).matches(path)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return (methods.isEmpty() ? "all methods" : methods) + " on " + (paths.isEmpty() ? "all paths" : paths)
                + (exempt.isEmpty() ? "" : " except " + exempt);
    }
}
