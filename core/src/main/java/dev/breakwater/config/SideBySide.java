/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The valid policies of a list, and the sections they come from. The invalid ones are left out, so a policy's place among
 * these is not its place in the configuration. For one thread.
 */
final class SideBySide<P> {
    private final List<P> policies = new ArrayList<>();
    private final List<Settings> sections = new ArrayList<>();

    void add(P policy, Settings section) {
        policies.add(policy);
        sections.add(section);
    }

    /** Whether a valid policy came from this section. */
    boolean holds(Settings section) {
        return sections.contains(section);
    }

    /** The policies in order. */
    List<P> policies() {
        return List.copyOf(policies);
    }

    /**
     * Notes what is wrong with the policies together.
     *
     * @param check throws, with paths such as {@code policies[1].name}, if they do not go together
     */
    void check(Consumer<List<P>> check, Problems problems) {
        try {
            check.accept(policies());
        } catch (InvalidPolicyException invalid) {
            // Warnings are each policy's own, and said already.
            invalid.problems().stream()
                    .filter(Problem::isError)
                    .map(this::placed)
                    .forEach(problems::add);
        }
    }

    private Problem placed(Problem problem) {
        int open = problem.path().indexOf('[');
        int close = problem.path().indexOf(']');
        Settings section = sections.get(Integer.parseInt(problem.path().substring(open + 1, close)));
        String path = problem.path().substring(close + 1);
        Problem inner = Problem.error(
                problem.code(),
                path.startsWith(".") ? path.substring(1) : path,
                problem.value(),
                problem.expected(),
                problem.fix());
        return section.advised(inner).below(section.path());
    }
}
