/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import java.io.PrintWriter;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/** The text of a response as long as it is the application's to write, and nothing from then on. */
final class GatedWriter extends PrintWriter {
    private final @Nullable PrintWriter text;

    /**
     * A writer.
     *
     * @param text null if the response is not the application's any more
     */
    GatedWriter(@Nullable PrintWriter text, ResponseGate gate) {
        super(new Gated(text, gate));
        this.text = text;
    }

    // The very writer is meant: containers make another one after a reset.
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(PrintWriter other) {
        return text == other;
    }

    @Override
    public boolean checkError() {
        boolean failed = super.checkError();
        return failed || (text != null && text.checkError());
    }

    private static final class Gated extends Writer {
        private final @Nullable PrintWriter text;
        private final ResponseGate gate;

        Gated(@Nullable PrintWriter text, ResponseGate gate) {
            this.text = text;
            this.gate = gate;
        }

        @Override
        public void write(char[] characters, int offset, int length) {
            act(to -> to.write(characters, offset, length));
        }

        @Override
        public void write(String characters, int offset, int length) {
            act(to -> to.write(characters, offset, length));
        }

        @Override
        public void flush() {
            act(PrintWriter::flush);
        }

        @Override
        public void close() {
            act(PrintWriter::close);
        }

        private void act(Writing writing) {
            PrintWriter to = text;
            if (to != null) {
                gate.act(() -> writing.to(to));
            }
        }
    }

    /** Something that writes. */
    @FunctionalInterface
    private interface Writing {
        void to(PrintWriter text);
    }
}
