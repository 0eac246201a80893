/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import java.util.List;
import java.util.Map;

/** What the stand-in answers, as Gemini would put it. */
final class GeneratedAnswer {
    private GeneratedAnswer() {}

    /** The same for the same message. */
    static Map<String, Object> to(String message, String model, boolean useless) {
        String text = useless ? "As a language model" : opinion(message);
        Map<String, Object> content = Map.of("parts", List.of(Map.of("text", text)), "role", "model");
        return Map.of(
                "candidates",
                List.of(Map.of("content", content, "finishReason", "STOP", "avgLogprobs", -0.021)),
                "usageMetadata",
                Map.of(
                        "promptTokenCount", 200,
                        "candidatesTokenCount", 150,
                        "totalTokenCount", 350,
                        "promptTokensDetails", List.of(Map.of("modality", "TEXT", "tokenCount", 200)),
                        "candidatesTokensDetails", List.of(Map.of("modality", "TEXT", "tokenCount", 150))),
                "modelVersion",
                model + "-002",
                "responseId",
                "stand-in-" + Integer.toHexString(text.hashCode()));
    }

    private static String opinion(String message) {
        Phrases phrases = new Phrases(message);
        Action action = phrases.haveAny("breach", "leaked", "hacked", "lost all", "data loss")
                ? Action.ESCALATE
                : phrases.haveAny("disappointed", "competitor", "too expensive") ? Action.RETAIN : Action.REPLY;
        String risk = action == Action.RETAIN
                ? "high"
                : phrases.haveAny("frustrated", "unacceptable", "fed up") ? "medium" : "low";
        int percent = 60 + Math.floorMod(message.hashCode(), 36);
        return "{\"action\": \"" + action.text() + "\", \"confidence\": 0." + percent + ", \"churnRisk\": \"" + risk
                + "\"}";
    }
}
