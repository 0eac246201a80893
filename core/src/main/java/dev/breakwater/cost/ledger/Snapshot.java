/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import java.io.ByteArrayOutputStream;
import java.time.Instant;

/**
 * What a new file begins with, so that nobody has to read the ones before: sums of the windows that still count, holds that
 * are open, and the sums for reports.
 */
final class Snapshot {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 14);

    private Snapshot() {}

    static byte[] of(Tally tally, SpendBook book, Instant now) {
        Snapshot snapshot = new Snapshot();
        snapshot.add(new Line.Head(LineWriter.VERSION));
        tally.spent().forEach((slot, amount) -> {
            if (!slot.isOver(now)) {
                snapshot.add(new Line.Carried(slot, amount, tally.limit(slot)));
            }
        });
        tally.open().forEach(entry -> snapshot.add(new Line.Happened(entry)));
        book.eachKind(day -> true, (day, kind, spend) -> snapshot.add(new Line.KindOfDay(day, kind, spend)));
        book.eachHolder(day -> true, (day, holder, spend) -> snapshot.add(new Line.HolderOfDay(day, holder, spend)));
        book.eachHour((Instant hour, Spend spend) -> snapshot.add(new Line.OfHour(hour, spend)));
        return snapshot.bytes.toByteArray();
    }

    private void add(Line line) {
        bytes.writeBytes(LineWriter.bytes(line));
    }
}
