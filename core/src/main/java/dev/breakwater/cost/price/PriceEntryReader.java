/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import dev.breakwater.cost.usage.Modality;
import dev.breakwater.policy.Problems;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Reads one entry of a price file. */
final class PriceEntryReader {
    private static final Set<String> KEYS = Set.of(
            "provider",
            "model",
            "aliases",
            "from",
            "to",
            "withdrawn",
            "source",
            "checked",
            "uncertain",
            "max-output",
            "excluded-modalities",
            "long-context",
            "service-tiers",
            "speeds",
            "regions",
            "peaks");

    private final PriceFields fields;
    private final Problems problems;
    private final PriceValues values;

    PriceEntryReader(PriceFields fields, Problems problems) {
        this.fields = fields;
        this.problems = problems;
        values = new PriceValues(problems);
    }

    void read(PriceEntry entry) {
        entry.provider = fields.required("provider");
        entry.model = fields.required("model");
        for (Object alias : fields.list("aliases")) {
            entry.aliases.add(PriceFields.shown(alias));
        }
        readValidity(entry);
        entry.source = fields.required("source");
        entry.checked = values.date(fields.path("checked"), fields.required("checked"));
        entry.uncertain = values.flag(fields.path("uncertain"), fields.optional("uncertain"));
        entry.withdrawn = values.flag(fields.path("withdrawn"), fields.optional("withdrawn"));
        readModel(entry);
        if (!entry.withdrawn || fields.has("input")) {
            entry.rates = new RatesReader(fields, values, problems).read();
        }
        new ConditionsReader(fields, values, problems).read(entry);
        Set<String> known = new HashSet<>(KEYS);
        known.addAll(RatesReader.KEYS);
        fields.refuseOthers(known);
    }

    private void readValidity(PriceEntry entry) {
        entry.from = values.instant(fields.path("from"), fields.required("from"));
        String end = fields.optional("to");
        if (end != null) {
            entry.to = values.instant(fields.path("to"), end);
            if (!entry.to.isAfter(entry.from)) {
                problems.error(
                        "BW-COST-006",
                        fields.path("to"),
                        end,
                        "an instant after 'from'",
                        "Correct one of the two; 'to' is the first instant at which the price no longer holds.");
            }
        }
    }

    private void readModel(PriceEntry entry) {
        String maxOutput = fields.optional("max-output");
        if (maxOutput != null) {
            entry.maxOutput = values.tokens(fields.path("max-output"), maxOutput);
        }
        for (Object value : fields.list("excluded-modalities")) {
            String name = PriceFields.shown(value);
            try {
                entry.excluded.add(Modality.valueOf(name.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException unknown) {
                values.wrong(fields.path("excluded-modalities"), name, "text, audio, image, video or other");
            }
        }
    }
}
