/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What was decided.
 *
 * @param action what to do
 * @param confidence how sure, from 0 to 1
 * @param churnRisk how likely it is that the customer leaves
 * @param source who decided
 * @param reason why, in a few words; never a part of the message
 */
public record Answer(Action action, double confidence, ChurnRisk churnRisk, Source source, String reason) {
    Answer fromCache() {
        return new Answer(action, confidence, churnRisk, Source.CACHE, reason);
    }

    /** Who decided. */
    public enum Source {
        /** A rule. */
        RULES,
        /** The language model. */
        LLM,
        /** The language model, when somebody else asked the same. */
        CACHE,
        /** A rule, because the language model did not answer or was not to be asked. */
        FALLBACK;

        /** The source in JSON. */
        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
