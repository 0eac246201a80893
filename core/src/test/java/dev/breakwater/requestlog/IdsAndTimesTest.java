/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdsAndTimesTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @Test
    void aUuidHasItsTimeItsVersionAndItsVariant() {
        UUID uuid = UUID.fromString(new UuidV7(new RandomBits(1)).next(0x0123_4567_89abL));

        assertThat(uuid.getMostSignificantBits() >>> 16).isEqualTo(0x0123_4567_89abL);
        assertThat(uuid.version()).isEqualTo(7);
        assertThat(uuid.variant()).isEqualTo(2);
    }

    @Test
    void uuidsGrowWithinAMillisecondAndWhenTheClockStepsBack() {
        UuidV7 uuids = new UuidV7(new RandomBits(1));
        String last = "";
        for (int i = 0; i < 100_000; i++) {
            String next = uuids.next(i < 50_000 ? 1_000_000 : 1);
            assertThat(next.compareTo(last)).isPositive();
            last = next;
        }
    }

    @Test
    void uuidsOfManyThreadsAreAllDifferent() throws Exception {
        UuidV7 uuids = new UuidV7(new RandomBits(1));
        Set<String> seen = ConcurrentHashMap.newKeySet();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < 50_000; i++) {
                    seen.add(uuids.next(i / 1_000));
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(seen).hasSize(200_000);
    }

    @Test
    void uuidsOfTwoProcessesDifferWithinAMillisecond() {
        Set<String> seen = new HashSet<>();
        for (int seed = 0; seed < 10_000; seed++) {
            seen.add(new UuidV7(new RandomBits(seed)).next(1));
        }
        assertThat(seen).hasSize(10_000);
    }

    @ParameterizedTest
    @CsvSource({
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, true",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, true",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more, true",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more, false",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.more, false",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, false",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01, false",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01, false",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01, false",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x, false",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0, false",
        "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, false",
        "'', false",
    })
    void aTraceParentIsReadStrictly(String text, boolean valid) {
        String handedOn = "00-" + TRACE + '-' + SPAN + "-01";
        assertThat(TraceParent.parse(text)).isEqualTo(valid ? new TraceParent(TRACE, SPAN, handedOn) : null);
    }

    @Property
    void aTimestampSaysWhatTheJdkSays(
            @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_300_799L) long second,
            @ForAll @IntRange(max = 999_999_999) int nano) {
        Instant time = Instant.ofEpochSecond(second, nano);
        DateTimeFormatter format = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC);

        StringBuilder text = new StringBuilder();
        new Timestamp().append(time, text);
        assertThat(text).hasToString(format.format(time));
    }
}
