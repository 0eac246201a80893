/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.CharBuffer;
import org.jspecify.annotations.Nullable;

/** The text of a request's body, counted as it is read; the container decodes it. */
final class TalliedReader extends Reader {
    private static final int BUFFERED = 1024;

    private final BufferedReader text;
    private final RequestTally tally;
    private final EncodedText encoded;
    private final long length;

    private TalliedReader(BufferedReader text, RequestTally tally, @Nullable String charset, long length) {
        this.text = text;
        this.tally = tally;
        this.length = length;
        encoded = new EncodedText(charset, tally);
    }

    /**
     * A reader in place of this one.
     *
     * @param charset the request's
     * @param length the body's, in bytes, as the request says it; less than 0 if it does not
     */
    static BufferedReader over(BufferedReader text, RequestTally tally, @Nullable String charset, long length) {
        return new BufferedReader(new TalliedReader(text, tally, charset, length), BUFFERED);
    }

    @Override
    public int read(char[] into, int offset, int wanted) throws IOException {
        try {
            int read = text.read(into, offset, wanted);
            passed(into, offset, read);
            return read;
        } catch (IOException failure) {
            tally.failed(failure);
            throw failure;
        }
    }

    // Where the end is seen the length is known, whatever marks and malformed bytes the decoder has made nothing of.
    private void passed(char[] characters, int offset, int read) {
        if (read > 0) {
            encoded.pass(CharBuffer.wrap(characters, offset, read), 0, read);
        } else if (read < 0) {
            tally.passWhole(length);
        }
    }

    @Override
    public boolean ready() throws IOException {
        return text.ready();
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
