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
import dev.breakwater.cost.ledger.LedgerRow;
import dev.breakwater.cost.ledger.LedgerRow.Event;
import dev.breakwater.cost.ledger.LedgerRow.Source;
import dev.breakwater.cost.price.PriceBook;
import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.cost.usage.LlmRequest;
import dev.breakwater.cost.usage.TokenUsage.Quality;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was held for calls of which it is not known what they took; the store and the ledger count the same. */
class KeptHoldsTest {
    private static final List<Budget> BUDGETS = List.of(
            Budget.named("money").limit("1.00 USD").build(),
            Budget.named("tokens").tokens(100_000).build());
    private static final String ZEROS = "{\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0}";

    private final ManualTime time = new ManualTime().advance(Duration.ofDays(320));
    private final List<LedgerRow> rows = new CopyOnWriteArrayList<>();
    private volatile Runnable observing = () -> {};

    @TempDir
    Path directory;

    private Budgets budgets;
    private LedgerFile ledger;
    private LlmMeter meter;

    @BeforeEach
    void start() {
        budgets = new Budgets(new LocalBudgetStore(time), (decision, exchange) -> {}, time);
        budgets.use(BUDGETS);
        ledger = LedgerFile.at(directory.resolve("spend.jsonl")).time(time).open();
        meter = new LlmMeter(
                PriceBook::bundled,
                (decision, exchange) -> observing.run(),
                time,
                () -> new Spending(budgets, row -> rows.add(row) && ledger.append(row), UnknownModel.TRACK, 1000, 0));
    }

    @AfterEach
    void stop() {
        ledger.close();
    }

    private LlmReading hold() {
        return meter.reserve(LlmRequest.of(LlmApi.OPENAI_CHAT_COMPLETIONS, "gpt-6-luna")
                .inputTokens(400)
                .maxOutput(500)
                .build());
    }

    private List<Long> counted() {
        List<BudgetLevel> levels =
                budgets.levels("gpt-6-luna", null).toCompletableFuture().join();
        return levels.stream().map(level -> level.committed() + level.held()).toList();
    }

    private void assertThatTheLedgerAgrees() throws IOException {
        ledger.close();
        LedgerReplay replay = LedgerReplay.read(directory.resolve("spend.jsonl"), ZoneOffset.UTC);
        List<BudgetLevel> levels =
                budgets.levels("gpt-6-luna", null).toCompletableFuture().join();
        assertThat(Conservation.check(replay, levels)).isEmpty();
    }

