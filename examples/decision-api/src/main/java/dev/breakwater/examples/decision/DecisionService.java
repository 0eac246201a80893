/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Service;

/** Decides: rules first, then the language model, and rules again if it does not answer. */
@Service
class DecisionService {
    private final GeminiClient gemini;
    private final DecisionTally tally;
    private final DecisionMeters meters;
    private final DailyBudget budget;

    DecisionService(GeminiClient gemini, DecisionTally tally, DecisionMeters meters, DailyBudget budget) {
        this.gemini = gemini;
        this.tally = tally;
        this.meters = meters;
        this.budget = budget;
    }

    CompletableFuture<Answer> decide(Message message) {
        Answer ruled = Rules.decide(message);
        return counted(ruled == null ? gemini.ask(message) : CompletableFuture.completedFuture(ruled));
    }

    /** For what can wait: the last fifth of the day's budget is not for it, so rules decide then. */
    CompletableFuture<Answer> decideThriftily(Message message) {
        if (!budget.isForWhoWaits()) {
            return decide(message);
        }
        Answer ruled = Rules.decide(message);
        Answer answer = ruled == null ? Rules.fallback(message, "the budget left is for what is urgent") : ruled;
        return counted(CompletableFuture.completedFuture(answer));
    }

    private CompletableFuture<Answer> counted(CompletableFuture<Answer> answer) {
        return answer.thenApply(tally::decided).thenApply(meters::decided);
    }
}
