/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

/** Something that can throw a kill switch and is asked again and again. Its text says what it is. */
interface KillSource {
    /**
     * Whether it throws the switch now.
     *
     * @throws NoRegularFileException if something is there that says nothing: it is thrown
     * @throws Exception if that cannot be known: what was known before still counts
     */
    boolean isThrown() throws Exception;
}
