/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cost.price.PriceBook;
import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.cost.usage.Modality;
import dev.breakwater.cost.usage.TokenClass;
import dev.breakwater.cost.usage.TokenUsage;
import dev.breakwater.cost.usage.TokenUsage.Quality;
import dev.breakwater.cost.usage.UsageReader;
import dev.breakwater.exchange.TimeSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers of all providers in the forms that they document, with what a person derived from each by hand. */
class GoldenUsageTest {
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
    private static final LlmMeter METER = new LlmMeter(PriceBook::bundled, (decision, exchange) -> {}, at(NOW));

    private static TimeSource at(Instant instant) {
        return new TimeSource() {
            @Override
            public Instant now() {
                return instant;
            }

            @Override
            public long nanoTime() {
                return 0;
            }
        };
    }

    static List<GoldenUsage> payloads() throws IOException, URISyntaxException {
        return GoldenUsage.all();
    }

    private static UsageReader inPortions(LlmApi api, String coding, byte[] body, int length, Random sizes) {
        UsageReader reader = new UsageReader(api, coding);
        for (int from = 0; from < length; ) {
            int size = Math.min(length - from, 1 + sizes.nextInt(97));
            reader.read(ByteBuffer.wrap(body, from, size));
            from += size;
        }
        return reader;
    }

    @Test
    void coverEveryApiAndEveryFile() throws IOException, URISyntaxException {
        List<GoldenUsage> all = payloads();
        assertThat(all).hasSizeGreaterThan(200);
        assertThat(all.stream().map(GoldenUsage::api).collect(Collectors.toSet()))
                .isEqualTo(EnumSet.allOf(LlmApi.class));
        Set<Path> expected = all.stream().map(GoldenUsage::file).collect(Collectors.toSet());
        for (Path folder : expected.stream().map(Path::getParent).distinct().toList()) {
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files.filter(file -> !file.endsWith("expected.txt"))).isSubsetOf(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void areReadAsAPersonReadsThem(GoldenUsage golden) {
        TokenUsage usage = UsageReader.read(golden.api(), golden.body());
        TokenUsage expected = golden.expected(usage);
        assertThat(usage).isEqualTo(expected);
        for (TokenClass each : TokenClass.values()) {
            for (Modality modality : Modality.values()) {
                assertThat(usage.tokens(each, modality))
                        .as("%s %s", each, modality)
                        .isEqualTo(expected.tokens(each, modality));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void costWhatAPersonReckons(GoldenUsage golden) {
        if (golden.nanoUsd() != null) {
            CallCost cost = METER.record(golden.api(), golden.asked(), golden.body());
            assertThat(cost.isPriced()).as(cost.toString()).isTrue();
            assertThat(cost.nanoUsd()).isEqualTo(golden.nanoUsd());
            assertThat(cost.isReported()).isEqualTo(cost.usage().reportedNanoUsd() != TokenUsage.NOT_REPORTED);
        }
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void areTheSameInPortionsOfAnySize(GoldenUsage golden) throws IOException {
        byte[] body = golden.body();
        UsageReader bytes = new UsageReader(golden.api());
        for (int i = 0; i < body.length; i++) {
            bytes.read(ByteBuffer.wrap(body, i, 1));
        }
        TokenUsage whole = UsageReader.read(golden.api(), body);
        assertThat(bytes.end()).isEqualTo(whole);
        Random sizes = new Random(body.length);
        assertThat(inPortions(golden.api(), null, body, body.length, sizes).end())
                .isEqualTo(whole);
        byte[] packed = packed(body);
        assertThat(inPortions(golden.api(), "gzip", packed, packed.length, sizes)
                        .end())
                .isEqualTo(whole);
    }

    private static byte[] packed(byte[] body) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(body);
        }
        return packed.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void thatAreCutAreNeverTakenForWhole(GoldenUsage golden) {
        byte[] body = golden.body();
        TokenUsage whole = UsageReader.read(golden.api(), body);
        Random places = new Random(body.length);
        for (int i = 0; i < 15; i++) {
            int length = places.nextInt(body.length);
            TokenUsage cut =
                    inPortions(golden.api(), null, body, length, places).breakOff();
            if (whole.isKnown() && cut.isKnown() && !cut.isEstimated()) {
                assertThat(total(cut)).as("first %d bytes", length).isEqualTo(total(whole));
            }
            if (cut.quality() == Quality.PARTIAL) {
                assertThat(cut.totalInput()).isEqualTo(whole.totalInput());
                assertThat(cut.totalOutput()).isPositive();
                assertThat(cut.reportedNanoUsd()).isEqualTo(TokenUsage.NOT_REPORTED);
            }
            TokenUsage ended =
                    inPortions(golden.api(), null, body, length, places).end();
            if (golden.isDocument() && !new String(body, 0, length, UTF_8).isBlank()) {
                boolean complete = new String(body, length, body.length - length, UTF_8).isBlank();
                assertThat(ended.quality() == Quality.MALFORMED).isNotEqualTo(complete && whole.isKnown());
            }
        }
    }

    private static List<Long> total(TokenUsage usage) {
        return List.of(usage.totalInput(), usage.totalOutput());
    }
}
