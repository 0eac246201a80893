/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.util.LinkedHashMap;
import java.util.Map;

/** One HTTP request of somebody's client, sent once for each attempt. */
final class SentWork<T> implements Work<T> {
    private final HttpSender<T> sender;
    private final Map<String, String> correlation;

    SentWork(HttpSender<T> sender, Map<String, String> correlation) {
        this.sender = sender;
        this.correlation = correlation;
    }

    @Override
    public Work<T> prepared() {
        return new SentWork<>(sender, CorrelationHeaders.lackedBy(sender::hasHeader));
    }

    @Override
    public boolean isIdempotent() {
        return isIdempotent(sender.method(), sender.hasHeader(HttpWork.IDEMPOTENCY_KEY));
    }

    /** RFC 9110 section 9.2.2; a key makes any request one that the upstream can tell from another. */
    static boolean isIdempotent(String method, boolean hasKey) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
            default -> hasKey;
        };
    }

    @Override
    public void begin(Attempt<T, ?> attempt, Engine engine, boolean onWorker) {
        Work.<T>blocking(() -> sender.send(fields(attempt))).begin(attempt, engine, onWorker);
    }

    private Map<String, String> fields(Attempt<T, ?> attempt) {
        String header = attempt.deadlineHeader();
        if (header == null || sender.hasHeader(header)) {
            return correlation;
        }
        Map<String, String> fields = new LinkedHashMap<>(correlation);
        fields.put(header, DeadlineHeader.millis(attempt.leftNanos()));
        return fields;
    }

    @Override
    public void drop(T answer) {
        sender.drop(answer);
    }
}
