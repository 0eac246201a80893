/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.contract.ManualTime;
import dev.breakwater.cost.Spending.UnknownModel;
import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.Budgets;
import dev.breakwater.cost.budget.LocalBudgetStore;
import dev.breakwater.cost.ledger.Ledger;
import dev.breakwater.cost.price.PriceBook;
import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.cost.usage.LlmRequest;
import dev.breakwater.policy.Mode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be bounded is refused while a budget is enforced, and only then. */
class ShadowBudgetTest {
    private final ManualTime time = new ManualTime();
    private final Budgets budgets = new Budgets(new LocalBudgetStore(time), (decision, exchange) -> {}, time);
    private final LlmMeter meter = new LlmMeter(
            PriceBook::bundled,
            (decision, exchange) -> {},
            time,
            () -> new Spending(budgets, Ledger.NONE, UnknownModel.DENY, 1000, 0));

    static Stream<LlmRequest> withoutBounds() {
        return Stream.of(
                gpt().unbounded("image_url").build(),
                gpt().uncountable("body").build(),
                gpt().serviceTier("a-tier-that-nobody-sells").build(),
                LlmRequest.of(LlmApi.OPENAI_CHAT_COMPLETIONS, "nobody-knows-me").build());
    }

    private static LlmRequest.Builder gpt() {
        return LlmRequest.of(LlmApi.OPENAI_CHAT_COMPLETIONS, "gpt-6-luna");
    }

    @ParameterizedTest
    @MethodSource("withoutBounds")
    void isRefusedByAnEnforcedBudget(LlmRequest request) {
        budgets.use(List.of(Budget.named("daily").limit("5 USD").build()));
        assertThatThrownBy(() -> meter.reserve(request)).isInstanceOf(UnboundedSpendException.class);
    }

    @ParameterizedTest
    @MethodSource("withoutBounds")
    void isMadeUnderAShadow(LlmRequest request) {
        budgets.use(
                List.of(Budget.named("daily").limit("5 USD").mode(Mode.SHADOW).build()));
        assertThat(meter.reserve(request).end()).isNotNull();
    }
}
