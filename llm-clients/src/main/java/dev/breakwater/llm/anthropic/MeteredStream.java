/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.llm.anthropic;

import dev.breakwater.cost.WireCall;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Shows a call what is read of its answer, and ends it at the end of the answer or when nobody reads on. */
final class MeteredStream extends FilterInputStream {
    private final WireCall call;

    MeteredStream(InputStream answer, WireCall call) {
        super(answer);
        this.call = call;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count;
        try {
            count = super.read(into, offset, length);
        } catch (IOException | RuntimeException broken) {
            call.ended(broken);
            throw broken;
        }
        if (count < 0) {
            call.ended(null);
        } else {
            call.read(ByteBuffer.wrap(into, offset, count));
        }
        return count;
    }

    /** Nothing passes unseen. */
    @Override
    public long skip(long count) throws IOException {
        byte[] skipped = new byte[(int) Math.min(Math.max(count, 0), 8192)];
        return Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() throws IOException {
        over();
        super.close();
    }

    /** Nobody reads on. */
    void over() {
        call.ended(new IOException("closed before its end"));
    }
}
