/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last good answers to the questions that were asked most recently, so many and no more. Safe for many threads. */
final class LastKnown<K, V> {
    private final Map<K, V> answers = new LinkedHashMap<>(16, 0.75f, true);
    private final int most;

    LastKnown(int most) {
        this.most = most;
    }

    synchronized V keep(K question, V answer) {
        answers.put(question, answer);
        if (answers.size() > most) {
            answers.remove(answers.keySet().iterator().next());
        }
        return answer;
    }

    synchronized @Nullable V find(K question) {
        return answers.get(question);
    }
}
