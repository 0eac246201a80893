/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("minimal")
class PathMapTest {

    @Test
    void theMostSpecificPatternWinsWhateverTheOrder() {
        PathMap<String> map = PathMap.<String>builder()
                .put(PathPattern.all(), "everything")
                .put(PathPattern.of("/api/**"), "api")
                .put(PathPattern.of("/api/admin/**"), "admin")
                .build();
        assertThat(map.find("/api/admin/x")).isEqualTo("admin");
        assertThat(map.find("/api/x")).isEqualTo("api");
        assertThat(map.find("/x")).isEqualTo("everything");
    }

    @Test
    void withoutAMatchThereIsNothing() {
        assertThat(PathMap.<String>builder()
                        .put(PathPattern.of("/a"), "a")
                        .build()
                        .find("/b"))
                .isNull();
    }

    @Test
    void aMatcherTakesMethodAndPath() {
        RequestMatcher matcher =
                RequestMatcher.of(List.of("POST"), List.of(PathPattern.of("/a"), PathPattern.of("/b")));
        assertThat(matcher.matches("POST", "/b")).isTrue();
        assertThat(matcher.matches("GET", "/b")).isFalse();
        assertThat(matcher.matches("post", "/b")).isFalse();
        assertThat(matcher.matches("POST", "/c")).isFalse();
        assertThat(RequestMatcher.all().matches("ANY", "/thing")).isTrue();
    }
}
