/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("minimal")
class PathPatternTest {

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvSource({
        "/**, /, true",
        "/**, /a/b/c, true",
        "/, /, true",
        "/, /a, false",
        "/api, /api, true",
        "/api, /api/, true",
        "/api/, /api, true",
        "/api, /API, false",
        "/api, /api/x, false",
        "/api/**, /api, true",
        "/api/**, /api/, true",
        "/api/**, /api/x, true",
        "/api/**, /api/x/y/z, true",
        "/api/**, /apix, false",
        "/api/**, /ap, false",
        "/api/**, /, false",
        "/api/*, /api/x, true",
        "/api/*, /api/x/, true",
        "/api/*, /api, false",
        "/api/*, /api/x/y, false",
        "/api/{id}, /api/7, true",
        "/api/{id}/items, /api/7/items, true",
        "/api/{id}/items, /api/items, false",
        "/*.json, /a.json, true",
        "/*.json, /.json, true",
        "/*.json, /a.jsonx, false",
        "/a*b*c, /aXbYc, true",
        "/a*b*c, /abbbc, true",
        "/a*b*c, /acb, false",
        "/**/x, /x, true",
        "/**/x, /a/b/x, true",
        "/**/x, /a/b/y, false",
        "/a/**/z, /a/z, true",
        "/a/**/z, /a/b/c/z, true",
        "/a/**/z, /a/b/c, false",
        "/a/**/m/**/z, /a/m/z, true",
        "/a/**/m/**/z, /a/1/m/2/3/z, true",
        "/a/**/m/**/z, /a/1/2/3/z, false",
        "/a, a, false",
    })
    void matches(String pattern, String path, boolean expected) {
        assertThat(PathPattern.of(pattern).matches(path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "", "*/x", "/a/***", "/a/x**", "/{a", "/a}", "/{a}{b}", "/a//b", "/a?b", "/a\\d+"})
    void aTextThatIsNoPatternIsRefused(String text) {
        assertThatThrownBy(() -> PathPattern.of(text))
                .isInstanceOfSatisfying(
                        InvalidPolicyException.class,
                        refused -> assertThat(refused.problems())
                                .singleElement()
                                .satisfies(problem -> assertThat(problem.code()).startsWith("BW-PATH-")));
    }

    @Test
    void aSingleStarAtTheEndIsDoubted() {
        Problems problems = new Problems();
        PathPattern.parse("/api/*", "paths[0]", problems);
        assertThat(problems.hasErrors()).isFalse();
        assertThat(problems.warnings()).singleElement().satisfies(doubt -> {
            assertThat(doubt.code()).isEqualTo("BW-PATH-003");
            assertThat(doubt.fix()).contains("did you mean /api/**");
        });
    }

    @Test
    void theMostSpecificComesFirst() {
        List<PathPattern> expected = patterns(
                "/api/admin/users",
                "/api/admin",
                "/api/admin/**",
                "/api/a*",
                "/api/{id}",
                "/api",
                "/api/**",
                "/{x}",
                "/**");
        List<PathPattern> shuffled = new ArrayList<>(expected);
        Collections.reverse(shuffled);
        Collections.sort(shuffled);
        assertThat(shuffled).containsExactlyElementsOf(expected);
    }

    @Test
    void aHostilePathCostsLittle() {
        PathPattern pattern = PathPattern.of("/a*a*a*a*a*a*a*a*b/**/x/**/y");
        String path = "/" + "a".repeat(20_000) + "/x".repeat(500);
        assertThat(pattern.matches(path)).isFalse();
    }

    @Property(tries = 500)
    void agreesWithANaiveMatcher(@ForAll("patterns") String pattern, @ForAll("paths") String path) {
        assertThat(PathPattern.of(pattern).matches(path))
                .isEqualTo(naive(
                        pattern.substring(1).split("/"), 0, path.substring(1).split("/"), 0));
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.of("a", "b", "*", "**", "a*", "{x}")
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(this::joined);
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of("a", "b", "ab", "ba")
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(this::joined);
    }

    private String joined(List<String> segments) {
        return "/" + String.join("/", segments);
    }

    private static boolean naive(String[] pattern, int i, String[] path, int j) {
        if (i == pattern.length) {
            return j == path.length;
        }
        if (pattern[i].equals("**")) {
            return naive(pattern, i + 1, path, j) || (j < path.length && naive(pattern, i, path, j + 1));
        }
        return j < path.length && segment(pattern[i], path[j]) && naive(pattern, i + 1, path, j + 1);
    }

    private static boolean segment(String pattern, String text) {
        return switch (pattern) {
            case "*", "{x}" -> true;
            case "a*" -> text.startsWith("a");
            default -> pattern.equals(text);
        };
    }

    private static List<PathPattern> patterns(String... texts) {
        return Arrays.stream(texts).map(PathPattern::of).toList();
    }
}
