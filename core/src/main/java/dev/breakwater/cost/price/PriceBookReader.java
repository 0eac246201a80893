/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import dev.breakwater.policy.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** Reads a price file and says everything that is wrong with it at once. */
final class PriceBookReader {
    private static final Set<String> KEYS = Set.of("version", "currency", "entries");

    private final Problems problems = new Problems();
    private final String name;

    private PriceBookReader(String name) {
        this.name = name;
    }

    static PriceBook read(String name, String text) {
        PriceBookReader reader = new PriceBookReader(name);
        PriceFields root = new PriceFields(reader.problems, "", reader.load(text));
        reader.problems.throwIfInvalid();
        String version = root.required("version");
        reader.requireDollars(root);
        List<PriceEntry> entries = reader.entries(root);
        root.refuseOthers(KEYS);
        reader.requireOnePriceEach(entries);
        reader.problems.throwIfInvalid();
        return new PriceBook(
                version, List.of(new PriceIndex(entries.stream().map(Price::new).toList())));
    }

    private @Nullable Object load(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                // Every scalar stays the text it is: a price must never pass through a double.
                .setSchema(new FailsafeSchema())
                // That schema has no word for nothing, and the loader fails on a text without a document.
                .setTagConstructors(Map.of(Tag.NULL, nothing -> ""))
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(0)
                .build();
        try {
            return new Load(settings).loadFromString(text);
        } catch (YamlEngineException notYaml) {
            String where =
                    String.valueOf(notYaml.getMessage()).lines().findFirst().orElse("");
            problems.error("BW-COST-001", name, where, "YAML or JSON", "Correct the file at the place named.");
            return Map.of();
        }
    }

    private void requireDollars(PriceFields root) {
        String currency = root.required("currency");
        if (!currency.isEmpty() && !currency.equals("USD")) {
            problems.error("BW-COST-009", "currency", currency, "USD", "Give the prices in US dollars.");
        }
    }

    private List<PriceEntry> entries(PriceFields root) {
        List<PriceEntry> entries = new ArrayList<>();
        for (Object value : root.list("entries")) {
            PriceEntry entry = new PriceEntry(entries.size());
            new PriceEntryReader(new PriceFields(problems, entry.path(), value), problems).read(entry);
            entries.add(entry);
        }
        if (entries.isEmpty()) {
            problems.error("BW-COST-003", "entries", "nothing", "at least one price", "Add an entry for each model.");
        }
        return entries;
    }

    /** Two prices for one name at one instant would leave the cost to chance. */
    private void requireOnePriceEach(List<PriceEntry> entries) {
        Map<String, List<PriceEntry>> named = new HashMap<>();
        for (PriceEntry entry : entries) {
            requireOnePrice(named, entry, entry.model, "model");
            for (int i = 0; i < entry.aliases.size(); i++) {
                requireOnePrice(named, entry, entry.aliases.get(i), "aliases[" + i + "]");
            }
        }
    }

    private void requireOnePrice(Map<String, List<PriceEntry>> named, PriceEntry entry, String model, String key) {
        if (model.isEmpty()) {
            return;
        }
        List<PriceEntry> others = named.computeIfAbsent(entry.provider + ' ' + model, any -> new ArrayList<>(2));
        for (PriceEntry other : others) {
            if (entry.overlaps(other)) {
                problems.error(
                        "BW-COST-007",
                        entry.path() + "." + key,
                        model,
                        "one price at each instant, but " + other.path() + " holds at the same time",
                        "End one with 'to' where the other begins, or remove one.");
                break;
            }
        }
        others.add(entry);
    }
}
