/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.breakwater.Admission;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.cost.CallCost;
import dev.breakwater.cost.LlmReading;
import dev.breakwater.cost.budget.BudgetExceededException;
import dev.breakwater.cost.budget.BudgetLevel;
import dev.breakwater.cost.ledger.SpendDimension;
import dev.breakwater.cost.ledger.SpendQuery;
import dev.breakwater.cost.ledger.SpendReport;
import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.cost.usage.LlmRequest;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Reply;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A runtime that pays for calls to models: what it assembles, keeps and tells. */
class CostsTest {
    private static final String MODEL = "ours";
    private static final String BOOK = """
            version: "1"
            currency: USD
            entries:
              - provider: openai
                model: ours
                from: 2025-01-01T00:00:00Z
                source: tests
                checked: 2026-01-01
                input: "1"
                output: "10"
            """;
    private static final String ANSWER = """
            {"id":"r1","object":"chat.completion","model":"ours","choices":[{"index":0,"message":{"role":"assistant",\
            "content":"a-planted-secret"},"finish_reason":"stop"}],"usage":{"prompt_tokens":100,"completion_tokens":50,\
            "total_tokens":150}}
            """;

    private final ManualTime time = new ManualTime();
    private final Map<String, String> values = new HashMap<>();

    private BreakwaterRuntime runtime;

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        if (runtime != null) {
            runtime.close();
        }
    }

    private BreakwaterRuntime start() throws IOException {
        Path prices = directory.resolve("prices.yaml");
        if (!Files.exists(prices)) {
            Files.writeString(prices, BOOK);
        }
        values.putIfAbsent("cost.prices", prices.toString());
        values.putIfAbsent("cost.budgets[0].name", "daily");
        values.putIfAbsent("cost.budgets[0].limit", "0.01 USD");
        runtime = BreakwaterRuntime.builder(Layers.of(Layer.of("test", values)))
                .time(time)
                .start();
        return runtime;
    }

    private BreakwaterSettings settings() {
        return BreakwaterSettings.read(Layers.of(Layer.of("test", values)));
    }

    private CallCost call() {
        LlmReading call = reserve();
        call.read(ByteBuffer.wrap(ANSWER.getBytes(StandardCharsets.UTF_8)));
        return call.end();
    }

    private LlmReading reserve() {
        return runtime.llmMeter()
                .reserve(LlmRequest.of(LlmApi.OPENAI_CHAT_COMPLETIONS, MODEL)
                        .inputTokens(1_000)
                        .maxOutput(500)
                        .build());
    }

    private BudgetLevel daily() {
        List<BudgetLevel> levels =
                runtime.budgets().levels(10).toCompletableFuture().join();
        assertThat(levels).hasSize(1);
        return levels.get(0);
    }

    @Test
    void aCallIsHeldForAndThenPaidToTheNano() throws IOException {
        start();
        LlmReading call = reserve();
        assertThat(daily().held()).isEqualTo(1_000 * 1_000 + 500 * 10_000);
        call.read(ByteBuffer.wrap(ANSWER.getBytes(StandardCharsets.UTF_8)));
        assertThat(call.end().nanoUsd()).isEqualTo(600_000);
        assertThat(daily().committed()).isEqualTo(600_000);
        assertThat(daily().held()).isZero();
    }

    @Test
    void whatDoesNotFitIsNotCalled() throws IOException {
        start();
        LlmReading under = reserve();
        assertThatThrownBy(this::reserve)
                .isInstanceOf(BudgetExceededException.class)
                .hasMessageContaining("daily");
        under.refused();
        assertThat(daily().left()).isEqualTo(10_000_000);
    }

    @Test
    void theSumsAreToldByDayAndModel() throws IOException {
        start();
        call();
        call();
        SpendReport report = SpendReport.of(runtime.spend(), SpendQuery.by(SpendDimension.MODEL));
        assertThat(report.lines()).singleElement().satisfies(line -> {
            assertThat(line.name()).isEqualTo("openai/ours");
            assertThat(line.spend().nanoUsd()).isEqualTo(1_200_000);
        });
    }

    @Test
    void aFileRemembersWhatWasSpentAndHeldBeforeARestart() throws IOException {
        values.put("cost.ledger", directory.resolve("spend.jsonl").toString());
        start();
        call();
        reserve();
        runtime.close();
        start();
        assertThat(daily().committed()).isEqualTo(600_000);
        assertThat(daily().held()).isEqualTo(6_000_000);
        assertThat(Files.readString(directory.resolve("spend.jsonl"))).doesNotContain("planted");
    }

    @Test
    void whatAFileRestoredIsSaidInWordsAndNothingIfItHadNothing() throws IOException {
        values.put("cost.ledger", directory.resolve("spend.jsonl").toString());
        values.put("cost.budgets[1].name", "later");
        values.put("cost.budgets[1].limit", "1000000 tokens");
        assertThat(saidOfTheLedger()).isEmpty();
        call();
        reserve();
        runtime.close();
        assertThat(saidOfTheLedger())
                .containsExactly("Breakwater: the ledger restored 2 windows and 1 open hold of budgets");
        runtime.close();
        values.remove("cost.budgets[1].name");
        values.remove("cost.budgets[1].limit");
        assertThat(saidOfTheLedger())
                .containsExactly(
                        "Breakwater: the ledger restored 1 window and 1 open hold of budgets",
                        "Breakwater: the ledger did not restore 2 amounts of budgets that are no longer configured, or"
                                + " have another key, unit or calendar");
    }

    private List<String> saidOfTheLedger() throws IOException {
        Logger logger = (Logger) LoggerFactory.getLogger(BreakwaterRuntime.class);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        logger.addAppender(said);
        logger.setLevel(Level.INFO);
        try {
            start();
        } finally {
            logger.detachAppender(said);
            logger.setLevel(null);
        }
        return said.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains("ledger"))
                .toList();
    }

    @Test
    void aBudgetThatComesBackAtRunTimeIsRestoredOnceFromTheFile() throws IOException {
        values.put("cost.ledger", directory.resolve("spend.jsonl").toString());
        values.put("cost.budgets[1].name", "later");
        values.put("cost.budgets[1].limit", "1000000 tokens");
        start();
        call();
        reserve();
        runtime.close();
        values.remove("cost.budgets[1].name");
        values.remove("cost.budgets[1].limit");
        start();
        assertThat(daily().left()).isEqualTo(10_000_000 - 600_000 - 6_000_000);

        values.put("cost.budgets[1].name", "later");
        values.put("cost.budgets[1].limit", "1000000 tokens");
        runtime.replace(settings());
        values.put("cost.budgets[1].limit", "2000000 tokens");
        runtime.replace(settings());

        List<BudgetLevel> levels =
                runtime.budgets().levels(10).toCompletableFuture().join();
        assertThat(levels).extracting(BudgetLevel::left).containsExactly(3_400_000L, 2_000_000L - 150 - 1_500);
    }

    @Test
    void aFileThatWasNotOpenedAsCostWasOffIsNotSilentlyDoneWithout() throws IOException {
        values.put("cost.ledger", directory.resolve("spend.jsonl").toString());
        values.put("cost.budgets[0].mode", "shadow");
        values.put("cost.enabled", "false");
        start();
        values.put("cost.enabled", "true");
        InvalidPolicyException refused =
                catchThrowableOfType(InvalidPolicyException.class, () -> runtime.replace(settings()));
        assertThat(refused.problems()).extracting(Problem::code).containsExactly("BW-COST-116");
    }

    @Test
    void memoryForgets() throws IOException {
        start();
        call();
        runtime.close();
        start();
        assertThat(daily().committed()).isZero();
    }

    @Test
    void otherSettingsKeepTheCountsOfABudgetByItsName() throws IOException {
        start();
        call();
        values.put("cost.budgets[0].limit", "0.02 USD");
        runtime.replace(settings());
        assertThat(daily().committed()).isEqualTo(600_000);
        assertThat(daily().left()).isEqualTo(19_400_000);
    }

    @Test
    void whereItIsKeptIsSettledAtTheStart() throws IOException {
        start();
        values.put("cost.ledger", directory.resolve("spend.jsonl").toString());
        InvalidPolicyException refused =
                catchThrowableOfType(InvalidPolicyException.class, () -> runtime.replace(settings()));
        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("BW-COST-116");
            assertThat(problem.path()).isEqualTo("cost.ledger");
        });
    }

    @Test
    void aFileThatIsInUseKeepsTheServiceFromStarting() throws IOException {
        values.put("cost.ledger", directory.resolve("spend.jsonl").toString());
        BreakwaterRuntime first = start();
        try {
            InvalidPolicyException refused = catchThrowableOfType(InvalidPolicyException.class, this::start);
            assertThat(refused.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.code()).isEqualTo("BW-COST-070");
                assertThat(problem.path()).isEqualTo("cost.ledger");
            });
        } finally {
            first.close();
        }
    }

    @Test
    void requestsAreRefusedWhileTheBudgetTheyNameIsSpent() throws IOException {
        values.put("cost.budgets[0].limit", "0.0006 USD");
        values.put("cost.budgets[0].refuse-paths", "/api/**");
        start();
        assertThat(status("/api/decide")).isEqualTo(200);
        runtime.llmMeter().record(LlmApi.OPENAI_CHAT_COMPLETIONS, MODEL, ANSWER.getBytes(StandardCharsets.UTF_8));
        assertThat(status("/api/decide")).isEqualTo(429);
        assertThat(status("/other")).isEqualTo(200);
    }

    private int status(String path) {
        Admission admission = runtime.chain().admit(TestExchange.get(path));
        Reply reply = admission.reply();
        return reply == null ? 200 : reply.status();
    }

    @Test
    void operatorsReadWhatItCost() throws IOException {
        start();
        call();
        assertThat(operator("by=model&format=text")).startsWith("openai/ours: 0.0006 USD");
        assertThat(operator("by=day&format=csv")).startsWith("day,");
        assertThat(operator(null))
                .contains(
                        "\"nanoUsd\":600000", "\"budgets\":[{\"name\":\"daily\"", "\"spent\":600000", "\"resets_at\":");
        assertThat(operator("by=moon")).contains("Expected: by=day");
        assertThat(operator("by=day&by=day")).contains("Expected: by=day");
        assertThat(operator("from=yesterday")).contains("Expected: by=day");
    }

    @Test
    void strangersReadNothing() throws IOException {
        start();
        Exchange stranger = TestExchange.request("GET", "/breakwater/costs")
                .peer("203.0.113.9")
                .build();
        assertThat(runtime.chain().admit(stranger).reply()).isNull();
    }

    private String operator(String query) {
        Exchange exchange = TestExchange.request("GET", "/breakwater/costs")
                .peer("127.0.0.1")
                .query(query)
                .build();
        return Objects.requireNonNull(runtime.chain().admit(exchange).reply()).text();
    }

    @Test
    void switchedOffNothingIsHeldOrAddedUp() throws IOException {
        values.put("cost.budgets[0].mode", "shadow");
        start();
        values.put("cost.enabled", "false");
        runtime.replace(settings());
        assertThat(call().isPriced()).isFalse();
        assertThat(runtime.budgets().isEmpty()).isTrue();
    }
}
