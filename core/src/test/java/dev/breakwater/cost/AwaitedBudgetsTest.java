/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.contract.ManualTime;
import dev.breakwater.cost.Spending.UnknownModel;
import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.BudgetLevel;
import dev.breakwater.cost.budget.Budgets;
import dev.breakwater.cost.budget.LocalBudgetStore;
import dev.breakwater.cost.ledger.LedgerRow;
import dev.breakwater.cost.ledger.LedgerRow.Event;
import dev.breakwater.cost.price.PriceBook;
import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.cost.usage.LlmEndpoint;
import dev.breakwater.cost.usage.LlmRequest;
import dev.breakwater.upstream.Upstream;
import dev.breakwater.upstream.UpstreamException;
import dev.breakwater.upstream.UpstreamException.Reason;
import dev.breakwater.upstream.UpstreamHttp;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Calls whose budgets are far away: their answers come late, when nobody waits any more, or never. */
class AwaitedBudgetsTest {
    private static final byte[] BODY = "{\"model\":\"gpt-6-luna\",\"max_tokens\":500}".getBytes(US_ASCII);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static ModelServer server;

    private final ManualTime time = new ManualTime().advance(Duration.ofDays(320));
    private final List<LedgerRow> rows = new CopyOnWriteArrayList<>();
    private final Queue<Runnable> late = new ConcurrentLinkedQueue<>();
    private volatile Executor answers = late::add;
    private final LocalBudgetStore store = new LocalBudgetStore(time);
    private final Budgets budgets =
            new Budgets(new WaitingStore(store, task -> answers.execute(task)), (decision, exchange) -> {}, time);
    private final LlmMeter meter = new LlmMeter(
            PriceBook::bundled,
            (decision, exchange) -> {},
            time,
            () -> new Spending(budgets, rows::add, UnknownModel.DENY, 1000, 0));
    private final HttpClient metered = MeteredHttpClient.of(CLIENT, WireMeter.of(meter));
    private final int askedBefore = server.asked();
    private Upstream upstream = upstream(Duration.ofSeconds(20));

