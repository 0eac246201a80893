/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The body of a response, counted as the container takes it. Holds back nothing, and flushes nothing by itself. */
final class TalliedOutput extends ServletOutputStream {
    private static final byte[] LINE_END = {'\r', '\n'};

    private final ServletOutputStream body;
    private final ResponseTally tally;
    private final Charset printed;
    private boolean closed;

    /**
     * A stream.
     *
     * @param printed how the container encodes text that is printed into its stream
     */
    TalliedOutput(ServletOutputStream body, ResponseTally tally, Charset printed) {
        this.body = body;
        this.tally = tally;
        this.printed = printed;
    }

    // The very stream is meant: containers make another one after a reset.
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(ServletOutputStream other) {
        return body == other;
    }

    // After its end a stream says of anything that is written what it says of a lost client, and that is no lost
    // client.
    private IOException failed(IOException failure) {
        if (!closed) {
            tally.failed(failure);
        }
        return failure;
    }

    @Override
    public void write(int one) throws IOException {
        try {
            body.write(one);
        } catch (IOException failure) {
            throw failed(failure);
        }
        tally.pass(one);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            body.write(bytes, offset, length);
        } catch (IOException failure) {
            throw failed(failure);
        }
        tally.pass(bytes, offset, length);
    }

    /** Of Servlet 6.1. One write, since whoever does not block may do no more than that. */
    public void write(ByteBuffer buffer) throws IOException {
        int length = buffer.remaining();
        if (buffer.hasArray()) {
            write(buffer.array(), buffer.arrayOffset() + buffer.position(), length);
            buffer.position(buffer.limit());
        } else {
            byte[] bytes = new byte[length];
            buffer.get(bytes);
            write(bytes, 0, length);
        }
    }

    // Which characters can be printed, and how, is the container's to say.
    @Override
    public void print(@Nullable String text) throws IOException {
        try {
            body.print(text);
        } catch (IOException failure) {
            throw failed(failure);
        }
        byte[] bytes = String.valueOf(text).getBytes(printed);
        tally.pass(bytes, 0, bytes.length);
    }

    @Override
    public void println() throws IOException {
        try {
            body.println();
        } catch (IOException failure) {
            throw failed(failure);
        }
        tally.pass(LINE_END, 0, LINE_END.length);
    }

    @Override
    public void flush() throws IOException {
        try {
            body.flush();
        } catch (IOException failure) {
            throw failed(failure);
        }
        tally.flushed();
    }

    @Override
    public void close() throws IOException {
        try {
            body.close();
        } catch (IOException failure) {
            throw failed(failure);
        } finally {
            closed = true;
        }
    }

    @Override
    public boolean isReady() {
        return body.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        body.setWriteListener(listener);
    }

    /** How a container encodes what is printed: by the response's charset on Jetty, else one byte for each character. */
    static Charset printed(ServletOutputStream body, @Nullable String charset) {
        return charset != null && body.getClass().getName().startsWith("org.eclipse.jetty.")
                ? EncodedText.charset(charset)
                : StandardCharsets.ISO_8859_1;
    }
}
