/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one call used, by its provider's own count. Immutable. Only a usage that {@link #isKnown()} can be priced: what
 * a provider did not say is not zero.
 */
public final class TokenUsage {
    /** How far the counts can be relied on. */
    public enum Quality {
        /** As reported, and in agreement with the provider's total where it gave one. */
        EXACT,
        /** The provider's counts disagree, or can be read in several ways; these are the larger, dearer reading. */
        RECONCILED,
        /**
         * The answer broke off. The input is as reported, the output is what was reported until then or an estimate from the
         * text that was seen.
         */
        PARTIAL,
        /**
         * The answer does not report all of its usage. The output is then what it did report, or for a stream an estimate
         * from the text that was seen; of the input nothing is known.
         */
        ABSENT,
        /** The answer is not what its provider documents; any counts are only what could be read. */
        MALFORMED,
        /** The answer is in a content coding that is not understood. */
        UNREADABLE
    }

    /** What {@link #reportedNanoUsd} is where the provider does not say what a call cost. */
    public static final long NOT_REPORTED = -1;

    private final TokenCounts tokens;
    private final Quality quality;
    private final Set<Modality> modalities;
    private final long reportedNanoUsd;
    private final long webSearches;
    private final long toolCalls;
    private final @Nullable String serviceTier;
    private final @Nullable String speed;
    private final @Nullable String region;
    private final @Nullable String responseModel;
    private final @Nullable String responseId;

    private TokenUsage(Builder builder) {
        tokens = new TokenCounts(builder.tokens.clone());
        quality = builder.quality;
        modalities = builder.modalities.isEmpty() ? Set.of() : Set.copyOf(builder.modalities);
        webSearches = builder.webSearches;
        toolCalls = builder.toolCalls;
        serviceTier = builder.serviceTier;
        speed = builder.speed;
        region = builder.region;
        responseModel = builder.responseModel;
        responseId = builder.responseId;
        reportedNanoUsd = builder.reportedNanoUsd;
    }

    /** Begins a usage of no tokens and {@link Quality#EXACT} quality. */
    public static Builder builder() {
        return new Builder();
    }

    /** The tokens of one class, of all modalities. */
    public long tokens(TokenClass tokenClass) {
        return tokens.of(tokenClass);
    }

    /**
     * The tokens of one class and modality; over all modalities they add up to the tokens of the class. What the provider
     * does not say to be anything else is {@link Modality#TEXT}.
     */
    public long tokens(TokenClass tokenClass, Modality modality) {
        return tokens.of(tokenClass, modality);
    }

    /** Whether all tokens are {@link Modality#TEXT}, so that no other modality need be asked for. */
    public boolean isTextOnly() {
        return tokens.isTextOnly();
    }

    /**
     * All tokens that went in, from the cache or not. Price tiers by context length go by this count.
     *
     * @throws CostOverflowException if there are more than a long can count
     */
    public long totalInput() {
        return tokens.total(true);
    }

    /**
     * All tokens that came out, seen or not.
     *
     * @throws CostOverflowException if there are more than a long can count
     */
    public long totalOutput() {
        return tokens.total(false);
    }

    /** How far the counts can be relied on. */
    public Quality quality() {
        return quality;
    }

    /** Whether there are counts for input and output, be it an {@linkplain #isEstimated() estimate}. */
    public boolean isKnown() {
        return quality == Quality.EXACT || quality == Quality.RECONCILED || quality == Quality.PARTIAL;
    }

    /** Whether a part of the counts is not the provider's last word. */
    public boolean isEstimated() {
        return quality == Quality.PARTIAL;
    }

    /** How often the provider searched the web for this call, which it bills by the search; of Gemini, by the query. */
    public long webSearches() {
        return webSearches;
    }

    /**
     * How often the provider used other tools of its own that can have a fee beside the tokens: file search, code execution,
     * image generation, maps. Its answer does not say how much that is.
     */
    public long toolCalls() {
        return toolCalls;
    }

    /** The kinds of content the provider said it counted; empty if it did not say. */
    public Set<Modality> modalities() {
        return modalities;
    }

    /**
     * What the call cost in nano-dollars by the provider's own account, rounded half to even; {@link #NOT_REPORTED} if it
     * has none. It is what the provider bills, and beats any price book.
     */
    public long reportedNanoUsd() {
        return reportedNanoUsd;
    }

    /** The tier that the provider served the call with, in its words; null for the standard one. */
    public @Nullable String serviceTier() {
        return serviceTier;
    }

    /** The speed that the provider served the call with, in its words; null for the standard one. */
    public @Nullable String speed() {
        return speed;
    }

