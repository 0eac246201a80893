/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import dev.breakwater.examples.decision.Answer.Source;
import org.jspecify.annotations.Nullable;

/** What can be decided without a language model: quickly, for nothing, and the same each time. */
final class Rules {
    private Rules() {}

    /** The answer of the first rule that applies, or null if none does. */
    static @Nullable Answer decide(Message message) {
        Phrases phrases = new Phrases(message.text());
        if (isNoise(message.text()) || isSpam(phrases)) {
            return rule(Action.IGNORE, 0.95, "spam or noise");
        }
        if (tellsOfOutage(phrases) && message.plan() != Plan.FREE) {
            return rule(Action.ESCALATE, 0.92, "outage of a paying customer");
        }
        if (phrases.haveAny("refund", "money back", "charged twice", "double charged", "chargeback")) {
            return rule(Action.REVIEW_REFUND, 0.9, "asks for money back");
        }
        if (phrases.haveAny("cancel", "unsubscribe", "close my account", "switch to a competitor", "switching to")) {
            return rule(Action.RETAIN, 0.88, "may leave");
        }
        return null;
    }

    /** What to do when neither a rule applies nor the model answers: better too much attention than too little. */
    static Answer fallback(Message message) {
        return message.plan() == Plan.ENTERPRISE
                ? new Answer(Action.ESCALATE, 0.5, Source.FALLBACK, "the model did not answer; enterprise plan")
                : new Answer(Action.REPLY, 0.4, Source.FALLBACK, "the model did not answer");
    }

    private static Answer rule(Action action, double confidence, String reason) {
        return new Answer(action, confidence, Source.RULES, reason);
    }

    /** No word at all, or one character over and over. */
    private static boolean isNoise(String text) {
        String trimmed = text.strip();
        boolean letters = trimmed.codePoints().anyMatch(Character::isLetter);
        boolean repeated =
                trimmed.length() > 4 && trimmed.codePoints().distinct().count() == 1;
        return !letters || repeated;
    }

    private static boolean isSpam(Phrases phrases) {
        return phrases.haveAny(
                "you have won", "buy followers", "free crypto", "click here to claim", "work from home and earn");
    }

    private static boolean tellsOfOutage(Phrases phrases) {
        return phrases.haveAny(
                "outage",
                "is down",
                "are down",
                "went down",
                "cannot log in",
                "cant log in",
                "not responding",
                "production is broken",
                "500 errors");
    }
}
