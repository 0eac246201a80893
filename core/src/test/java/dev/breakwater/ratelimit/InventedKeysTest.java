/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Verdict;
import dev.breakwater.contract.TestExchange;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keys that nobody has verified come from one address, in whatever number. */
final class InventedKeysTest {
    private static final long ROOM = 64L << 20;

    @Test
    void are_charged_to_the_address() {
        assertThat(bytesFor(50_000)).isLessThan(ROOM);
    }

    @Test
    @Tag("heavy")
    void a_million_of_them_as_well() {
        assertThat(bytesFor(1_000_000)).isLessThan(ROOM);
    }

    private static long bytesFor(int keys) {
        RateLimitRig rig = RateLimitRig.of(
                RateLimitGuard.builder().verifier((header, credential, exchange) -> false),
                RateLimitRig.policy("ladder", "100 per hour").key("api-key", "ip"),
                RateLimitRig.policy("alone", "1000 per hour").key("api-key"));
        SplittableRandom random = new SplittableRandom(43);
        long before = used();
        int admitted = 0;
        for (int i = 0; i < keys; i++) {
            String key = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
            TestExchange exchange =
                    TestExchange.request("GET", "/").header("X-API-Key", key).build();
            admitted += rig.guard.inspect(exchange) instanceof Verdict.Proceed ? 1 : 0;
        }

        assertThat(admitted).isEqualTo(100);
        assertThat(rig.store.size())
                .as("the address, a hundred keys, the address for all further keys")
                .isEqualTo(102);
        return used() - before;
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
