/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import dev.breakwater.cost.ledger.LedgerRow.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What follows from rows, one after the other: what was spent in each window of each budget, and which holds are open. An
 * attempt ends once; rows that end it again change nothing. For one thread.
 */
final class Tally {
    private static final int MOST_ORPHANS = 10_000;

    private final Map<Slot, Long> spent = new HashMap<>();
    private final Map<Slot, Long> limits = new HashMap<>();
    private final Map<String, Entry> open = new LinkedHashMap<>();
    private final Map<String, Boolean> orphans = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_ORPHANS;
        }
    };
    private IdSet ended = new IdSet();
    private IdSet endedBefore = new IdSet();
    private long duplicates;
    private long unopened;

    /** Takes a row; false if it changes nothing, as it was told before. */
    boolean apply(Entry entry) {
        if (!isNews(entry)) {
            duplicates++;
            return false;
        }
        switch (entry.row().event()) {
            case HELD -> hold(entry);
            case CORRECTED -> correct(entry);
            case SETTLED, RELEASED, UNKNOWN, ORPHANED -> end(entry);
        }
        return true;
    }

    /** Whether a row tells what had not been told. */
    boolean isNews(Entry entry) {
        return switch (entry.row().event()) {
            case HELD -> !hasEnded(entry.id()) && !open.containsKey(entry.id());
            // Ended, but not as an orphan: that end stands. Neither: it was orphaned in a file before.
            case CORRECTED -> orphans.containsKey(entry.id()) || !hasEnded(entry.id());
            case SETTLED, RELEASED, UNKNOWN, ORPHANED -> !hasEnded(entry.id());
        };
    }

    private void hold(Entry entry) {
        entry.shares().forEach(share -> limits.put(share.slot(), share.limit()));
        open.put(entry.id(), entry);
    }

    private void end(Entry entry) {
        Entry held = open.remove(entry.id());
        ended.add(entry.id());
        if (held == null && entry.isHeld()) {
            unopened++;
        }
        if (entry.row().event() == Event.ORPHANED) {
            orphans.put(entry.id(), true);
        }
        for (Share share : held == null ? entry.shares() : held.shares()) {
            limits.put(share.slot(), share.limit());
            add(share.slot(), entry.spent(share));
        }
    }

    private void correct(Entry entry) {
        orphans.remove(entry.id());
        ended.add(entry.id());
        for (Share share : entry.shares()) {
            add(share.slot(), Math.subtractExact(entry.spent(share), share.amount()));
        }
    }

    private boolean hasEnded(String id) {
        return ended.contains(id) || endedBefore.contains(id);
    }

    private void add(Slot slot, long amount) {
        if (amount != 0) {
            spent.merge(slot, amount, Math::addExact);
        }
    }

    void carry(Slot slot, long amount, long limit) {
        limits.put(slot, limit);
        spent.merge(slot, amount, Math::addExact);
    }

    /** The row as it has to be counted: what settles an orphan corrects it, and what is no orphan cannot be corrected. */
    Entry asItIs(Entry entry) {
        Event event = entry.row().event();
        if ((event == Event.SETTLED || event == Event.UNKNOWN) && orphans.containsKey(entry.id())) {
            return entry.as(Event.CORRECTED);
        }
        if (event == Event.CORRECTED && open.containsKey(entry.id())) {
            return entry.as(entry.row().source() == null ? Event.UNKNOWN : Event.SETTLED);
        }
        return entry;
    }

    /** Rows for the holds whose lease is over. */
    List<Entry> orphansAt(Instant now) {
        List<Entry> due = new ArrayList<>();
        for (Entry held : open.values()) {
            Instant expires = held.row().expiresAt();
            if (expires != null && !expires.isAfter(now)) {
                due.add(held.as(Event.ORPHANED, now));
            }
        }
        return due;
    }

    Collection<Entry> open() {
        return open.values();
    }

    Map<Slot, Long> spent() {
        return spent;
    }

    /** What is held in each window. */
    Map<Slot, Long> held() {
        Map<Slot, Long> held = new HashMap<>();
        for (Entry entry : open.values()) {
            entry.shares().forEach(share -> held.merge(share.slot(), share.amount(), Math::addExact));
        }
        return held;
    }

    /** The limit of a window when something was last held or charged in it. */
    long limit(Slot slot) {
        return limits.getOrDefault(slot, 0L);
    }

    /** Rows that told what had been told. */
    long duplicates() {
        return duplicates;
    }

    /** Rows that end a hold of which no row is there. They count. */
    long unopened() {
        return unopened;
    }

    /** A new file begins: windows that are over are forgotten, and so is who ended in the one before the last. */
    void turn(Instant now) {
        spent.keySet().removeIf(slot -> slot.isOver(now));
        limits.keySet().removeIf(slot -> slot.isOver(now));
        endedBefore = ended;
        ended = new IdSet();
    }
}
