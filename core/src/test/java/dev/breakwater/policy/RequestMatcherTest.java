/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequestMatcherTest {
    @ParameterizedTest(name = "{0} covers {1}: {2}")
    @CsvSource({
        "GET, GET, true",
        "GET, HEAD, true",
        "GET, POST, false",
        "GET, get, false",
        "HEAD, HEAD, true",
        "HEAD, GET, false",
        "POST, HEAD, false",
        "'', HEAD, true",
    })
    void a_head_request_runs_the_handler_of_get_and_counts_as_one(String listed, String sent, boolean covered) {
        List<String> methods = listed.isEmpty() ? List.of() : List.of(listed);

        assertThat(RequestMatcher.of(methods, List.of()).matches(sent, "/")).isEqualTo(covered);
    }
}
