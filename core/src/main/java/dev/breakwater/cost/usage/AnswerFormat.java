/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import java.util.function.Supplier;

/**
 * What the answers of one API look like.
 *
 * @param counts begins the counts of one answer
 * @param document the answer as one JSON document
 * @param event a part of the answer as a stream
 * @param stream how a stream can come that is none of server-sent events
 */
record AnswerFormat<T extends Counts>(Supplier<T> counts, JsonShape<T> document, JsonShape<T> event, Stream stream) {
    /** A stream that is none of server-sent events. */
    enum Stream {
        /** There is none. */
        NONE,
        /** A list of documents. */
        LIST,
        /** A document on each line. */
        LINES,
        /** Binary messages, each with a document. */
        MESSAGES
    }

    AnswerFormat(Supplier<T> counts, JsonShape<T> document, JsonShape<T> event) {
        this(counts, document, event, Stream.NONE);
    }

    AnswerScanner<T> scanner() {
        return new AnswerScanner<>(this, counts.get());
    }
}
