/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import org.jspecify.annotations.Nullable;

/**
 * How an answer is written for other instances of the service, and read by them. Used by many threads, never by the caller's:
 * nobody waits for the writing. What it throws fails no call; it is reported, and the answer is not shared.
 *
 * @param <T> what is written; null never is, and what is read as null makes no sense
 */
public interface AnswerCodec<T extends @Nullable Object> {
    /**
     * What it writes, with the version of that: {@code menu-2}. Bytes of another name are never read, so that a release that
     * writes another shape takes another name. 1 to 64 letters, digits, dots, dashes and underscores.
     */
    String name();

    /**
     * An answer as bytes. More than a MiB is not shared.
     *
     * @throws Exception if it cannot be written
     */
    byte[] write(T answer) throws Exception;

    /**
     * An answer from bytes, which anybody may have written who can write to the store: check them as you would check an
     * answer from outside.
     *
     * @throws Exception if they make no sense; then the upstream is asked
     */
    T read(byte[] bytes) throws Exception;

    /** Text, as UTF-8. */
    static AnswerCodec<String> text() {
        return TextCodec.PLAIN;
    }

    /**
     * What can be written as text, such as JSON, kept as UTF-8.
     *
     * @param name as {@link #name}
     */
    static <T extends @Nullable Object> AnswerCodec<T> text(
            String name, Call.Reading<? super T, String> writer, Call.Reading<String, ? extends T> reader) {
        return new TextCodec<>(name, writer, reader);
    }
}
