/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import dev.breakwater.cost.usage.Modality;
import dev.breakwater.cost.usage.TokenClass;
import dev.breakwater.policy.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads what tokens, searches and calls cost, for each context tier. */
final class RatesReader {
    private static final Map<String, TokenClass> CACHE = Map.of(
            "cached-input", TokenClass.CACHE_READ,
            "cache-write-5m", TokenClass.CACHE_WRITE_5M,
            "cache-write-30m", TokenClass.CACHE_WRITE_30M,
            "cache-write-1h", TokenClass.CACHE_WRITE_1H,
            "cache-write-12h", TokenClass.CACHE_WRITE_12H);
    private static final List<Modality> MODALITIES = List.of(Modality.AUDIO, Modality.IMAGE, Modality.VIDEO);
    private static final Set<String> TOKEN_KEYS = with(CACHE.keySet(), "input", "output");
    static final Set<String> KEYS = with(TOKEN_KEYS, "web-search", "request", "audio", "image", "video");
    private static final Set<String> LONG_CONTEXT_KEYS = with(KEYS, "above");
    private static final long PICO_PER_MILLIONTH_OF_A_THOUSAND = 1000;

    private final PriceFields fields;
    private final PriceValues values;
    private final Problems problems;

    RatesReader(PriceFields fields, PriceValues values, Problems problems) {
        this.fields = fields;
        this.values = values;
        this.problems = problems;
    }

    private static Set<String> with(Set<String> keys, String... more) {
        Set<String> all = new HashSet<>(keys);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }

    ContextRates read() {
        Rates lowest = rates(fields, Rates.NONE, 0);
        List<Long> above = new ArrayList<>();
        List<Rates> rates = new ArrayList<>();
        for (PriceFields tier : fields.mappings("long-context")) {
            above.add(threshold(tier, above));
            rates.add(rates(tier, lowest.perSearch(), lowest.perRequest()));
            tier.refuseOthers(LONG_CONTEXT_KEYS);
        }
        return new ContextRates(lowest, above, rates);
    }

    private long threshold(PriceFields tier, List<Long> lower) {
        String text = tier.required("above");
        long above = values.tokens(tier.path("above"), text);
        long before = lower.isEmpty() ? 0 : lower.get(lower.size() - 1);
        if (above > 0 && above <= before) {
            problems.error(
                    "BW-COST-012",
                    tier.path("above"),
                    text,
                    "more than the threshold before it, " + before,
                    "List the tiers from the lowest threshold to the highest.");
        }
        return above;
    }

    private Rates rates(PriceFields from, long searchOtherwise, long requestOtherwise) {
        Rates.Builder rates = cache(from)
                .input(values.price(from.path("input"), from.required("input")))
                .output(values.price(from.path("output"), from.required("output")))
                .search(fee(from, "web-search", searchOtherwise))
                .request(fee(from, "request", requestOtherwise));
        for (Modality modality : MODALITIES) {
            String key = modality.name().toLowerCase(Locale.ROOT);
            if (from.has(key)) {
                PriceFields own = from.mapping(key);
                rates.modality(
                        modality, cache(own).input(optional(own, "input")).output(optional(own, "output")));
                own.refuseOthers(TOKEN_KEYS);
            }
        }
        return rates.build();
    }

    private Rates.Builder cache(PriceFields from) {
        Rates.Builder rates = Rates.builder();
        CACHE.forEach((key, tokenClass) -> rates.token(tokenClass, optional(from, key)));
        return rates;
    }

    private long optional(PriceFields from, String key) {
        String text = from.optional(key);
        return text == null ? Rates.NONE : values.price(from.path(key), text);
    }

    /** A fee for each call has nothing to do with the context, so that it holds in all tiers unless one has its own. */
    private long fee(PriceFields from, String key, long otherwise) {
        long millionthsPerThousand = optional(from, key);
        return millionthsPerThousand == Rates.NONE
                ? otherwise
                : millionthsPerThousand * PICO_PER_MILLIONTH_OF_A_THOUSAND;
    }
}
