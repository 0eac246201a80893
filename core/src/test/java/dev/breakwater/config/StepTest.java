/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepTest {

    @ParameterizedTest
    @CsvSource({
        "enabled, enabled",
        "a.b-c, a|b-c",
        "a.b[0].c, a|b|[0]|c",
        "a[0][12], a|[0]|[12]",
        "upstreams[my.api].timeout, upstreams|[my.api]|timeout",
        "set.X-Frame-Options, set|X-Frame-Options",
    })
    void readsPathsStepByStep(String path, String steps) {
        assertThat(Step.parse(path)).extracting(step -> step.below("")).isEqualTo(List.of(steps.split("\\|")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "a.", ".a", "a..b", "a[", "a[]", "a]b[", "a[0", "a[0].", "a[0]b", "a.[0]", "[", "[]"})
    void refusesWhatIsNoPath(String path) {
        assertThat(Step.parse(path)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"[0], true", "[12], true", "[01], false", "[-1], false", "[x], false", "[99999], false", "a, false"})
    void knowsAnIndexByItsOneSpelling(String step, boolean index) {
        assertThat(Step.parse(step)).singleElement().returns(index, Step::isIndex);
    }

    @Test
    void writesANameInBracketsOnlyWhereItMust() {
        assertThat(Step.named("gemini").below("upstreams")).isEqualTo("upstreams.gemini");
        assertThat(Step.named("my.api").below("upstreams")).isEqualTo("upstreams[my.api]");
    }
}
