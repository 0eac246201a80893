/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The body of a response as long as it is the application's to write, and nothing from then on. */
final class GatedOutput extends ServletOutputStream {
    private final @Nullable ServletOutputStream body;
    private final ResponseGate gate;

    /**
     * A stream.
     *
     * @param body null if the response is not the application's any more
     */
    GatedOutput(@Nullable ServletOutputStream body, ResponseGate gate) {
        this.body = body;
        this.gate = gate;
    }

    // The very stream is meant: containers make another one after a reset.
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(ServletOutputStream other) {
        return body == other;
    }

    private void write(Writing writing) throws IOException {
        ServletOutputStream to = body;
        if (to != null) {
            gate.write(() -> writing.to(to));
        }
    }

    @Override
    public void write(int one) throws IOException {
        write(to -> to.write(one));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        write(to -> to.write(bytes, offset, length));
    }

    /** Of Servlet 6.1. */
    public void write(ByteBuffer buffer) throws IOException {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        write(bytes, 0, bytes.length);
    }

    // Which characters can be printed is the container's to say.
    @Override
    public void print(@Nullable String text) throws IOException {
        write(to -> to.print(text));
    }

    @Override
    public void println() throws IOException {
        write(ServletOutputStream::println);
    }

    @Override
    public void println(@Nullable String text) throws IOException {
        write(to -> to.println(text));
    }

    @Override
    public void flush() throws IOException {
        write(ServletOutputStream::flush);
    }

    @Override
    public void close() throws IOException {
        write(ServletOutputStream::close);
    }

    /** Whoever writes to nobody need not wait. */
    @Override
    public boolean isReady() {
        return body == null || gate.taken() != null || body.isReady();
    }

    /** Whoever comes too late hears so, because no container will call it and it could wait for ever. */
    @Override
    public void setWriteListener(WriteListener listener) {
        ServletOutputStream to = body;
        if (to != null) {
            gate.act(() -> {
                gate.isNonBlocking();
                to.setWriteListener(listener);
            });
        }
        if (to == null || gate.taken() != null) {
            listener.onError(new IOException("the request has been answered in the application's place"));
        }
    }

    /** Something that writes. */
    @FunctionalInterface
    private interface Writing {
        void to(ServletOutputStream body) throws IOException;
    }
}
