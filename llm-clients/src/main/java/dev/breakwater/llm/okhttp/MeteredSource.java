/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.llm.okhttp;

import dev.breakwater.cost.WireCall;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Source;

/** Shows a call what is read of its answer, and ends it at the end of the answer or when nobody reads on. */
final class MeteredSource extends ForwardingSource {
    private final WireCall call;
    private final OutputStream reader;
    private long remaining;

    MeteredSource(Source answer, long length, WireCall call) {
        super(answer);
        this.call = call;
        remaining = length;
        reader = new Reader(call);
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
        long count;
        try {
            count = super.read(sink, byteCount);
        } catch (IOException | RuntimeException broken) {
            call.ended(broken);
            throw broken;
        }
        if (count < 0) {
            call.ended(null);
        } else {
            sink.copyTo(reader, sink.size() - count, count);
            remaining -= count;
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        // Whoever knows the length may stop without asking for more.
        call.ended(remaining == 0 ? null : new IOException("closed before its end"));
        super.close();
    }

    /** Okio writes its segments as they are, so that nothing is copied. */
    private static final class Reader extends OutputStream {
        private final WireCall call;

        Reader(WireCall call) {
            this.call = call;
        }

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) {
            call.read(ByteBuffer.wrap(bytes, from, count));
        }
    }
}
