/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.contract.TestExchange;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("minimal")
class CurrentExchangeTest {
    private final TestExchange exchange = TestExchange.get("/");

    @Test
    void isThereBetweenOpenAndClose() {
        assertThat(CurrentExchange.get()).isNull();
        Exchange previous = CurrentExchange.open(exchange);
        assertThat(CurrentExchange.get()).isSameAs(exchange);
        CurrentExchange.close(previous);
        assertThat(CurrentExchange.get()).isNull();
    }

    @Test
    void nestsAndComesBack() {
        Exchange inner = TestExchange.get("/inner");
        Exchange outside = CurrentExchange.open(exchange);
        Exchange before = CurrentExchange.open(inner);
        assertThat(CurrentExchange.get()).isSameAs(inner);
        CurrentExchange.close(before);
        assertThat(CurrentExchange.get()).isSameAs(exchange);
        CurrentExchange.close(outside);
    }

    @Test
    void wrappedWorkTakesItToAnotherThreadAndLeavesNothingBehind() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            AtomicReference<@Nullable Exchange> seen = new AtomicReference<>();
            Exchange previous = CurrentExchange.open(exchange);
            Runnable run = CurrentExchange.wrap(() -> seen.set(CurrentExchange.get()));
            Callable<Exchange> call = CurrentExchange.wrap((Callable<Exchange>) CurrentExchange::get);
            var supply = CurrentExchange.wrapSupplier(CurrentExchange::get);
            CurrentExchange.close(previous);

            other.submit(run).get();
            assertThat(seen.get()).isSameAs(exchange);
            assertThat(other.submit(call).get()).isSameAs(exchange);
            assertThat(other.submit(supply::get).get()).isSameAs(exchange);
            assertThat(other.submit(CurrentExchange::get).get()).isNull();
        } finally {
            other.shutdown();
        }
    }

    @Test
    void comesBackAfterWorkThatThrows() {
        Exchange previous = CurrentExchange.open(exchange);
        Runnable work = CurrentExchange.wrap((Runnable) () -> {
            throw new IllegalStateException("work failed");
        });
        CurrentExchange.close(previous);
        assertThatThrownBy(work::run).hasMessage("work failed");
        assertThat(CurrentExchange.get()).isNull();
    }

    @Test
    void slotsKeepTheirValues() {
        for (int i = 0; i < 20; i++) {
            Slot<Integer> slot = Slot.of("same name", Integer.class);
            exchange.put(slot, i);
            assertThat(exchange.get(slot)).isEqualTo(i);
            exchange.put(slot, -i);
            assertThat(exchange.get(slot)).isEqualTo(-i);
        }
        assertThat(exchange.get(Slot.of("same name", Integer.class))).isNull();
    }
}
