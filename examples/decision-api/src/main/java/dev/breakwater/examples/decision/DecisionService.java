/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import dev.breakwater.examples.decision.Answer.Source;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Decides: rules first, then the language model, and rules again if it does not answer. */
@Service
class DecisionService {
    private static final Logger LOG = LoggerFactory.getLogger(DecisionService.class);

    private final GeminiClient gemini;
    private final DecisionTally tally;

    DecisionService(GeminiClient gemini, DecisionTally tally) {
        this.gemini = gemini;
        this.tally = tally;
    }

    Answer decide(Message message) {
        Answer ruled = Rules.decide(message);
        Answer answer = ruled == null ? ask(message) : ruled;
        tally.decided(answer.source());
        return answer;
    }

    private Answer ask(Message message) {
        try {
            GeminiClient.Opinion opinion = gemini.ask(message);
            return new Answer(opinion.action(), opinion.confidence(), Source.LLM, "the model's opinion");
        } catch (IOException failed) {
            LOG.warn("The language model did not answer: {}", failed.toString());
            return Rules.fallback(message);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Rules.fallback(message);
        }
    }
}
