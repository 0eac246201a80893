/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.ManualTime;
import dev.breakwater.cost.Spending.UnknownModel;
import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.BudgetLevel;
import dev.breakwater.cost.budget.Budgets;
import dev.breakwater.cost.budget.LocalBudgetStore;
import dev.breakwater.cost.ledger.Conservation;
import dev.breakwater.cost.ledger.LedgerFile;
import dev.breakwater.cost.ledger.LedgerReplay;
import dev.breakwater.cost.price.PriceBook;
import dev.breakwater.cost.usage.LlmApi;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that budgets only hear of when they were made: they count all the same, and still do after a restart. */
class UnheldCallsTest {
    private static final List<Budget> BUDGETS = List.of(
            Budget.named("money").limit("1.00 USD").build(),
            Budget.named("tokens").tokens(1_000).key("model").build());

    private final ManualTime time = new ManualTime().advance(Duration.ofDays(320));

    @TempDir
    Path directory;

    private Path file;
    private LocalBudgetStore store;
    private Budgets budgets;
    private LedgerFile ledger;
    private LlmMeter meter;

    @BeforeEach
    void start() {
        file = directory.resolve("spend.jsonl");
        store = new LocalBudgetStore(time);
        budgets = new Budgets(store, (decision, exchange) -> {}, time);
        ledger = LedgerFile.at(file).time(time).open();
        ledger.restore(BUDGETS, store);
        budgets.use(BUDGETS);
        meter = new LlmMeter(
                PriceBook::bundled,
                (decision, exchange) -> {},
                time,
                () -> new Spending(budgets, ledger, UnknownModel.TRACK, 1000, 0));
    }

    private void record(String model) {
        String answer = "{\"id\":\"1\",\"model\":\"" + model + "\",\"usage\":"
                + "{\"prompt_tokens\":200,\"completion_tokens\":150,\"total_tokens\":350}}";
        CallCost unused = meter.record(LlmApi.OPENAI_CHAT_COMPLETIONS, model, answer.getBytes(UTF_8));
    }

    private List<BudgetLevel> levels(String model) {
        return budgets.levels(model, null).toCompletableFuture().join();
    }

    @Test
    void countAfterARestartAsTheyDidBefore() throws IOException {
        record("gpt-6-luna");
        List<BudgetLevel> before = levels("gpt-6-luna");
        assertThat(before).extracting(BudgetLevel::committed).containsExactly(95_000L, 350L);
        ledger.close();
        LedgerReplay replay = LedgerReplay.read(file, ZoneOffset.UTC);
        assertThat(Conservation.check(replay, before)).isEmpty();

        start();
        assertThat(levels("gpt-6-luna")).isEqualTo(before);
        ledger.close();
    }

    @Test
    void withoutAPriceCountTheirTokens() {
        record("nobody-knows");
        ledger.close();

        start();
        assertThat(levels("nobody-knows")).extracting(BudgetLevel::committed).containsExactly(0L, 350L);
        ledger.close();
    }

    @Test
    void thatAreChargedTwiceCountOnce() {
        LlmReading call = meter.open(LlmApi.OPENAI_CHAT_COMPLETIONS, "gpt-6-luna");
        call.breakOff();
        call.end();
        ledger.close();

        start();
        assertThat(ledger.replay().rows()).isEqualTo(1);
        ledger.close();
    }
}
