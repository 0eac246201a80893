/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows everything that is wrong with the configuration in place of a stack trace. */
final class InvalidPolicyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidPolicyException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidPolicyException cause) {
        StringBuilder description = new StringBuilder("Breakwater is not configured correctly:\n");
        StringBuilder action = new StringBuilder();
        for (Problem problem : cause.problems()) {
            description
                    .append("\n  ")
                    .append(problem.code())
                    .append(problem.isError() ? "  " : " (warning)  ")
                    .append(problem.path())
                    .append(": ")
                    .append(problem.value())
                    .append("\n      expected: ")
                    .append(problem.expected());
            action.append(action.length() == 0 ? "" : "\n")
                    .append(problem.code())
                    .append("  ")
                    .append(problem.path())
                    .append(": ")
                    .append(problem.fix());
        }
        return new FailureAnalysis(description.toString(), action.toString(), cause);
    }
}
