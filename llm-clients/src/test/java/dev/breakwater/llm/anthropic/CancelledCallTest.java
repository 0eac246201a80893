/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.llm.anthropic;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpMethod;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpResponse;
import dev.breakwater.cost.LlmMeter;
import dev.breakwater.cost.Spending;
import dev.breakwater.cost.Spending.UnknownModel;
import dev.breakwater.cost.WireMeter;
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
import dev.breakwater.cost.ledger.Ledger;
import dev.breakwater.cost.price.PriceBook;
import dev.breakwater.exchange.TimeSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Asynchronous calls that nobody wants any more. */
class CancelledCallTest {
    private final LocalBudgetStore store = new LocalBudgetStore(TimeSource.system());
    private final CompletableFuture<Void> late = new CompletableFuture<>();
    private final Budgets budgets = new Budgets(new Late(), (decision, exchange) -> {}, TimeSource.system());
    private final LlmMeter meter = new LlmMeter(
            PriceBook::bundled,
            (decision, exchange) -> {},
            TimeSource.system(),
            () -> new Spending(budgets, Ledger.NONE, UnknownModel.TRACK, 100, 100));
    private final Sdk sdk = new Sdk();

    CancelledCallTest() {
        budgets.use(List.of(Budget.named("daily").tokens(1_000_000).build()));
    }

    private CompletableFuture<HttpResponse> ask() {
        HttpRequest request = HttpRequest.builder()
                .method(HttpMethod.POST)
                .baseUrl("https://api.anthropic.com")
                .addPathSegments("v1", "messages")
                .body(new BytesBody(
                        "{\"model\":\"claude-opus-5\",\"max_tokens\":5}".getBytes(US_ASCII), "application/json"))
                .build();
        return new MeteredHttpClient(sdk, WireMeter.of(meter)).executeAsync(request, RequestOptions.none());
    }

    @Test
    void areNotSentIfTheirBudgetsAnswerAfterThat() {
        CompletableFuture<HttpResponse> call = ask();
        assertThat(store.open()).isEqualTo(1);
        call.cancel(true);
        late.complete(null);
        assertThat(sdk.sent).isNull();
        assertThat(store.open()).isZero();
    }

    @Test
    void areCancelledWhereTheyAreSent() {
        late.complete(null);
        CompletableFuture<HttpResponse> call = ask();
        assertThat(sdk.sent).isNotNull().isNotDone();
        call.cancel(true);
        assertThat(sdk.sent).isCancelled();
        assertThat(store.open()).isZero();
    }

    @Test
    void holdNothingIfTheyCannotBeSent() {
        sdk.isClosed = true;
        late.complete(null);
        assertThat(ask()).isCompletedExceptionally();
        assertThat(store.open()).isZero();
    }

    /** Holds at once, and answers when it is let. */
    private final class Late implements BudgetStore {
        @Override
        public CompletionStage<HoldAnswer> hold(HoldRequest request) {
            CompletionStage<HoldAnswer> held = store.hold(request);
            return late.thenCompose(now -> held);
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

    /** A client that waits for answers that do not come. */
    private static final class Sdk implements HttpClient {
        private CompletableFuture<HttpResponse> sent;
        private boolean isClosed;

        @Override
        public HttpResponse execute(HttpRequest request, RequestOptions options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
            if (isClosed) {
                throw new IllegalStateException("closed");
            }
            sent = new CompletableFuture<>();
            return sent;
        }

        @Override
        public void close() {}
    }
}
