/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.policy;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong while a policy is checked, so that everything is said at once. For one thread. */
public final class Problems {
    private final List<Problem> found = new ArrayList<>();

    /** Notes a problem that keeps the service from starting. */
    public Problems error(String code, String path, String value, String expected, String fix) {
        return add(Problem.error(code, path, value, expected, fix));
    }

    /** Notes a problem that is only said. */
    public Problems warning(String code, String path, String value, String expected, String fix) {
        return add(Problem.warning(code, path, value, expected, fix));
    }

    /** Notes a problem. */
    public Problems add(Problem problem) {
        found.add(problem);
        return this;
    }

    /** Notes all problems of another check, their paths below {@code parent}. */
    public Problems addBelow(String parent, List<Problem> problems) {
        for (Problem problem : problems) {
            found.add(problem.below(parent));
        }
        return this;
    }

    /** Whether anything found keeps the service from starting. */
    public boolean hasErrors() {
        return found.stream().anyMatch(Problem::isError);
    }

    /** Everything found so far, in order. */
    public List<Problem> all() {
        return List.copyOf(found);
    }

    /** What was found that is only to be said. */
    public List<Problem> warnings() {
        return found.stream().filter(problem -> !problem.isError()).toList();
    }

    /**
     * Ends the check.
     *
     * @throws InvalidPolicyException with everything found, if anything keeps the service from starting
     */
    public void throwIfInvalid() {
        if (hasErrors()) {
            throw new InvalidPolicyException(all());
        }
    }
}
