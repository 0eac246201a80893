/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers.judges;

import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A response's header lines, as a judge reads them. Immutable. */
record Answer(List<Map.Entry<String, String>> lines) {

    /** Lines such as {@code X-Frame-Options: DENY}. */
    static Answer of(String... lines) {
        return new Answer(List.of()).with(lines);
    }

    /** What these rules put on a response whose application writes no headers. */
    static Answer of(HeaderRules rules) {
        List<Map.Entry<String, String>> lines = new ArrayList<>();
        for (HeaderRule rule : rules) {
            if (rule.value() != null) {
                lines.add(Map.entry(rule.name(), rule.value()));
            }
        }
        return new Answer(List.copyOf(lines));
    }

    /** These lines too. */
    Answer with(String... more) {
        List<Map.Entry<String, String>> all = new ArrayList<>(lines);
        for (String line : more) {
            int colon = line.indexOf(':');
            all.add(Map.entry(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return new Answer(List.copyOf(all));
    }

    /** The same without any line of this name. */
    Answer without(String name) {
        return new Answer(lines.stream()
                .filter(line -> !line.getKey().equalsIgnoreCase(name))
                .toList());
    }

    /** One line of this name, with this value. */
    Answer having(String name, String value) {
        return without(name).with(name + ": " + value);
    }

    List<String> all(String name) {
        return lines.stream()
                .filter(line -> line.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Nullable
    String first(String name) {
        List<String> values = all(name);
        return values.isEmpty() ? null : values.get(0);
    }
}
