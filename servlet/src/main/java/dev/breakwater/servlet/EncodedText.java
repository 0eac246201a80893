/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import org.jspecify.annotations.Nullable;

/**
 * Text as bytes, for a body whose encoding is the container's work: how many they are, and which ones only where somebody
 * watches. Of a pair of surrogates one half may come with one piece of text and the other with the next.
 */
final class EncodedText {
    private final Charset charset;
    private final Tally tally;
    private @Nullable CharsetEncoder encoder;
    private char half;

    EncodedText(@Nullable String charset, Tally tally) {
        this.charset = charset(charset);
        this.tally = tally;
    }

    /** The charset of this name; that of ISO-8859-1, as servlets have it, if there is none. */
    static Charset charset(@Nullable String name) {
        try {
            return name == null ? StandardCharsets.ISO_8859_1 : Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return StandardCharsets.ISO_8859_1;
        }
    }

    /** This text has passed. */
    void pass(CharSequence text, int offset, int length) {
        if (length == 0) {
            return;
        }
        if (tally.isTapped()) {
            encode(CharBuffer.wrap(text, offset, offset + length));
        } else if (charset.equals(StandardCharsets.UTF_8)) {
            tally.passUnseen(utf8(text, offset, offset + length));
        } else if (charset.equals(StandardCharsets.ISO_8859_1) || charset.equals(StandardCharsets.US_ASCII)) {
            tally.passUnseen(single(text, offset, offset + length));
        } else {
            encode(CharBuffer.wrap(text, offset, offset + length));
        }
    }

    // RFC 3629 section 3. Each half of a pair of surrogates stands for half of its four bytes.
    private static long utf8(CharSequence text, int from, int to) {
        long bytes = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    // A pair that cannot be encoded is one question mark.
    private static long single(CharSequence text, int from, int to) {
        long bytes = 0;
        for (int i = from; i < to; i++) {
            bytes += Character.isLowSurrogate(text.charAt(i)) ? 0 : 1;
        }
        return bytes;
    }

    private void encode(CharBuffer text) {
        CharBuffer whole = text;
        if (half != 0) {
            whole = CharBuffer.allocate(text.length() + 1).put(half).put(text).flip();
            half = 0;
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.min(8192, 16 + 4 * whole.length()));
        CoderResult result;
        do {
            result = encoder().encode(whole, bytes, false);
            tally.pass(bytes.array(), 0, bytes.position());
            bytes.clear();
        } while (result.isOverflow());
        if (whole.hasRemaining()) {
            half = whole.get();
        }
    }

    private CharsetEncoder encoder() {
        CharsetEncoder current = encoder;
        if (current == null) {
            current = charset.newEncoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
            encoder = current;
        }
        return current;
    }
}
