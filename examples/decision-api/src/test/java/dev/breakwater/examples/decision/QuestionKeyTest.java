/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class QuestionKeyTest {
    private final GeminiFormat format = new GeminiFormat(JsonMapper.builder().build());

    private QuestionKey key(String model, String text, Plan plan, int maxTokens) {
        return QuestionKey.of(
                URI.create("https://example.com/" + model), format.question(new Message(text, plan), maxTokens, 0.2));
    }

    @Test
    void isTheSameForTheSameQuestion() {
        assertThat(key("a", "hello", Plan.PRO, 500)).isEqualTo(key("a", "hello", Plan.PRO, 500));
    }

    @ParameterizedTest
    @CsvSource({"b, hello, PRO, 500", "a, Hello, PRO, 500", "a, hello, FREE, 500", "a, hello, PRO, 501"})
    void differsWithAllThatShapesTheAnswer(String model, String text, Plan plan, int maxTokens) {
        assertThat(key(model, text, plan, maxTokens)).isNotEqualTo(key("a", "hello", Plan.PRO, 500));
    }

    @Test
    void keepsNothingOfTheMessage() {
        assertThat(key("a", "hello", Plan.PRO, 500).digest()).matches("[0-9a-f]{64}");
    }
}