    /** The region to which the call was confined, in the provider's words; null if to none. */
    public @Nullable String region() {
        return region;
    }

    /** The model that answered, which can be another than the one that was asked. */
    public @Nullable String responseModel() {
        return responseModel;
    }

    /** The provider's id of the answer. */
    public @Nullable String responseId() {
        return responseId;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenUsage that
                && tokens.equals(that.tokens)
                && quality == that.quality
                && modalities.equals(that.modalities)
                && reportedNanoUsd == that.reportedNanoUsd
                && webSearches == that.webSearches
                && toolCalls == that.toolCalls
                && Objects.equals(serviceTier, that.serviceTier)
                && Objects.equals(speed, that.speed)
                && Objects.equals(region, that.region)
                && Objects.equals(responseModel, that.responseModel)
                && Objects.equals(responseId, that.responseId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(tokens, quality);
    }

    /** Counts and quality, for people who debug. */
    @Override
    public String toString() {
        return "TokenUsage[" + quality + ", " + tokens + "]";
    }

    /** Puts a usage together. Not for use by several threads. */
    public static final class Builder {
        private final long[] tokens = TokenCounts.cells();
        private final Set<Modality> modalities = EnumSet.noneOf(Modality.class);
        private Quality quality = Quality.EXACT;
        private long webSearches;
        private long toolCalls;
        private @Nullable String serviceTier;
        private @Nullable String speed;
        private @Nullable String region;
        private @Nullable String responseModel;
        private @Nullable String responseId;
        private long reportedNanoUsd = NOT_REPORTED;

        private Builder() {}

        /**
         * The text tokens of one class.
         *
         * @throws IllegalArgumentException if the count is negative
         */
        public Builder tokens(TokenClass tokenClass, long count) {
            return tokens(tokenClass, Modality.TEXT, count);
        }

        /**
         * The tokens of one class and modality. Any but text are {@linkplain #modality noted}.
         *
         * @throws IllegalArgumentException if the count is negative
         */
        public Builder tokens(TokenClass tokenClass, Modality modality, long count) {
            tokens[TokenCounts.index(tokenClass, modality)] = notNegative(tokenClass.name(), count);
            if (count > 0 && modality != Modality.TEXT) {
                modalities.add(modality);
            }
            return this;
        }

        void add(TokenClass tokenClass, Modality modality, long count) {
            tokens(tokenClass, modality, tokens[TokenCounts.index(tokenClass, modality)] + count);
        }

        boolean hasNoInput() {
            for (TokenClass tokenClass : TokenClass.values()) {
                for (Modality modality : Modality.values()) {
                    if (tokenClass.isInput() && tokens[TokenCounts.index(tokenClass, modality)] > 0) {
                        return false;
                    }
                }
            }
            return true;
        }

        private static long notNegative(String what, long count) {
            if (count < 0) {
                throw new IllegalArgumentException(what + ": " + count + " (expected: 0 or more)");
            }
            return count;
        }

        /**
         * How often the provider searched the web.
         *
         * @throws IllegalArgumentException if the count is negative
         */
        public Builder webSearches(long count) {
            webSearches = notNegative("web searches", count);
            return this;
        }

        /**
         * How often the provider used other tools that can have a fee.
         *
         * @throws IllegalArgumentException if the count is negative
         */
        public Builder toolCalls(long count) {
            toolCalls = notNegative("tool calls", count);
            return this;
        }

        /** How far the counts can be relied on. */
        public Builder quality(Quality value) {
            quality = value;
            return this;
        }

        /** Notes that tokens of this kind were counted. */
        public Builder modality(Modality value) {
            modalities.add(value);
            return this;
        }

        /** The tier that the provider served the call with; null for the standard one. */
        public Builder serviceTier(@Nullable String value) {
            serviceTier = value;
            return this;
        }

        /** The speed that the provider served the call with; null for the standard one. */
        public Builder speed(@Nullable String value) {
            speed = value;
            return this;
        }

        /** The region to which the call was confined; null if to none. */
        public Builder region(@Nullable String value) {
            region = value;
            return this;
        }

        /** The model that answered. */
        public Builder responseModel(@Nullable String value) {
            responseModel = value;
            return this;
        }

        /** The provider's id of the answer. */
        public Builder responseId(@Nullable String value) {
            responseId = value;
            return this;
        }

        /**
         * What the call cost in nano-dollars by the provider's own account.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder reportedNanoUsd(long value) {
            reportedNanoUsd = notNegative("reported cost", value);
            return this;
        }

        /**
         * The usage.
         *
         * @throws CostOverflowException if the tokens of one class are more than a long can count
         */
        public TokenUsage build() {
            return new TokenUsage(this);
        }
    }
}
