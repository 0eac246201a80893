/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import java.io.PrintWriter;
import java.nio.CharBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The text of a response, counted as the container takes it; the container encodes it. A writer hides its failures, so a
 * lost client is noticed only where the application asks for them.
 */
final class TalliedWriter extends PrintWriter {
    private final PrintWriter text;
    private final ResponseTally tally;
    private final EncodedText encoded;
    private final @Nullable Locale formats;
    private final String lineEnd;
    private boolean closed;

    /**
     * A writer.
     *
     * @param charset the response's
     * @param formats the locale of the container's writer; null if that is the machine's
     */
    TalliedWriter(PrintWriter text, ResponseTally tally, @Nullable String charset, @Nullable Locale formats) {
        super(text);
        this.text = text;
        this.tally = tally;
        this.formats = formats;
        lineEnd = isOf(text, "io.undertow.") ? "\r\n" : System.lineSeparator();
        encoded = new EncodedText(charset, tally);
    }

    // Containers end lines, and format numbers, each as it likes.
    private static boolean isOf(PrintWriter text, String container) {
        return text.getClass().getName().startsWith(container);
    }

    // The very writer is meant: containers make another one after a reset.
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(PrintWriter other) {
        return text == other;
    }

    /** The locale that a container's writer formats by: Jetty's is the response's. */
    static @Nullable Locale formats(PrintWriter text, Locale ofResponse) {
        return isOf(text, "org.eclipse.jetty.") ? ofResponse : null;
    }

    @Override
    public void write(int character) {
        text.write(character);
        encoded.pass(String.valueOf((char) character), 0, 1);
    }

    @Override
    public void write(char[] characters, int offset, int length) {
        text.write(characters, offset, length);
        encoded.pass(CharBuffer.wrap(characters, offset, length), 0, length);
    }

    @Override
    public void write(String characters, int offset, int length) {
        text.write(characters, offset, length);
        encoded.pass(characters, offset, length);
    }

    // As all other writers print, this one through the methods above, but for the end of a line.
    @Override
    public void println() {
        text.println();
        encoded.pass(lineEnd, 0, lineEnd.length());
    }

    // The annotation that is asked for is of a library that this one does without.
    @Override
    @SuppressWarnings("AnnotateFormatMethod")
    public PrintWriter format(String format, @Nullable Object... arguments) {
        return formats == null ? super.format(format, arguments) : super.format(formats, format, arguments);
    }

    @Override
    public void flush() {
        text.flush();
        tally.flushed();
    }

    @Override
    public boolean checkError() {
        boolean failed = text.checkError();
        if (failed && !closed) {
            tally.lose();
        }
        return failed;
    }

    @Override
    public void close() {
        closed = true;
        text.close();
    }
}
