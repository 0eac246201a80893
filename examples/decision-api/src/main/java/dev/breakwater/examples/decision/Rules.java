/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import dev.breakwater.examples.decision.Answer.Source;
import org.jspecify.annotations.Nullable;

/** What can be decided without a language model: quickly, for nothing, and the same each time. */
final class Rules {
    private static final String[] SPAM = {
        "you have won", "buy followers", "free crypto", "click here to claim", "work from home and earn"
    };
    private static final String[] OUTAGE = {
        "outage",
        "is down",
        "are down",
        "went down",
        "cannot log in",
        "cant log in",
        "not responding",
        "production is broken",
        "500 errors"
    };
    private static final String[] MONEY_BACK = {"refund", "money back", "charged twice", "double charged", "chargeback"
    };
    private static final String[] LEAVING = {
        "cancel", "unsubscribe", "close my account", "switch to a competitor", "switching to"
    };
    private static final String[] ANGER = {
        "disappointed", "frustrated", "unacceptable", "too expensive", "competitor", "last straw", "fed up"
    };

    private Rules() {}

    /** The answer of the first rule that applies, or null if none does. */
    static @Nullable Answer decide(Message message) {
        Phrases phrases = new Phrases(message.text());
        if (isNoise(message.text()) || phrases.haveAny(SPAM)) {
            return new Answer(Action.IGNORE, 0.95, ChurnRisk.LOW, Source.RULES, "spam or noise");
        }
        if (phrases.haveAny(OUTAGE) && message.plan() != Plan.FREE) {
            return rule(Action.ESCALATE, 0.92, phrases, "outage of a paying customer");
        }
        if (phrases.haveAny(MONEY_BACK)) {
            return rule(Action.REVIEW_REFUND, 0.9, phrases, "asks for money back");
        }
        if (phrases.haveAny(LEAVING)) {
            return rule(Action.RETAIN, 0.88, phrases, "may leave");
        }
        return null;
    }

    private static Answer rule(Action action, double confidence, Phrases phrases, String reason) {
        return new Answer(action, confidence, churnRisk(phrases), Source.RULES, reason);
    }

    /** What to do where no rule applies and the model gives no answer: better too much attention than too little. */
    static Answer fallback(Message message, String reason) {
        ChurnRisk risk = churnRisk(new Phrases(message.text()));
        return message.plan() == Plan.ENTERPRISE
                ? new Answer(Action.ESCALATE, 0.5, risk, Source.FALLBACK, reason + "; enterprise plan")
                : new Answer(Action.REPLY, 0.4, risk, Source.FALLBACK, reason);
    }

    private static ChurnRisk churnRisk(Phrases phrases) {
        if (phrases.haveAny(LEAVING)) {
            return ChurnRisk.HIGH;
        }
        return phrases.haveAny(ANGER) || phrases.haveAny(OUTAGE) || phrases.haveAny(MONEY_BACK)
                ? ChurnRisk.MEDIUM
                : ChurnRisk.LOW;
    }

    /** No word at all, or one character over and over. */
    private static boolean isNoise(String text) {
        String trimmed = text.strip();
        boolean letters = trimmed.codePoints().anyMatch(Character::isLetter);
        boolean repeated =
                trimmed.length() > 4 && trimmed.codePoints().distinct().count() == 1;
        return !letters || repeated;
    }
}
