/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
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

    @Test
    void exempt_paths_are_left_out_whatever_the_others_say() {
        RequestMatcher api = RequestMatcher.of(List.of("GET"), List.of(PathPattern.of("/api/**")));
        RequestMatcher matcher = api.except(List.of(PathPattern.of("/api/status"), PathPattern.of("/api/*/ping")));

        assertThat(matcher.matches("GET", "/api/orders")).isTrue();
        assertThat(matcher.matches("GET", "/api/status/now")).isTrue();
        assertThat(matcher.matches("GET", "/api/status")).isFalse();
        assertThat(matcher.matches("HEAD", "/api/status/")).isFalse();
        assertThat(matcher.matches("GET", "/api/v2/ping")).isFalse();
        assertThat(matcher.matches("GET", "/other")).isFalse();
        assertThat(matcher.isSameAs(api)).isFalse();
        assertThat(matcher).hasToString("[GET] on [/api/**] except [/api/status, /api/*/ping]");
        assertThat(RequestMatcher.all().except(List.of(PathPattern.of("/a"))).matches("GET", "/a"))
                .isFalse();
    }
}
