/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.exchange.Exchange;
import dev.breakwater.redact.Redactor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes the headers that are wanted, those that carry secrets without them. Immutable. */
final class HeaderFields {
    private static final int MOST_LINES = 8;
    private static final int LONGEST_LINE = 1024;

    private final List<Name> names;
    private final Redactor redactor;

    private record Name(String header, String request, String response) {
        static Name of(String header) {
            String lower = header.toLowerCase(Locale.ROOT);
            return new Name(lower, FieldNames.REQUEST_HEADER + lower, FieldNames.RESPONSE_HEADER + lower);
        }
    }

    HeaderFields(List<String> headers, Redactor redactor) {
        names = headers.stream().map(Name::of).distinct().toList();
        this.redactor = redactor;
    }

    void describe(EventLine line, Exchange exchange) {
        for (int i = 0; i < names.size(); i++) {
            Name name = names.get(i);
            List<String> sent = exchange.headers(name.header());
            if (!sent.isEmpty()) {
                line.put(name.request(), redacted(name, sent));
            }
            String answered = exchange.responseHeader(name.header());
            if (answered != null) {
                line.put(name.response(), redacted(name, List.of(answered)));
            }
        }
    }

    private List<String> redacted(Name name, List<String> values) {
        List<String> redacted = new ArrayList<>(values.size());
        for (int i = 0; i < values.size() && i < MOST_LINES; i++) {
            redacted.add(redactor.header(name.header(), values.get(i), LONGEST_LINE));
        }
        return redacted;
    }
}
