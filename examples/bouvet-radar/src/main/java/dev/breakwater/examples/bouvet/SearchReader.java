/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import dev.breakwater.examples.bouvet.Search.Parameter;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parameters of a search and says everything that is wrong with them at once. What a client sent is never
 * repeated, and what Doffin would not understand never reaches it: an unknown parameter would be ignored there, and the
 * answer would look filtered.
 */
final class SearchReader {
    /** How deep Doffin lets anybody look. */
    static final int MAX_ACCESSIBLE = 1000;

    private static final int MAX_TEXT = 200;
    private static final int MAX_VALUES = 10;
    private static final int MAX_HITS = 100;
    private static final int DEFAULT_HITS = 20;
    private static final List<String> STATUSES = List.of("ACTIVE", "EXPIRED", "AWARDED", "CANCELLED");
    private static final List<String> TYPES = List.of("PLANNING", "COMPETITION", "RESULT");
    private static final Set<String> NAMES =
            new TreeSet<>(Set.of("q", "cpv", "location", "status", "type", "from", "to", "page", "hits"));

    private final Map<String, List<String>> query;
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    private SearchReader(Map<String, List<String>> query) {
        this.query = query;
    }

    /**
     * The search.
     *
     * @throws Refusal with status 400 that says what was expected of each parameter
     */
    static Search read(Map<String, List<String>> query) {
        return new SearchReader(query).search();
    }

    private Search search() {
        if (!NAMES.containsAll(query.keySet())) {
            errors.add("expected no parameters beside " + String.join(", ", NAMES));
        }
        text();
        several("cpv", "cpvCode", SearchReader::isCpvCode, "codes of 8 digits such as 72000000");
        several("location", "location", SearchReader::isLocation, "NUTS codes of Norway such as NO08");
        several("status", "status", STATUSES::contains, "words of " + String.join(", ", STATUSES));
        several("type", "type", TYPES::contains, "words of " + String.join(", ", TYPES));
        dates();
        int page = number("page", 1, MAX_ACCESSIBLE);
        int hits = number("hits", DEFAULT_HITS, MAX_HITS);
        if (page * hits > MAX_ACCESSIBLE) {
            errors.add("page: expected one within the first " + MAX_ACCESSIBLE + " notices");
        }
        if (!errors.isEmpty()) {
            throw new Refusal(400, "The search has parameters that cannot be used.", errors);
        }
        return new Search(parameters, page, hits);
    }

    private void text() {
        String text = single("q");
        if (text == null || text.isBlank()) {
            return;
        }
        if (text.length() > MAX_TEXT || text.chars().anyMatch(Character::isISOControl)) {
            errors.add("q: expected at most " + MAX_TEXT + " characters and no control characters");
            return;
        }
        parameters.add(new Parameter("searchString", text.strip()));
    }

    private void several(String name, String doffins, Predicate<String> valid, String expected) {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.size() > MAX_VALUES || !values.stream().allMatch(valid)) {
            errors.add(name + ": expected at most " + MAX_VALUES + ' ' + expected);
            return;
        }
        values.stream().distinct().sorted().forEach(value -> parameters.add(new Parameter(doffins, value)));
    }

    private static boolean isCpvCode(String value) {
        return value.length() == 8 && value.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isLocation(String value) {
        return value.length() >= 2
                && value.length() <= 5
                && value.startsWith("NO")
                && value.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'));
    }

    private void dates() {
        LocalDate from = date("from", "issueDateFrom");
        LocalDate to = date("to", "issueDateTo");
        if (from != null && to != null && from.isAfter(to)) {
            errors.add("from: expected no later day than to");
        }
    }

    private @Nullable LocalDate date(String name, String doffins) {
        String value = single(name);
        if (value == null) {
            return null;
        }
        try {
            LocalDate date = LocalDate.parse(value);
            if (date.getYear() >= 2000 && date.getYear() < 2100) {
                parameters.add(new Parameter(doffins, value));
                return date;
            }
        } catch (DateTimeException noDate) {
            // Said below, as of one that is out of range.
        }
        errors.add(name + ": expected a day such as 2026-01-31");
        return null;
    }

    private int number(String name, int otherwise, int most) {
        String value = single(name);
        try {
            int number = value == null ? otherwise : Integer.parseInt(value);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            // Said below, as of one that is out of range.
        }
        errors.add(name + ": expected a whole number from 1 to " + most);
        return 1;
    }

    private @Nullable String single(String name) {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.size() > 1) {
            errors.add(name + ": expected once");
        }
        return values.isEmpty() ? null : values.get(0);
    }
}
