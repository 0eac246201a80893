/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

/**
 * Reads what a call used from its provider's answer. Implementations are safe for use by many threads, keep no part of
 * the answer but its model and id, and use an amount of memory that does not grow with the answer.
 */
@FunctionalInterface
public interface UsageParser {
    /**
     * Reads one complete answer, decoded from any content coding. Never throws because of what it finds: an answer
     * without usage is {@link TokenUsage.Quality#ABSENT}, one that cannot be understood
     * {@link TokenUsage.Quality#MALFORMED}.
     */
    TokenUsage parse(byte[] body);
}
