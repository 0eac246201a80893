/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What an ordinary GET may allocate on its way through the chains that {@link ChainBenchmark} measures. Bytes do not depend
 * on how busy a machine is, as times do; they depend on how far the compiler has come. So the cheapest of many rounds
 * counts, and the rounds end as soon as one keeps the budget; the module's tests run with {@code -Xbatch}, so that each
 * method waits for its compiler however little of the machine that gets.
 */
class AllocationBudgetTest {
    private static final int REQUESTS = 5_000;
    private static final int MOST_ROUNDS = 80;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @BeforeAll
    static void needsAJvmThatCountsBytes() {
        assumeTrue(THREADS.isThreadAllocatedMemorySupported() && THREADS.isThreadAllocatedMemoryEnabled());
    }

    // Some 20 % above what was measured. Whoever makes a chain cheaper lowers its budget; whoever has to raise one says
    // why.
    @ParameterizedTest
    @CsvSource({
        "empty, 900",
        "headers, 2000",
        "cors, 1800",
        "rate-limit, 2600",
        "request-log, 3000",
        "whole, 4200",
    })
    void isKept(String stands, long budget) throws Exception {
        ChainBenchmark chain = new ChainBenchmark();
        chain.stands = stands;
        chain.start();
        try {
            assertThat(bytesPerRequest(chain, budget))
                    .as(
                            "bytes that a GET allocates in the chain '%s' (budget: %d); to see what they are, run"
                                    + " java -jar benchmarks/target/benchmarks.jar ChainBenchmark -p stands=%s -prof gc"
                                    + " with a profiler of allocations",
                            stands, budget, stands)
                    .isLessThanOrEqualTo(budget);
        } finally {
            chain.stop();
        }
    }

    private static long bytesPerRequest(ChainBenchmark chain, long budget) throws Exception {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < MOST_ROUNDS && least > budget; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < REQUESTS; i++) {
                assertThatItRan(chain.get());
            }
            least = Math.min(least, (THREADS.getCurrentThreadAllocatedBytes() - before) / REQUESTS);
        }
        return least;
    }

    // What nobody looks at could be compiled away.
    private static void assertThatItRan(int headers) {
        if (headers == 0) {
            throw new AssertionError("no header was written");
        }
    }
}
