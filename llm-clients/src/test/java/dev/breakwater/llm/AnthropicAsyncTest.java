/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.llm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpMethod;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import com.anthropic.core.http.HttpResponse;
import dev.breakwater.contract.ManualTime;
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
import dev.breakwater.cost.price.PriceBook;
import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.llm.anthropic.AnthropicInterceptor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Asynchronous calls whose client fails at once, and those that nobody wants any more when their hold comes. */
final class AnthropicAsyncTest {
    private static final HttpRequest REQUEST = HttpRequest.builder()
            .method(HttpMethod.POST)
            .baseUrl("https://gateway.test")
            .addPathSegments("v1", "messages")
            .body(new Question())
            .build();

    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final LocalBudgetStore store = new LocalBudgetStore(new ManualTime().advance(Duration.ofDays(320)));
    private final ManualTime time = new ManualTime().advance(Duration.ofDays(320));
    private final Budgets budgets = new Budgets(new Late(), (decision, exchange) -> {}, time);
    private final WireMeter wire = WireMeter.of(new LlmMeter(
                    PriceBook::bundled,
                    (decision, exchange) -> {},
                    time,
                    () -> new Spending(budgets, row -> true, UnknownModel.TRACK, 1000, 1000)))
            .api("gateway.test", LlmApi.ANTHROPIC_MESSAGES);

    AnthropicAsyncTest() {
        budgets.use(List.of(Budget.named("daily").tokens(1_000_000).build()));
    }

    private CompletableFuture<HttpResponse> call(Supplier<CompletableFuture<HttpResponse>> sending) {
        HttpClient client = new HttpClient() {
            @Override
            public HttpResponse execute(HttpRequest request, RequestOptions options) {
                throw new UnsupportedOperationException();
            }

            @Override
            public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
                sent.incrementAndGet();
                return sending.get();
            }

            @Override
            public void close() {}
        };
        return AnthropicInterceptor.of(wire).intercept(client).executeAsync(REQUEST, RequestOptions.none());
    }

    private long held() {
        return budgets.levels("m", null).toCompletableFuture().join().get(0).held();
    }

    /** A request of which is known what it can cost. */
    private static final class Question implements HttpRequestBody {
        private static final byte[] JSON =
                "{\"model\":\"claude-haiku-4.5\",\"max_tokens\":10,\"messages\":[]}".getBytes(UTF_8);

        @Override
        public void writeTo(OutputStream out) {
            try {
                out.write(JSON);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        @Override
        public String contentType() {
            return "application/json";
        }

        @Override
        public long contentLength() {
            return JSON.length;
        }

        @Override
        public boolean repeatable() {
            return true;
        }

        @Override
        public void close() {}
    }

    @Test
    void aClientThatThrowsEndsTheCall() {
        ready.complete(null);
        CompletableFuture<HttpResponse> answer = call(() -> {
            throw new IllegalStateException("closed");
        });
        assertThat(answer).failsWithin(Duration.ofSeconds(1));
        assertThat(sent).hasValue(1);
        assertThat(held()).isZero();
    }

    @Test
    void anAnswerThatCannotBeReadEndsTheCall() {
        ready.complete(null);
        CompletableFuture<HttpResponse> answer = call(() -> CompletableFuture.completedFuture(null));
        assertThat(answer).failsWithin(Duration.ofSeconds(1));
        assertThat(sent).hasValue(1);
        assertThat(held()).isZero();
    }

    @Test
    void oneThatWasCancelledBeforeItsHoldCameIsNotSent() {
        CompletableFuture<HttpResponse> answer = call(CompletableFuture::new);
        assertThat(held()).isPositive();
        answer.cancel(true);
        ready.complete(null);
        assertThat(sent).hasValue(0);
        assertThat(held()).isZero();
    }

    /** Answers once it is ready. */
    private final class Late implements BudgetStore {
        @Override
        public CompletionStage<HoldAnswer> hold(HoldRequest request) {
            CompletionStage<HoldAnswer> answer = store.hold(request);
            return ready.thenCompose(now -> answer);
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
