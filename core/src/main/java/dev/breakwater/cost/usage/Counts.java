/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import dev.breakwater.cost.usage.TokenUsage.Quality;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was read of one answer, in its provider's overlapping counts. For one answer and one thread. */
abstract class Counts {
    static final long MISSING = -1;
    /** Told by providers that count nothing else. */
    static final ModalityCounts TEXT_ONLY = new ModalityCounts();

    private static final int BYTES_PER_TOKEN = 3;

    private final Set<Modality> modalities = EnumSet.noneOf(Modality.class);
    private @Nullable String model;
    private @Nullable String id;
    private @Nullable String tier;
    private long textBytes;
    private boolean malformed;
    private boolean streamed;
    private boolean broken;

    /** The answer is not what its provider documents. */
    final void malformed() {
        malformed = true;
    }

    /** The answer comes in parts. */
    final void streamed() {
        streamed = true;
    }

    final boolean isStreamed() {
        return streamed;
    }

    /** The answer ended before its end. */
    final void broken() {
        broken = true;
    }

    final boolean isBroken() {
        return broken;
    }

    final void model(String name) {
        model = name;
    }

    final void id(String text) {
        id = text;
    }

    /** The tier that served the call; null for the standard one. */
    final void tier(@Nullable String name) {
        tier = name;
    }

    /** Tokens of this kind were counted. */
    final void modality(Modality kind) {
        modalities.add(kind);
    }

    /** More text of the model was seen. */
    final void output(long bytes) {
        textBytes += bytes;
    }

    /**
     * About how many tokens the text is that was seen; never 0, since a model that began to answer is billed. Three bytes
     * to a token errs on the high side for English, and is about right where a character takes three bytes.
     */
    final long estimatedOutput() {
        return Math.max(1, (textBytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN);
    }

    final TokenUsage toUsage() {
        TokenUsage.Builder usage =
                TokenUsage.builder().serviceTier(tier).responseModel(model).responseId(id);
        modalities.forEach(usage::modality);
        Quality quality = split(usage);
        if (malformed) {
            quality = Quality.MALFORMED;
        } else if (quality == Quality.PARTIAL && usage.hasNoInput()) {
            // No call is without input: the first events of some servers count nothing, in zeros.
            quality = Quality.ABSENT;
        } else if (quality == Quality.ABSENT && streamed && textBytes > 0) {
            usage.tokens(TokenClass.OUT_VISIBLE, estimatedOutput());
        }
        return usage.quality(quality).build();
    }

    /** Turns the counts into disjoint ones and says how far they can be relied on. */
    abstract Quality split(TokenUsage.Builder usage);

    static long orZero(long count) {
        return count == MISSING ? 0 : count;
    }

    /**
     * Splits output of which reasoning is a part; whether that adds up. If there is more reasoning than output, the larger
     * reading has it beside the output.
     */
    static boolean splitOutput(TokenUsage.Builder usage, long output, ModalityCounts told, long reasoning) {
        Shares shares = new Shares(usage, output, told);
        if (reasoning > output) {
            shares.besideWhole();
        }
        shares.takeText(TokenClass.OUT_REASONING, reasoning);
        return shares.rest(TokenClass.OUT_VISIBLE);
    }
}
