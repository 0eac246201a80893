/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** "Load test completed (simulate 1000+ concurrent users)"; how many are too many is for {@code --step-load} to tell. */
@Tag("heavy")
class LoadHeavyTest {
    private static final int USERS = 1_200;

    @Test
    void twelveHundredWhoAskAtOnceAllHaveAnAnswer() {
        try (RunningService service = new RunningService(Map.of("USER_TOKENS_PER_HOUR", "1000000000"))) {
            List<CompletableFuture<String>> asked = new ArrayList<>();
            for (int i = 0; i < USERS; i++) {
                asked.add(service.asking("Question " + i, "pro").thenApply(RunningService::source));
            }
            List<String> sources = asked.stream().map(CompletableFuture::join).toList();
            assertThat(sources).containsOnly("llm", "fallback", "status 503");
            assertThat(sources.stream().filter("status 503"::equals)).hasSizeLessThan(USERS / 20);
            assertThat(service.model().calls()).isLessThanOrEqualTo(USERS);
        }
    }
}
