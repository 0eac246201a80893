/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.slf4j.spi.MDCAdapter;

class ContextTest {
    private final Exchange request = TestExchange.get("/decide");
    private final ClassLoader loader = new ClassLoader(getClass().getClassLoader()) {};
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService pool = Executors.newSingleThreadExecutor();
    private final Upstream upstream = Upstream.named("gemini")
            .attempts(3)
            .backoff(Duration.ofMillis(1))
            .threads(pool)
            .observer((decision, exchange) -> seen.add("observer " + (exchange == request)))
            .build();

    @BeforeEach
    void enter() throws Exception {
        // A thread takes its first class loader from whoever had it made.
        pool.submit(() -> {}).get();
        CurrentExchange.open(request);
        MDC.put("traceId", "abc");
        Thread.currentThread().setContextClassLoader(loader);
    }

    @AfterEach
    void leave() {
        CurrentExchange.close(null);
        MDC.clear();
        Thread.currentThread().setContextClassLoader(before);
        upstream.close();
        pool.shutdown();
    }

    private void see(String where) {
        boolean same = CurrentExchange.get() == request
                && "abc".equals(MDC.get("traceId"))
                && Thread.currentThread().getContextClassLoader() == loader;
        seen.add(where + " " + same);
    }

    private void assertThePoolIsClean() throws InterruptedException, ExecutionException {
        pool.submit(() -> {
                    assertThat(CurrentExchange.get()).isNull();
                    assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
                    assertThat(Thread.currentThread().getContextClassLoader()).isNotSameAs(loader);
                })
                .get();
    }

    @Test
    void goesAlongToEveryAttemptItsReadingItsMeterAndTheFallback() throws Exception {
        String answer = upstream.call(() -> {
                    see("attempt");
                    return "raw";
                })
                .<String>map(raw -> {
                    see("reading");
                    throw new IOException();
                })
                .meter((read, failure) -> see("meter"))
                .fallback(failure -> {
                    see("fallback");
                    return "rules";
                })
                .get();

        assertThat(answer).isEqualTo("rules");
        assertThat(seen)
                .containsExactly(
                        "attempt true",
                        "reading true",
                        "meter true",
                        "attempt true",
                        "reading true",
                        "meter true",
                        "attempt true",
                        "reading true",
                        "meter true",
                        "fallback true",
                        "observer true");
        assertThePoolIsClean();
    }

    @Test
    void isTheSameInTheFirstAttemptTheThirdAndTheFallbackWhichMayRunAnywhere() throws Exception {
        List<String> traces = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<String> started = upstream.<String>call(() -> {
                    traces.add(MDC.get("traceId") + '@' + Thread.currentThread().getName());
                    throw new IOException();
                })
                .fallback(failure -> "fallback " + MDC.get("traceId"))
                .start();
        MDC.clear();

        assertThat(started.join()).isEqualTo("fallback abc");
        assertThat(traces).hasSize(3).allMatch(trace -> trace.startsWith("abc@"));
        assertThat(traces)
                .noneMatch(trace -> trace.endsWith(Thread.currentThread().getName()));
        assertThat(MDC.get("traceId")).isNull();
        assertThePoolIsClean();
    }

    @Test
    void goesAlongWhenNobodyWaits() throws Exception {
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> started = upstream.<String>callAsync(() -> {
                    see("attempt");
                    return seen.size() == 1 ? first : CompletableFuture.failedFuture(new IOException());
                })
                .meter((read, failure) -> see("meter"))
                .fallback(failure -> {
                    see("fallback");
                    return "rules";
                })
                .start();
        pool.submit(() -> first.completeExceptionally(new IOException())).get();

        assertThat(started.join()).isEqualTo("rules");
        assertThat(seen)
                .containsExactly(
                        "attempt true", "meter true",
                        "attempt true", "meter true",
                        "attempt true", "meter true",
                        "fallback true", "observer true");
        assertThePoolIsClean();
    }

    @Test
    void isThatOfWhatFollowsTooSoThatASecondCallIsMadeForTheSameRequest() throws Exception {
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> second = new CompletableFuture<>();
        CompletableFuture<Void> both = upstream.callAsync(() -> first)
                .start()
                .thenCompose(answer -> {
                    see("between");
                    return upstream.callAsync(() -> second).start();
                })
                .thenAccept(answer -> see("afterwards"));

        pool.submit(() -> first.complete("one")).get();
        pool.submit(() -> second.complete("two")).get();

        assertThat(both).isCompleted();
        assertThat(seen).containsExactly("observer true", "between true", "observer true", "afterwards true");
        assertThePoolIsClean();
    }

    @Test
    void neverCostsAPermitEvenIfTheLoggingBehindItFails() throws Exception {
        Upstream narrow =
                Upstream.named("narrow").maxConcurrent(1).threads(pool).build();
        Field adapter = MDC.class.getDeclaredField("MDC_ADAPTER");
        adapter.setAccessible(true);
        Object working = adapter.get(null);
        try {
            for (String failing : List.of("setContextMap", "getCopyOfContextMap", "clear")) {
                adapter.set(null, failing(failing, working));
                for (int i = 0; i < 3; i++) {
                    assertThat(narrow.call(() -> "fine").get()).isEqualTo("fine");
                    assertThat(narrow.callAsync(() -> pool.submit(() -> {}).isDone()
                                            ? CompletableFuture.completedFuture("done")
                                            : CompletableFuture.supplyAsync(() -> "later"))
                                    .start()
                                    .join())
                            .isIn("done", "later");
                }
            }
        } finally {
            adapter.set(null, working);
        }
        narrow.close();
    }

    private static Object failing(String method, Object working) {
        return Proxy.newProxyInstance(
                MDCAdapter.class.getClassLoader(), new Class<?>[] {MDCAdapter.class}, (it, called, args) -> {
                    if (called.getName().equals(method)) {
                        throw new IllegalStateException("the adapter is broken");
                    }
                    return called.invoke(working, args);
                });
    }

    @Test
    void isNotWhatTheUpstreamsOwnThreadsAreMadeOf() {
        Upstream own = Upstream.named("gemini").build();
        Thread thread = own.call(Thread::currentThread).get();
        Awaitility.await().until(() -> thread.getContextClassLoader() == Upstream.class.getClassLoader());
        own.close();
    }

    @Test
    void isRestoredWhateverTheWorkDoesToIt() throws Exception {
        upstream.call(() -> {
                    MDC.put("left", "behind");
                    Thread.currentThread().setContextClassLoader(null);
                    CurrentExchange.open(TestExchange.get("/other"));
                    return "done";
                })
                .get();
        assertThePoolIsClean();
    }
}
