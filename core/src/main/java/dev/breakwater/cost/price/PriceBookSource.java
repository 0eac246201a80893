/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The price book of one or more places, read again when they change, so that a new price needs no new deployment. Safe for
 * use by many threads; has none of its own: whoever owns it calls {@link #reload} from time to time.
 *
 * <p>A place is {@code bundled} for the book that comes with this version of Breakwater, {@code classpath:NAME}, or the
 * path of a file. Of several, later ones win ({@link PriceBook#layered}). A place that cannot be read, or whose text has
 * a fault, changes nothing: the book that stands goes on, and {@link #lastProblems} says why.
 */
public final class PriceBookSource {
    private static final String BUNDLED = "bundled";
    private static final String CLASS_PATH = "classpath:";

    private final List<String> locations;
    private final ClassLoader classPath;
    private final Map<String, Parsed> parsed = new HashMap<>();
    private Map<String, String> texts;
    private volatile PriceBook current;
    private volatile List<Problem> lastProblems = List.of();

    private PriceBookSource(List<String> locations, ClassLoader classPath) {
        this.locations = List.copyOf(locations);
        this.classPath = classPath;
        Problems problems = new Problems();
        texts = texts(problems);
        current = book(texts, problems);
    }

    /** The same, with what is on Breakwater's own class path. */
    public static PriceBookSource of(List<String> locations) {
        return of(locations, PriceBookSource.class.getClassLoader());
    }

    /**
     * Reads the book.
     *
     * @param locations where it is; later ones win
     * @param classPath where the names of {@code classpath:} are found
     * @throws InvalidPolicyException with everything that is wrong in any of these places; paths begin with the place
     */
    public static PriceBookSource of(List<String> locations, ClassLoader classPath) {
        return new PriceBookSource(locations, classPath);
    }

    /** The book that holds now. */
    public PriceBook current() {
        return current;
    }

    /** What kept the last change from taking effect; empty if it did. */
    public List<Problem> lastProblems() {
        return lastProblems;
    }

    /**
     * Looks whether a place has changed, and if so, reads all of them. Takes as long as reading the files; a fault is told
     * once, and not again until something changes.
     *
     * @return whether there is news: another book, or other {@link #lastProblems}, or none any more
     */
    public synchronized boolean reload() {
        Problems problems = new Problems();
        Map<String, String> now = texts(problems);
        if (now.equals(texts)) {
            return false;
        }
        texts = now;
        try {
            current = book(now, problems);
            lastProblems = List.of();
        } catch (InvalidPolicyException invalid) {
            lastProblems = invalid.problems();
        }
        return true;
    }

    /** The texts by their places. One that cannot be read is missing. */
    private Map<String, String> texts(Problems problems) {
        Map<String, String> read = new HashMap<>();
        for (String location : locations) {
            if (!location.equals(BUNDLED)) {
                read(location, read, problems);
            }
        }
        return read;
    }

    private void read(String location, Map<String, String> read, Problems problems) {
        try {
            read.put(
                    location,
                    location.startsWith(CLASS_PATH) ? onClassPath(location) : Files.readString(Path.of(location)));
        } catch (IOException | InvalidPathException unreadable) {
            problems.error(
                    "BW-COST-013",
                    location,
                    String.valueOf(unreadable.getMessage()),
                    "bundled, classpath:NAME, or a file in UTF-8 that can be read",
                    "Check path and rights; relative paths begin at the working directory.");
        }
    }

    private String onClassPath(String location) throws IOException {
        try (InputStream in = classPath.getResourceAsStream(location.substring(CLASS_PATH.length()))) {
            if (in == null) {
                throw new FileNotFoundException(location);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private PriceBook book(Map<String, String> read, Problems problems) {
        List<PriceBook> books = new ArrayList<>();
        for (String location : locations) {
            String text = location.equals(BUNDLED) ? BUNDLED : read.get(location);
            try {
                if (text != null) {
                    books.add(book(location, text));
                }
            } catch (InvalidPolicyException invalid) {
                problems.addBelow(location, invalid.problems());
            }
        }
        problems.throwIfInvalid();
        return books.size() == 1 ? books.get(0) : PriceBook.layered(books.toArray(PriceBook[]::new));
    }

    /** The book of one place, read only if its text is another than the last time. */
    private PriceBook book(String location, String text) {
        Parsed last = parsed.get(location);
        if (last != null && last.text.equals(text)) {
            return last.book;
        }
        PriceBook book = location.equals(BUNDLED) ? PriceBook.bundled() : PriceBook.parse(location, text);
        parsed.put(location, new Parsed(text, book));
        return book;
    }

    private record Parsed(String text, PriceBook book) {}
}
