/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import dev.breakwater.cost.usage.TokenUsage.Quality;

/**
 * OpenAI's {@code usage}, and what others made of it: tokens read from the cache and written to it are part of the input,
 * reasoning is part of the output unless the {@link Dialect} says otherwise, and the total is the sum of the two. A
 * streamed chat tells it only if asked to, in a chunk of its own; a streamed response in its last event.
 */
final class OpenAiCounts extends Counts {
    /** Where providers of the same shape differ. */
    enum Dialect {
        /** Reasoning is part of the output. */
        OPENAI,
        /** The same, and output of which nothing is told is pictures. */
        IMAGES,
        /** Reasoning comes beside the output, and is part of the total. */
        XAI,
        /** Reasoning and citations come beside output and input, and are no part of the total. */
        PERPLEXITY
    }

    final ModalityCounts inputKinds = new ModalityCounts();
    final ModalityCounts cachedKinds = new ModalityCounts();
    final ModalityCounts outputKinds = new ModalityCounts();
    final ProviderBill bill = new ProviderBill();
    private final Dialect dialect;

    long input;
    long cached;
    long cacheMisses;
    long written;
    long written30m;
    long written12h;
    long output;
    long reasoning;
    long citations;
    long total;
    private long searches;
    private long searchCalls;
    private long toolCalls;
    private long feesBeside;
    private boolean halfRead;
    private boolean finished;
    private boolean inChunk;
    private int choices;

    OpenAiCounts(Dialect dialect) {
        this.dialect = dialect;
        clear();
    }

    private void clear() {
        input = MISSING;
        cached = MISSING;
        cacheMisses = MISSING;
        written = MISSING;
        written30m = MISSING;
        written12h = MISSING;
        output = MISSING;
        reasoning = MISSING;
        citations = MISSING;
        total = MISSING;
        searches = 0;
        feesBeside = 0;
        inputKinds.clear();
        cachedKinds.clear();
        outputKinds.clear();
        bill.clear();
    }

    /** Of several usages in a stream the last one holds, and holds as a whole. */
    void usageBegins() {
        clear();
        halfRead = true;
    }

    void usageEnds() {
        halfRead = false;
        inChunk = true;
    }

    void choiceBegins() {
        choices++;
    }

    /** A chunk of the usage alone is the last one. */
    void chunkEnds() {
        finished |= inChunk && choices == 0;
        inChunk = false;
        choices = 0;
    }

    /** What is said only once is said when all is done. */
    void lastUsageEnds() {
        halfRead = false;
        finished = true;
    }

    /** A choice says that it is finished; some providers say what was used in each chunk before. */
    void finish() {
        finished = true;
    }

    void tierNamed(String name) {
        tier(isStandard(name) ? null : name);
    }

    /** Events say what was asked for until it is known what served the call: the last one says that. */
    private static boolean isStandard(String tier) {
        return switch (tier) {
            case "default", "standard", "on_demand", "auto" -> true;
            default -> false;
        };
    }

    /** Of several lists of items in a stream the last one holds. */
    void itemsBegin() {
        searchCalls = 0;
        toolCalls = 0;
    }

    /** What other tools do is free, or runs at the caller. */
    void item(String type) {
        switch (type) {
            case "web_search_call" -> searchCalls++;
            case "file_search_call", "code_interpreter_call", "image_generation_call" -> toolCalls++;
            default -> {
                // Text, reasoning, or a call of the caller's own tools.
            }
        }
    }

    /** Searches that the usage itself counts. */
    void searched(long count) {
        searches = count;
    }

    /** Something that is billed, but not by the token. */
    void feeBeside(long count) {
        feesBeside += count;
    }

    @Override
    Quality split(TokenUsage.Builder usage) {
        usage.webSearches(Math.max(searches, searchCalls)).toolCalls(toolCalls + feesBeside);
        if (halfRead) {
            return Quality.MALFORMED;
        }
        // Who counts what was missed in the cache may not count the sum.
        long in = cacheMisses == MISSING ? input : Math.max(input, cacheMisses + orZero(cached));
        if (in == MISSING) {
            return Quality.ABSENT;
        }
        boolean agrees = input == MISSING || in == input;
        agrees &= splitInput(usage, in);
        if (isStreamed() && isBroken() && !finished) {
            usage.tokens(TokenClass.OUT_VISIBLE, Math.max(output, estimatedOutput()));
            return Quality.PARTIAL;
        }
        agrees &= splitOutput(usage, in);
        if (output == MISSING && total == MISSING) {
            return Quality.MALFORMED;
        }
        bill.addTo(usage);
        return agrees ? Quality.EXACT : Quality.RECONCILED;
    }

    private boolean splitInput(TokenUsage.Builder usage, long in) {
        long lasting = orZero(written30m) + orZero(written12h);
        long write = Math.max(orZero(written), lasting);
        Shares shares = new Shares(usage, in, inputKinds);
        if (orZero(cached) + write > in) {
            // More than the input cannot be part of it: the larger reading has them beside it.
            shares.besideWhole();
        }
        shares.take(TokenClass.CACHE_READ, orZero(cached), cachedKinds);
        shares.takeText(TokenClass.CACHE_WRITE_30M, orZero(written30m));
        shares.takeText(TokenClass.CACHE_WRITE_12H, orZero(written12h));
        shares.takeText(TokenClass.CACHE_WRITE, write - lasting);
        usage.tokens(TokenClass.TOOL_IN, orZero(citations));
        return shares.rest(TokenClass.IN_FRESH) && (written == MISSING || lasting <= written);
    }

    private boolean splitOutput(TokenUsage.Builder usage, long in) {
        boolean within = dialect == Dialect.OPENAI || dialect == Dialect.IMAGES;
        long beside = within ? 0 : orZero(reasoning);
        // Embeddings have no output and say so by their total alone.
        long out = output == MISSING ? Math.max(0, orZero(total) - in) : output;
        long counted = in + out + (dialect == Dialect.XAI ? beside : 0);
        long unexplained = total == MISSING ? 0 : total - counted;
        if (dialect == Dialect.PERPLEXITY && unexplained == beside + orZero(citations)) {
            unexplained = 0;
        }
        // The larger reading: output that the total counts and the field does not.
        long all = out + Math.max(0, unexplained);
        if (dialect == Dialect.IMAGES && !outputKinds.isTold()) {
            outputKinds.add(Modality.IMAGE, all);
        }
        boolean agrees = splitOutput(usage, all, outputKinds, within ? orZero(reasoning) : 0);
        if (!within) {
            usage.tokens(TokenClass.OUT_REASONING, beside);
        }
        return agrees && unexplained == 0;
    }
}