    @BeforeAll
    static void open() throws IOException {
        server = new ModelServer();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    AwaitedBudgetsTest() {
        budgets.use(List.of(Budget.named("daily").nanoUsd(1_000_000_000_000L).build()));
    }

    @AfterEach
    void stop() {
        upstream.close();
    }

    private static Upstream upstream(Duration timeout) {
        return Upstream.named("model")
                .timeout(timeout)
                .attempts(1)
                .maxConcurrent(1000)
                .breakerFailureRate(1)
                .build();
    }

    private CompletableFuture<HttpResponse<String>> start(String doing) {
        return UpstreamHttp.of(upstream, CLIENT)
                .meter(meter.http(LlmApi.OPENAI_CHAT_COMPLETIONS, "gpt-6-luna"))
                .call(server.request(doing), BodyHandlers.ofString())
                .start();
    }

    /** What the store has to say comes at last, on another thread, and so does all that follows. */
    private void answer() {
        CompletableFuture.runAsync(() -> {
                    answers = Runnable::run;
                    for (Runnable next = late.poll(); next != null; next = late.poll()) {
                        next.run();
                    }
                })
                .join();
    }

    private BudgetLevel level() {
        return budgets.levels("gpt-6-luna", null).toCompletableFuture().join().get(0);
    }

    private void assertThatWasGivenBack() {
        assertThat(level().held()).isPositive();
        answer();
        Awaitility.await().until(() -> level().held() == 0);
        assertThat(level().committed()).isZero();
        assertThat(store.open()).isZero();
        assertThat(rows).extracting(LedgerRow::event).containsExactly(Event.HELD, Event.RELEASED);
        assertThat(server.asked()).isEqualTo(askedBefore);
    }

    @Nested
    class AnUpstream {
        @Test
        void callsOnceItsBudgetsHaveAnswered() {
            CompletableFuture<HttpResponse<String>> call = start("200");
            assertThat(call).isNotDone();
            assertThat(server.asked()).isEqualTo(askedBefore);
            answer();
            assertThat(call.join().statusCode()).isEqualTo(200);
            Awaitility.await().until(() -> rows.size() == 2);
            assertThat(level().committed()).isEqualTo(95_000);
            assertThat(level().held()).isZero();
        }

        @Test
        void holdsNoThreadWhileItsBudgetsAreAsked() {
            var threads = ManagementFactory.getThreadMXBean();
            start("200").cancel(true);
            int before = threads.getThreadCount();
            List<CompletableFuture<?>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                calls.add(start("200"));
            }
            assertThat(threads.getThreadCount() - before).isLessThan(20);
            assertThat(upstream.state().running()).isGreaterThanOrEqualTo(200);
            calls.forEach(call -> call.cancel(true));
            answer();
            Awaitility.await().until(() -> store.open() == 0);
            assertThat(upstream.state().running()).isZero();
            assertThat(server.asked()).isEqualTo(askedBefore);
        }

        @Test
        void thatIsCancelledMeanwhileSendsNothing() {
            CompletableFuture<?> call = start("200");
            call.cancel(true);
            Awaitility.await().until(() -> upstream.state().running() == 0);
            assertThatWasGivenBack();
        }

        @Test
        void whoseDeadlinePassesMeanwhileSendsNothing() {
            upstream.close();
            upstream = upstream(Duration.ofMillis(20));
            CompletableFuture<?> call = start("200");
            assertThatThrownBy(call::join)
                    .cause()
                    .isInstanceOfSatisfying(
                            UpstreamException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT));
            Awaitility.await().until(() -> upstream.state().running() == 0);
            assertThatWasGivenBack();
        }
    }

    @Nested
    class AClient {
        @Test
        void thatIsCancelledMeanwhileSendsNothing() {
            CompletableFuture<?> call = metered.sendAsync(server.request("200"), BodyHandlers.ofString());
            assertThat(call.cancel(true)).isTrue();
            assertThatWasGivenBack();
        }

        @Test
        void thatGivesUpMeanwhileSendsNothing() {
            CompletableFuture<?> call = metered.sendAsync(server.request("200"), BodyHandlers.ofString())
                    .orTimeout(1, TimeUnit.MILLISECONDS);
            assertThatThrownBy(call::join).isInstanceOf(CompletionException.class);
            assertThatWasGivenBack();
        }

        @Test
        void thatIsInterruptedMeanwhileSendsNothing() {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> metered.send(server.request("200"), BodyHandlers.ofString()))
                    .isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
            assertThatWasGivenBack();
        }

        @Test
        void waitsForAnAnswerFromAnotherThread() throws Exception {
            answers = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS);
            assertThat(metered.send(server.request("200"), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            Awaitility.await().until(() -> rows.size() == 2);
            assertThat(level().committed()).isEqualTo(95_000);
        }
    }

    @Nested
    class AnAdapter {
        @Test
        void thatIsCancelledMeanwhileSendsNothing() {
            LlmEndpoint endpoint = LlmEndpoint.of(LlmApi.OPENAI_CHAT_COMPLETIONS, null);
            CompletableFuture<?> call =
                    WireMeter.of(meter).begin(endpoint, BODY, null, 1).toCompletableFuture();
            call.cancel(false);
            assertThatWasGivenBack();
        }

        @Test
        void thatGivesUpMeanwhileSendsNothing() {
            CompletableFuture<?> call = meter.begin(LlmRequest.of(LlmApi.OPENAI_CHAT_COMPLETIONS, "gpt-6-luna")
                            .inputTokens(200)
                            .maxOutput(150)
                            .build())
                    .toCompletableFuture();
            call.completeExceptionally(new TimeoutException());
            assertThatWasGivenBack();
        }
    }

    /** Whatever becomes of a call, and whenever: what it holds comes to an end once, and the books agree. */
    @Nested
    class AThousandCalls {
        private static final Duration WAIT = Duration.ofMillis(100);
        private static final List<String> DOINGS = List.of("200", "200", "429", "500", "hang", "cut");
        private final Random random = new Random(9);
        private final Semaphore places = new Semaphore(64);
        private final ExecutorService senders = Executors.newFixedThreadPool(16);

        @AfterEach
        void stop() {
            senders.shutdownNow();
        }

        @Test
        void leaveNothingHeld() throws InterruptedException {
            answers = task -> {
                int millis = ThreadLocalRandom.current().nextInt(6);
                CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(task);
            };
            upstream.close();
            upstream = upstream(Duration.ofMillis(30));
            for (int i = 0; i < 1000; i++) {
                places.acquire();
                String doing = DOINGS.get(random.nextInt(DOINGS.size()));
                if (i % 3 == 0) {
                    abandoned(start(doing));
                } else if (i % 3 == 1) {
                    abandoned(metered.sendAsync(server.request(doing, WAIT), BodyHandlers.ofString()));
                } else {
                    interrupted(doing);
                }
            }
            assertThat(places.tryAcquire(64, 20, TimeUnit.SECONDS)).isTrue();
            Awaitility.await().until(() -> store.open() == 0 && isTold());
            assertThatTheBooksAgree();
            assertThat(upstream.state().running()).isZero();
        }

        private void abandoned(CompletableFuture<?> call) {
            boolean given = random.nextInt(3) == 0;
            Executor later = CompletableFuture.delayedExecutor(random.nextInt(12), TimeUnit.MILLISECONDS);
            CompletableFuture<?> unused = call.whenComplete((answer, failure) -> places.release());
            if (given) {
                later.execute(() -> call.cancel(true));
            }
        }

        /** An interrupt that comes late meets the next call of this thread. */
        private void interrupted(String doing) {
            boolean given = random.nextInt(3) == 0;
            Executor later = CompletableFuture.delayedExecutor(random.nextInt(12), TimeUnit.MILLISECONDS);
            Future<?> unused = senders.submit(() -> {
                if (given) {
                    later.execute(Thread.currentThread()::interrupt);
                }
                try {
                    return metered.send(server.request(doing, WAIT), BodyHandlers.ofString());
                } finally {
                    places.release();
                }
            });
        }

        /** Of every call that was held for it is known how it ended. */
        private boolean isTold() {
            long held = rows.stream().filter(row -> row.event() == Event.HELD).count();
            return rows.size() == 2 * held;
        }

        private void assertThatTheBooksAgree() {
            Map<String, Event> ends = new HashMap<>();
            long spent = 0;
            for (LedgerRow row : rows) {
                if (row.event() != Event.HELD) {
                    assertThat(ends.put(row.id(), row.event())).as(row.id()).isNull();
                }
                spent += row.event() == Event.SETTLED ? row.nanoUsd() : 0;
                spent += row.event() == Event.UNKNOWN ? row.reservedNanoUsd() : 0;
            }
            assertThat(ends.values()).contains(Event.SETTLED, Event.UNKNOWN, Event.RELEASED);
            assertThat(level().held()).isZero();
            assertThat(level().committed()).isEqualTo(spent);
        }
    }
}
