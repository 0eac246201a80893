/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Answers as text in UTF-8. */
record TextCodec<T extends @Nullable Object>(
        String name, Call.Reading<? super T, String> writer, Call.Reading<String, ? extends T> reader)
        implements AnswerCodec<T> {
    static final AnswerCodec<String> PLAIN = new TextCodec<>("text-1", text -> text, text -> text);

    @Override
    public byte[] write(T answer) throws Exception {
        return writer.read(answer).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public T read(byte[] bytes) throws Exception {
        return reader.read(decoded(bytes));
    }

    // What is no UTF-8 was not written here.
    private static String decoded(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
