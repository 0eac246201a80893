/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a call asks for, as far as it decides what the call can cost at most. Immutable.
 *
 * <p>The input is bounded by bytes: a token of any model in use stands for at least one byte of what was sent, so that no
 * call reads more tokens than it has bytes. What is not in the request itself (a file by its URL, an earlier answer by its
 * id, a search that the provider makes) is {@linkplain #unbounded() unbounded}.
 */
public final class LlmRequest {
    /** The output has no limit that the request names. */
    public static final long UNLIMITED = -1;

    private final LlmApi api;
    private final String model;
    private final long inputTokens;
    private final long maxOutput;
    private final long leastOutput;
    private final int choices;
    private final @Nullable String serviceTier;
    private final @Nullable String speed;
    private final @Nullable String region;
    private final long webSearches;
    private final List<String> unbounded;
    private final List<String> uncountable;
    private final @Nullable String callId;
    private final int attempt;

    private LlmRequest(Builder builder) {
        api = builder.api;
        model = builder.model;
        inputTokens = builder.inputTokens;
        maxOutput = builder.maxOutput;
        leastOutput = builder.leastOutput;
        choices = builder.choices;
        serviceTier = builder.serviceTier;
        speed = builder.speed;
        region = builder.region;
        webSearches = builder.webSearches;
        unbounded = List.copyOf(builder.unbounded);
        uncountable = List.copyOf(builder.uncountable);
        callId = builder.callId;
        attempt = builder.attempt;
    }

    /**
     * Begins a request of no input and unlimited output.
     *
     * @param api what is called
     * @param model the model that is asked for
     */
    public static Builder of(LlmApi api, String model) {
        return new Builder(api, model);
    }

    /** What is called. */
    public LlmApi api() {
        return api;
    }

    /** The model that is asked for. */
    public String model() {
        return model;
    }

    /** How many tokens the request itself can be at most. */
    public long inputTokens() {
        return inputTokens;
    }

    /** How many tokens each answer may have at most, reasoning included; {@link #UNLIMITED} if the request does not say. */
    public long maxOutput() {
        return maxOutput;
    }

    /**
     * With how few tokens an answer is still of use; {@link #UNLIMITED} if only with all that it may have. Whoever makes the
     * call with less than it asked for must say so to the provider.
     */
    public long leastOutput() {
        return leastOutput;
    }

    /** How many answers are asked for. */
    public int choices() {
        return choices;
    }

    /** The tier that is asked for, in the provider's words; null if none. */
    public @Nullable String serviceTier() {
        return serviceTier;
    }

    /** The speed that is asked for, in the provider's words; null if none. */
    public @Nullable String speed() {
        return speed;
    }

    /** The region that is asked for, in the provider's words; null if none. */
    public @Nullable String region() {
        return region;
    }

    /** How often the provider may search the web at most, as far as anybody can say. */
    public long webSearches() {
        return webSearches;
    }

    /**
     * The parts of the request that can add input which cannot be known before: {@code image_url},
     * {@code previous_response_id}, {@code web_search}. So many tokens may be assumed for each. Empty if all of it is bounded.
     */
    public List<String> unbounded() {
        return unbounded;
    }

    /**
     * The parts of the request that leave nothing to assume: a {@code body} that cannot be read or has two readings, a number
     * of answers ({@code n}) that is none. Such a request is not sent while there is a budget. Empty if there is none.
     */
    public List<String> uncountable() {
        return uncountable;
    }

    /** What several attempts of one call share; null if that is not known. */
    public @Nullable String callId() {
        return callId;
    }

    /** Which attempt of the call this is; 1 for the first. */
    public int attempt() {
        return attempt;
    }

    /** The same request as a builder. */
    public Builder toBuilder() {
        Builder same = new Builder(api, model);
        same.inputTokens = inputTokens;
        same.maxOutput = maxOutput;
        same.leastOutput = leastOutput;
        same.choices = choices;
        same.serviceTier = serviceTier;
        same.speed = speed;
        same.region = region;
        same.webSearches = webSearches;
        same.unbounded.addAll(unbounded);
        same.uncountable.addAll(uncountable);
        same.callId = callId;
        same.attempt = attempt;
        return same;
    }

    /** What is called, and its bounds. */
    @Override
    public String toString() {
        return api.provider() + "/" + model + " of at most " + inputTokens + " tokens";
    }

    /** Puts a request together. Not for use by several threads. */
    public static final class Builder {
        private final LlmApi api;
        private final String model;
        private long inputTokens;
        private long maxOutput = UNLIMITED;
        private long leastOutput = UNLIMITED;
        private int choices = 1;
        private @Nullable String serviceTier;
        private @Nullable String speed;
        private @Nullable String region;
        private long webSearches;
        private final List<String> unbounded = new ArrayList<>(0);
        private final List<String> uncountable = new ArrayList<>(0);
        private @Nullable String callId;
        private int attempt = 1;

        private Builder(LlmApi api, String model) {
            this.api = Objects.requireNonNull(api, "api");
            this.model = Objects.requireNonNull(model, "model");
        }

        /**
         * How many tokens go in at most; the bytes of the request will do. 0 by default.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder inputTokens(long most) {
            inputTokens = notNegative("input tokens", most);
            return this;
        }

        /**
         * How many tokens each answer may have. {@link #UNLIMITED} by default.
         *
         * @throws IllegalArgumentException if it is negative, and not {@link #UNLIMITED}
         */
        public Builder maxOutput(long most) {
            maxOutput = most == UNLIMITED ? most : notNegative("max output", most);
            return this;
        }

        /**
         * With how few tokens an answer is still of use; by default only with all that it may have.
         *
         * @throws IllegalArgumentException if it is negative, and not {@link #UNLIMITED}
         */
        public Builder leastOutput(long fewest) {
            leastOutput = fewest == UNLIMITED ? fewest : notNegative("least output", fewest);
            return this;
        }

        /**
         * How many answers are asked for; 1 by default.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder choices(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("choices: " + count + " (expected: 1 or more)");
            }
            choices = count;
            return this;
        }

        /** The tier that is asked for; null for none. */
        public Builder serviceTier(@Nullable String value) {
            serviceTier = value;
            return this;
        }

        /** The speed that is asked for; null for none. */
        public Builder speed(@Nullable String value) {
            speed = value;
            return this;
        }

        /** The region that is asked for; null for none. */
        public Builder region(@Nullable String value) {
            region = value;
            return this;
        }

        /**
         * How often the provider may search the web at most; 0 by default.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder webSearches(long most) {
            webSearches = notNegative("web searches", most);
            return this;
        }

        /** Notes a part that can add input which cannot be known before. */
        public Builder unbounded(String part) {
            unbounded.add(part);
            return this;
        }

        /** Notes a part of which not even a number of tokens can be assumed. */
        public Builder uncountable(String part) {
            uncountable.add(part);
            return this;
        }

        /**
         * Which attempt of which call this is, where several may be made for one.
         *
         * @param id what the attempts share; null if that is not known
         * @param number 1 for the first
         */
        public Builder attempt(@Nullable String id, int number) {
            callId = id;
            attempt = number;
            return this;
        }

        /** The request. */
        public LlmRequest build() {
            return new LlmRequest(this);
        }

        private static long notNegative(String what, long count) {
            if (count < 0) {
                throw new IllegalArgumentException(what + ": " + count + " (expected: 0 or more)");
            }
            return count;
        }
    }
}
