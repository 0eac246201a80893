/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LedgerKeeperTest {
    @Test
    void goesOnAfterAFault() {
        AtomicInteger ticks = new AtomicInteger();
        List<Throwable> faults = new CopyOnWriteArrayList<>();
        IllegalStateException fault = new IllegalStateException("once");
        try (LedgerKeeper keeper = new LedgerKeeper(
                () -> {
                    if (ticks.incrementAndGet() == 1) {
                        throw fault;
                    }
                },
                faults::add)) {
            keeper.begin();
            await().until(() -> ticks.get() > 1);
        }
        assertThat(faults).containsExactly(fault);
    }
}
