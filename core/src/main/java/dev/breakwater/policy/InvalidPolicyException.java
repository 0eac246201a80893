/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.policy;

import java.util.List;

/** A policy or configuration is wrong. Carries all problems that were found, errors and warnings. */
public final class InvalidPolicyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** With everything that was found. */
    public InvalidPolicyException(List<Problem> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    /** Everything that was found, in order. */
    public List<Problem> problems() {
        return problems;
    }

    private static String message(List<Problem> problems) {
        long errors = problems.stream().filter(Problem::isError).count();
        StringBuilder text = new StringBuilder("Breakwater is not configured correctly, ")
                .append(errors)
                .append(errors == 1 ? " problem:" : " problems:");
        for (Problem problem : problems) {
            text.append(System.lineSeparator())
                    .append("  ")
                    .append(problem.isError() ? "" : "(warning) ")
                    .append(problem);
        }
        return text.toString();
    }
}
