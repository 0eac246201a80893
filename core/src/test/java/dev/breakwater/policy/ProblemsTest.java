/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("minimal")
class ProblemsTest {

    @Test
    void everythingIsSaidAtOnce() {
        Problems problems = new Problems()
                .error("BW-A-001", "a", "1", "2", "Write 2.")
                .warning("BW-A-002", "b", "x", "y", "Think of y.")
                .error("BW-A-003", "c", "3", "4", "Write 4.");
        assertThatThrownBy(problems::throwIfInvalid)
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("2 problems")
                .hasMessageContaining("BW-A-001 a: 1 (expected: 2). Write 2.")
                .hasMessageContaining("(warning) BW-A-002")
                .hasMessageContaining("BW-A-003");
    }

    @Test
    void warningsAloneAreNoReasonToFail() {
        Problems problems = new Problems().warning("BW-A-002", "b", "x", "y", "Think of y.");
        assertThatCode(problems::throwIfInvalid).doesNotThrowAnyException();
    }

    @Test
    void pathsCanBeMovedBelowAnother() {
        Problems problems = new Problems()
                .addBelow(
                        "cors.policies[0]",
                        List.of(
                                Problem.error("BW-A-001", "max-age", "1", "2", "Fix."),
                                Problem.error("BW-A-001", "[1]", "1", "2", "Fix."),
                                Problem.error("BW-A-001", "", "1", "2", "Fix.")));
        assertThat(problems.all())
                .extracting(Problem::path)
                .containsExactly("cors.policies[0].max-age", "cors.policies[0][1]", "cors.policies[0]");
    }
}
