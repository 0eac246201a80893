/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import java.util.function.Supplier;

/**
 * What the answers of one API look like.
 *
 * @param counts begins the counts of one answer
 * @param document the answer as one JSON document
 * @param event the answer as server-sent events: each of them
 * @param listable whether a stream without events is a list of documents
 */
record AnswerFormat<T extends Counts>(Supplier<T> counts, JsonShape<T> document, JsonShape<T> event, boolean listable) {
    AnswerScanner<T> scanner() {
        return new AnswerScanner<>(this, counts.get());
    }
}
