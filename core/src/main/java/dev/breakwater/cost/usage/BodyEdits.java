/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Changes to the bytes of a body: all others stay as they are. */
final class BodyEdits {
    private final List<Edit> edits = new ArrayList<>(2);

    /** Another value. */
    void replace(RequestValue old, String value) {
        edits.add(new Edit(old.from(), old.to(), value));
    }

    /** A member more, as the first one. */
    void insert(RequestValue object, String name, String value) {
        String member = '"' + name + "\":" + value + (object.isEmpty() ? "" : ",");
        edits.add(new Edit(object.from() + 1, object.from() + 1, member));
    }

    /** The changed body; the same one if there is no change. */
    byte[] apply(byte[] body) {
        if (edits.isEmpty()) {
            return body;
        }
        edits.sort(Comparator.comparingInt(Edit::from));
        byte[] changed = new byte[length(body)];
        int read = 0;
        int written = 0;
        for (Edit edit : edits) {
            System.arraycopy(body, read, changed, written, edit.from - read);
            written += edit.from - read;
            byte[] value = edit.ascii();
            System.arraycopy(value, 0, changed, written, value.length);
            written += value.length;
            read = edit.to;
        }
        System.arraycopy(body, read, changed, written, body.length - read);
        return changed;
    }

    private int length(byte[] body) {
        int length = body.length;
        for (Edit edit : edits) {
            length = Math.addExact(length, edit.value.length() - (edit.to - edit.from));
        }
        return length;
    }

    /** These bytes become that text, which is ASCII. */
    private record Edit(int from, int to, String value) {
        byte[] ascii() {
            return value.getBytes(StandardCharsets.US_ASCII);
        }
    }
}
