/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The body of a request, counted, up to what it may have. The byte beyond is never handed out: whoever reads on gets a
 * {@link RequestBodyTooLargeException}, each time.
 */
final class CountedInput extends ServletInputStream {
    private final ServletInputStream body;
    private final HeldBody holder;
    private final RequestTally tally;
    private final long maxBytes;

    private boolean isTooLong;

    CountedInput(ServletInputStream body, HeldBody holder, RequestTally tally, long maxBytes) {
        this.body = body;
        this.holder = holder;
        this.tally = tally;
        this.maxBytes = maxBytes;
    }

    boolean isTooLong() {
        return isTooLong;
    }

    @Override
    public int read() throws IOException {
        if (isTooLong) {
            throw new RequestBodyTooLargeException(maxBytes);
        }
        int next = next();
        if (next >= 0) {
            allow(1);
            tally.pass(next);
        }
        return next;
    }

    private int next() throws IOException {
        try {
            return body.read();
        } catch (IOException failure) {
            tally.failed(failure);
            throw failure;
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        long left = maxBytes - tally.count();
        if (length == 0) {
            return body.read(into, offset, length);
        }
        if (left == 0 || isTooLong) {
            // Whether the body ends here can only be found out by reading on.
            return read();
        }
        int read = next(into, offset, (int) Math.min(length, left));
        if (read > 0) {
            allow(read);
            tally.pass(into, offset, read);
        }
        return read;
    }

    private int next(byte[] into, int offset, int length) throws IOException {
        try {
            return body.read(into, offset, length);
        } catch (IOException failure) {
            tally.failed(failure);
            throw failure;
        }
    }

    /** Of Servlet 6.1: the buffer's position stays, and its limit moves to where what was read ends. */
    public int read(ByteBuffer into) throws IOException {
        int length = into.remaining();
        if (length == 0) {
            return 0;
        }
        byte[] bytes = new byte[Math.min(length, 8192)];
        int read = read(bytes, 0, bytes.length);
        if (read >= 0) {
            int position = into.position();
            into.put(bytes, 0, read).position(position).limit(position + read);
        }
        return read;
    }

    private void allow(int more) throws IOException {
        if (tally.count() > maxBytes - more) {
            isTooLong = true;
            holder.isTooLong();
            throw new RequestBodyTooLargeException(maxBytes);
        }
    }

    @Override
    public int available() throws IOException {
        long left = maxBytes - tally.count();
        int available = body.available();
        return isTooLong ? 0 : available > left ? (int) left + 1 : available;
    }

    @Override
    public boolean isFinished() {
        return body.isFinished();
    }

    @Override
    public boolean isReady() {
        return isTooLong || body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        body.setReadListener(new Reading(listener));
    }

    @Override
    public void close() throws IOException {
        body.close();
    }

    /**
     * The application's listener. What our own exception does to it stays between us: a container that sees it fail cuts
     * the connection, and the client would not get the answer.
     */
    private final class Reading implements ReadListener {
        private final ReadListener listener;

        Reading(ReadListener listener) {
            this.listener = listener;
        }

        @Override
        public void onDataAvailable() throws IOException {
            try {
                listener.onDataAvailable();
            } catch (IOException | RuntimeException failure) {
                if (!isTooLong) {
                    throw failure;
                }
                listener.onError(failure);
            }
        }

        @Override
        public void onAllDataRead() throws IOException {
            listener.onAllDataRead();
        }

        @Override
        public void onError(Throwable failure) {
            listener.onError(failure);
        }
    }
}
