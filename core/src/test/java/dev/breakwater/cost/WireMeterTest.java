/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.contract.ManualTime;
import dev.breakwater.cost.Spending.UnknownModel;
import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.BudgetLevel;
import dev.breakwater.cost.budget.BudgetStore;
import dev.breakwater.cost.budget.Budgets;
import dev.breakwater.cost.budget.Claim;
import dev.breakwater.cost.budget.Hold;
import dev.breakwater.cost.budget.HoldAnswer;
import dev.breakwater.cost.budget.HoldRequest;
import dev.breakwater.cost.budget.LocalBudgetStore;
import dev.breakwater.cost.budget.SettleAnswer;
import dev.breakwater.cost.ledger.LedgerRow;
import dev.breakwater.cost.ledger.LedgerRow.Event;
import dev.breakwater.cost.price.PriceBook;
import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.cost.usage.LlmEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an adapter says of an attempt, and what becomes of it. */
class WireMeterTest {
    private final ManualTime time = new ManualTime().advance(Duration.ofDays(320));
    private final List<LedgerRow> rows = new ArrayList<>();
    private final WireMeter wire = WireMeter.of(new LlmMeter(
            PriceBook::bundled,
            (decision, exchange) -> {},
            time,
            () -> new Spending(null, rows::add, UnknownModel.TRACK, 1000, 0)));

    @ParameterizedTest
    @CsvSource({"call-1, 3", ", 2"})
    void anAttemptKeepsItsNumberWhetherOrNotItsCallHasAName(String callId, int attempt) {
        WireCall call = wire.begin(
                        LlmEndpoint.of(LlmApi.OPENAI_CHAT_COMPLETIONS, "gpt-6-luna"),
                        "{}".getBytes(UTF_8),
                        callId,
                        attempt)
                .toCompletableFuture()
                .join();
        call.ended(new IOException("reset"));
        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.callId()).isEqualTo(callId);
            assertThat(row.attempt()).isEqualTo(attempt);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI_CHAT_COMPLETIONS, 400, false",
        "OPENAI_CHAT_COMPLETIONS, 408, true",
        "AZURE_OPENAI_CHAT_COMPLETIONS, 400, true",
        "AZURE_OPENAI_RESPONSES, 400, true",
        "AZURE_OPENAI_RESPONSES, 401, false",
    })
    void aRefusalThatMayBeBilledIsRecorded(LlmApi api, int status, boolean recorded) {
        WireCall call = wire.begin(LlmEndpoint.of(api, "gpt-6-luna"), "{}".getBytes(UTF_8), null, 1)
                .toCompletableFuture()
                .join();
        call.answered(status, null);
        call.ended(null);
        assertThat(rows).hasSize(recorded ? 1 : 0);
    }

    @Test
    void nothingOfWhatIsAskedAndAnsweredIsKept() {
        List<Object> told = new ArrayList<>();
        Budgets budgets = new Budgets(new LocalBudgetStore(time), (decision, exchange) -> told.add(decision), time);
        budgets.use(List.of(Budget.named("daily").limit("0.01 USD").build()));
        WireMeter limited = WireMeter.of(new LlmMeter(
                PriceBook::bundled,
                (decision, exchange) -> told.add(decision),
                time,
                () -> new Spending(budgets, rows::add, UnknownModel.DENY, 1000, 0)));
        String asks = "{\"model\":\"gpt-6-luna\",\"max_tokens\":%d,\"messages\":[{\"content\":\"planted-prompt\"}]}";
        WireCall call = begin(limited, String.format(Locale.ROOT, asks, 100));
        call.answered(200, null);
        call.read(ByteBuffer.wrap(("{\"id\":\"1\",\"model\":\"gpt-6-luna\",\"choices\":[{\"message\":"
                        + "{\"content\":\"planted-answer\"}}],\"usage\":{\"prompt_tokens\":20,"
                        + "\"completion_tokens\":10,\"total_tokens\":30}}")
                .getBytes(UTF_8)));
        call.ended(null);
        budgets.use(List.of(Budget.named("daily").limit("0.000000001 USD").build()));
        assertThatThrownBy(() -> begin(limited, String.format(Locale.ROOT, asks, 100_000)))
                .hasMessageContaining("daily")
                .hasMessageNotContaining("planted");

        assertThat(rows).extracting(LedgerRow::event).containsExactly(Event.HELD, Event.SETTLED);
        assertThat(told).hasSizeGreaterThan(1);
        assertThat(rows + "" + told + call + budgets.budgets() + limited).doesNotContain("planted");
    }

    private static WireCall begin(WireMeter wire, String body) {
        return wire.begin(LlmEndpoint.of(LlmApi.OPENAI_CHAT_COMPLETIONS, null), body.getBytes(UTF_8), "c", 1)
                .toCompletableFuture()
                .join();
    }

    @Test
    void aBodyThatCannotBeChangedEndsTheCallAndGivesItsHoldBack() {
        LocalBudgetStore store = new LocalBudgetStore(new ManualTime());
        Budgets budgets = new Budgets(new Senseless(store), (decision, exchange) -> {}, new ManualTime());
        budgets.use(List.of(Budget.named("daily").tokens(100_000).build()));
        WireMeter limited = WireMeter.of(new LlmMeter(
                PriceBook::bundled,
                (decision, exchange) -> {},
                new ManualTime(),
                () -> new Spending(budgets, rows::add, UnknownModel.TRACK, 1000, 0)));
        assertThat(limited.begin(
                                LlmEndpoint.of(LlmApi.OPENAI_CHAT_COMPLETIONS, "gpt-6-luna"),
                                "{}".getBytes(UTF_8),
                                null,
                                1)
                        .toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(rows).extracting(LedgerRow::event).containsExactly(Event.HELD, Event.RELEASED);
    }

    /** Grants less than nothing. */
    private record Senseless(BudgetStore store) implements BudgetStore {
        @Override
        public CompletionStage<HoldAnswer> hold(HoldRequest request) {
            return store.hold(request).thenApply(answer -> {
                Hold hold = ((HoldAnswer.Held) answer).hold();
                return new HoldAnswer.Held(new Hold(hold.id(), hold.parts(), -5, hold.expiresAt()), List.of());
            });
        }

        @Override
        public CompletionStage<SettleAnswer> settle(Hold hold, long[] spent) {
            return store.settle(hold, spent);
        }

        @Override
        public CompletionStage<SettleAnswer> charge(String id, List<Claim> spent) {
            return store.charge(id, spent);
        }

        @Override
        public CompletionStage<List<BudgetLevel>> levels(List<Claim> keys) {
            return store.levels(keys);
        }
    }
}
