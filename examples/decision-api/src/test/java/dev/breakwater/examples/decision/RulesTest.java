/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.examples.decision.Answer.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Congratulations, you have won a prize!     | PRO        | IGNORE
                    aaaaaaaaaaaaaaa                            | PRO        | IGNORE
                    ?!?!                                       | PRO        | IGNORE
                    I was charged twice                        | FREE       | REVIEW_REFUND
                    REFUND, please!                            | ENTERPRISE | REVIEW_REFUND
                    Please cancel my subscription              | PRO        | RETAIN
                    Your API is down since noon                | ENTERPRISE | ESCALATE
                    I can't log in                             | PRO        | ESCALATE
                    The API is down, I want a refund           | PRO        | ESCALATE
                    The API is down, I want a refund           | FREE       | REVIEW_REFUND
                    """)
    void decideWhatIsClear(String text, Plan plan, Action action) {
        Answer answer = Rules.decide(new Message(text, plan));
        assertThat(answer).isNotNull();
        assertThat(answer.action()).isEqualTo(action);
        assertThat(answer.source()).isEqualTo(Source.RULES);
        assertThat(answer.confidence()).isBetween(0.8, 1.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "How do I export a report?",
                "The API is down",
                "Your cancellation policy is refundable?",
                "\u00bfC\u00f3mo exporto un informe?",
            })
    void leaveTheRestToTheModel(String text) {
        assertThat(Rules.decide(new Message(text, Plan.FREE))).isNull();
    }

    @Test
    void giveEnterpriseMoreAttentionWhenTheModelFails() {
        assertThat(Rules.fallback(new Message("x", Plan.ENTERPRISE), "why").action())
                .isEqualTo(Action.ESCALATE);
        assertThat(Rules.fallback(new Message("x", Plan.FREE), "why").action()).isEqualTo(Action.REPLY);
        assertThat(Rules.fallback(new Message("x", Plan.PRO), "why").source()).isEqualTo(Source.FALLBACK);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Please cancel my subscription      | HIGH
                    We are switching to somebody else  | HIGH
                    I am frustrated                    | MEDIUM
                    The API is down                    | MEDIUM
                    How do I export a report?          | LOW
                    """)
    void tellWhoMayLeaveByWordsAlone(String text, ChurnRisk risk) {
        assertThat(Rules.fallback(new Message(text, Plan.FREE), "why").churnRisk())
                .isEqualTo(risk);
    }
}
