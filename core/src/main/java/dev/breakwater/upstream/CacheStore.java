/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

/** Where an upstream's answers are kept for calls that name a key. */
public enum CacheStore {
    /** In this instance's memory: each instance asks by itself. */
    MEMORY,
    /**
     * In memory, and in Redis behind it, where the other instances find them: answers of those calls that say how to write
     * them (see {@link Call#cachedBy(String, AnswerCodec)}).
     */
    REDIS
}
