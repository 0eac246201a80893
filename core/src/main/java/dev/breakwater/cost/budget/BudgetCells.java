/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** All cells of a store, at most so many. Safe for use by many threads. */
final class BudgetCells {
    private static final long SECONDS_BETWEEN_TIDYINGS = 1;

    private final Map<String, Book> books = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong orders = new AtomicLong();
    private final AtomicLong tidied = new AtomicLong(Long.MIN_VALUE);
    private final int most;

    BudgetCells(int most) {
        this.most = most;
    }

    /** The cells of one budget, by key. */
    static final class Book {
        private final Map<String, BudgetCell> cells = new ConcurrentHashMap<>();
        private volatile BudgetWindow current = new BudgetWindow(0, 0, 0);

        Map<String, BudgetCell> cells() {
            return cells;
        }

        BudgetWindow windowAt(Budget budget, Instant now) {
            BudgetWindow window = current;
            if (!window.contains(now.getEpochSecond())) {
                window = BudgetWindows.windowAt(budget, now);
                current = window;
            }
            return window;
        }
    }

    Book book(Budget budget) {
        Book book = books.get(budget.identity());
        return book == null ? books.computeIfAbsent(budget.identity(), identity -> new Book()) : book;
    }

    /** The cell of a key; null if there is no room for another one. */
    @Nullable
    BudgetCell get(Book book, String key, Instant now) {
        BudgetCell cell = book.cells.get(key);
        if (cell != null) {
            return cell;
        }
        if (count.get() >= most) {
            tidy(now.getEpochSecond());
        }
        return count.get() >= most ? null : add(book, key);
    }

    /** The cell of a key, whether or not there is room: for what was spent before this store began. */
    BudgetCell add(Book book, String key) {
        return book.cells.computeIfAbsent(key, unused -> {
            count.incrementAndGet();
            return new BudgetCell(orders.getAndIncrement());
        });
    }

    /** Drops what does not count any more, at most once a second. */
    void tidy(long second) {
        long last = tidied.get();
        if (second < last + SECONDS_BETWEEN_TIDYINGS || !tidied.compareAndSet(last, second)) {
            return;
        }
        for (Book book : books.values()) {
            Iterator<BudgetCell> cells = book.cells.values().iterator();
            while (cells.hasNext()) {
                drop(cells, second);
            }
        }
    }

    private void drop(Iterator<BudgetCell> cells, long second) {
        BudgetCell cell = cells.next();
        synchronized (cell) {
            if (cell.leave(second)) {
                cells.remove();
                count.decrementAndGet();
            }
        }
    }

    int count() {
        return count.get();
    }

    int most() {
        return most;
    }
}
