/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternDoubtsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "/api/*|BW-PATH-003",
                "/caf%C3%A9|BW-PATH-005",
                "/a%2Fb|BW-PATH-005",
                "/login;v=1|BW-PATH-006",
                "/a/./b|BW-PATH-007",
                "/a/..|BW-PATH-007",
                "/users/:id|BW-PATH-008",
                "/users/<id>|BW-PATH-008",
                "/api/.*|BW-PATH-009",
                "/api/[a-z]|BW-PATH-009",
                "/(a|BW-PATH-009",
                "/^api|BW-PATH-009",
                "/api$|BW-PATH-009",
                "/api |BW-PATH-010",
            })
    void haveACodeEach(String pattern, String code) {
        Problems problems = new Problems();
        assertThat(PathPattern.parse(pattern, "paths[0]", problems)).isNotNull();
        assertThat(problems.hasErrors()).isFalse();
        assertThat(problems.warnings()).extracting(Problem::code).containsExactly(code);
    }

    @ParameterizedTest
    @CsvSource({
        "api, BW-PATH-001",
        "/a?b=c, BW-PATH-002",
        "/a\\b, BW-PATH-002",
        "/a//b, BW-PATH-004",
        "/a**, BW-PATH-004"
    })
    void faultsHaveACodeEach(String pattern, String code) {
        Problems problems = new Problems();
        assertThat(PathPattern.parse(pattern, "paths[0]", problems)).isNull();
        assertThat(problems.all()).extracting(Problem::code).containsExactly(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/**",
                "/api/**",
                "/login/",
                "/{id}",
                "/*.pdf",
                "/report.*",
                "/files/*.*",
                "/.well-known/**",
                "/a b",
                "/caf\u00e9",
                "/a:b",
                "/~user"
            })
    void areNotRaisedByWhatIsUsual(String pattern) {
        Problems problems = new Problems();
        assertThat(PathPattern.parse(pattern, "paths[0]", problems)).isNotNull();
        assertThat(problems.all()).isEmpty();
    }
}