    private static void read(LlmReading call, String text) {
        call.read(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    private static String chunk(String content, String usage) {
        return "data: {\"model\":\"gpt-6-luna\",\"choices\":[{\"delta\":{\"content\":\"" + content + "\"}}],\"usage\":"
                + usage + "}\n\n";
    }

    private static String answer(String tier) {
        return "{\"model\":\"gpt-6-luna\",\"service_tier\":\"" + tier + "\",\"usage\":"
                + "{\"prompt_tokens\":200,\"completion_tokens\":150,\"total_tokens\":350}}";
    }

    private LedgerRow last() {
        return rows.get(rows.size() - 1);
    }

    @Test
    void anAnswerThatBreaksOffKeepsAllThatWasHeldAndItsRowTellsTheEstimate() throws IOException {
        LlmReading call = hold();
        List<Long> held = counted();
        read(call, chunk("Hello", "{\"prompt_tokens\":200,\"completion_tokens\":2,\"total_tokens\":202}"));
        CallCost cost = call.breakOff();
        assertThat(cost.usage().quality()).isEqualTo(Quality.PARTIAL);
        assertThat(counted()).isEqualTo(held);
        assertThat(last().source()).isEqualTo(Source.ESTIMATE);
        assertThat(last().nanoUsd()).isEqualTo(cost.nanoUsd()).isPositive().isLessThan(held.get(0));
        assertThat(Files.readString(directory.resolve("spend.jsonl")))
                .contains("\"counted\":" + held.get(0), "\"counted\":" + held.get(1));
        assertThatTheLedgerAgrees();
    }

    @Test
    void anEstimateThatIsMoreThanWasHeldCounts() throws IOException {
        LlmReading call = hold();
        read(call, chunk("Hello", "{\"prompt_tokens\":9000,\"completion_tokens\":2,\"total_tokens\":9002}"));
        CallCost cost = call.breakOff();
        assertThat(counted()).containsExactly(cost.nanoUsd(), 9002L);
        assertThatTheLedgerAgrees();
    }

    @Test
    void zerosInTheFirstEventsAreNoCount() throws IOException {
        LlmReading call = hold();
        List<Long> held = counted();
        read(call, chunk("H", ZEROS));
        assertThat(call.breakOff().usage().quality()).isEqualTo(Quality.ABSENT);
        assertThat(counted()).isEqualTo(held);
        assertThat(last().event()).isEqualTo(Event.UNKNOWN);
        assertThatTheLedgerAgrees();
    }

    @Test
    void aCountWithoutAPriceIsCountedWhereTokensAre() throws IOException {
        LlmReading call = hold();
        long held = counted().get(0);
        read(call, answer("of-a-kind-that-nobody-knows"));
        assertThat(call.end().isPriced()).isFalse();
        assertThat(counted()).containsExactly(held, 350L);
        assertThatTheLedgerAgrees();
    }

    @Test
    void aCompleteAnswerIsSettled() throws IOException {
        LlmReading call = hold();
        read(call, answer("default"));
        call.end();
        assertThat(counted()).containsExactly(95_000L, 350L);
        assertThatTheLedgerAgrees();
    }

    @Test
    void endsAfterTheLeaseAreCountedAlikeToo() throws IOException {
        LlmReading unpriced = hold();
        LlmReading broken = hold();
        LlmReading refused = hold();
        LlmReading silent = hold();
        time.advance(Duration.ofHours(1));
        assertThat(budgets.expired()).hasSize(4);
        ledger.close();
        // Opened again, it finds that their leases are over.
        ledger = LedgerFile.at(directory.resolve("spend.jsonl")).time(time).open();
        Awaitility.await()
                .until(() -> Files.readString(directory.resolve("spend.jsonl")).split("\"orphaned\"").length == 5);
        read(unpriced, answer("of-a-kind-that-nobody-knows"));
        unpriced.end();
        read(broken, chunk("Hello", "{\"prompt_tokens\":9000,\"completion_tokens\":2,\"total_tokens\":9002}"));
        broken.breakOff();
        refused.refused();
        silent.unanswered();
        assertThat(rows.subList(4, 8)).extracting(LedgerRow::event).containsOnly(Event.CORRECTED);
        assertThatTheLedgerAgrees();
    }

    @Test
    void anObserverMayWaitForAnotherThreadThatEndsTheSameCall() {
        WireCall call = new WireCall(hold(), null);
        call.answered(200, null);
        call.read(ByteBuffer.wrap(answer("default").getBytes(UTF_8)));
        observing = () -> CompletableFuture.runAsync(() -> call.ended(new IOException("closed")))
                .orTimeout(5, TimeUnit.SECONDS)
                .join();
        assertThat(CompletableFuture.runAsync(() -> call.ended(null))).succeedsWithin(Duration.ofSeconds(4));
        assertThat(rows).extracting(LedgerRow::event).containsExactly(Event.HELD, Event.SETTLED);
    }

    @Test
    void aLedgerMayWaitForAnotherThreadThatEndsTheSameCall() {
        LlmReading[] held = new LlmReading[1];
        LlmMeter waiting = new LlmMeter(
                PriceBook::bundled,
                (decision, exchange) -> {},
                time,
                () -> new Spending(
                        budgets,
                        row -> {
                            if (row.event() == Event.RELEASED) {
                                CompletableFuture.runAsync(held[0]::refused)
                                        .orTimeout(5, TimeUnit.SECONDS)
                                        .join();
                            }
                            return rows.add(row);
                        },
                        UnknownModel.TRACK,
                        1000,
                        0));
        held[0] = waiting.reserve(
                LlmRequest.of(LlmApi.OPENAI_CHAT_COMPLETIONS, "gpt-6-luna").build());
        assertThat(CompletableFuture.runAsync(held[0]::refused)).succeedsWithin(Duration.ofSeconds(4));
        assertThat(rows).extracting(LedgerRow::event).containsExactly(Event.HELD, Event.RELEASED);
    }
}
