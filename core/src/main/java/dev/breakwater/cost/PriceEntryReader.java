/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.policy.Problems;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one entry of a price file. */
final class PriceEntryReader {
    private static final Set<String> KEYS = Set.of(
            "provider",
            "model",
            "aliases",
            "from",
            "to",
            "source",
            "checked",
            "uncertain",
            "input",
            "cached-input",
            "cache-write-5m",
            "cache-write-30m",
            "cache-write-1h",
            "cache-write-12h",
            "output",
            "web-search",
            "excluded-modalities",
            "long-context");
    private static final Set<String> LONG_CONTEXT_KEYS = Set.of(
            "above",
            "input",
            "cached-input",
            "cache-write-5m",
            "cache-write-30m",
            "cache-write-1h",
            "cache-write-12h",
            "output",
            "web-search");
    private static final long PICO_PER_MILLIONTH_OF_A_THOUSAND = 1000;
    private static final int MAX_DECIMALS = 6;
    private static final int MAX_DIGITS = 40;
    private static final BigDecimal MAX_PRICE = BigDecimal.valueOf(10_000);

    private final PriceFields fields;
    private final Problems problems;

    PriceEntryReader(PriceFields fields, Problems problems) {
        this.fields = fields;
        this.problems = problems;
    }

    void read(PriceEntry entry) {
        entry.provider = fields.required("provider");
        entry.model = fields.required("model");
        for (Object alias : fields.list("aliases")) {
            entry.aliases.add(PriceFields.shown(alias));
        }
        readValidity(entry);
        entry.source = fields.required("source");
        entry.checked = date(fields.required("checked"));
        entry.uncertain = flag(fields.optional("uncertain"));
        readModalities(entry);
        entry.rates = rates(fields, Rates.NONE);
        if (fields.has("long-context")) {
            readLongContext(entry, fields.mapping("long-context"));
        }
        fields.refuseOthers(KEYS);
    }

    private void readValidity(PriceEntry entry) {
        entry.from = instant("from", fields.required("from"));
        String end = fields.optional("to");
        if (end != null) {
            entry.to = instant("to", end);
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

    private void readModalities(PriceEntry entry) {
        for (Object value : fields.list("excluded-modalities")) {
            String name = PriceFields.shown(value);
            try {
                entry.excluded.add(Modality.valueOf(name.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException unknown) {
                wrong("excluded-modalities", name, "text, audio, image, video or other");
            }
        }
    }

    private void readLongContext(PriceEntry entry, PriceFields tier) {
        String above = tier.required("above");
        try {
            entry.longContextAbove = above.isEmpty() ? 0 : Long.parseLong(above);
        } catch (NumberFormatException notWhole) {
            entry.longContextAbove = 0;
        }
        if (entry.longContextAbove <= 0 && !above.isEmpty()) {
            wrong("long-context.above", above, "a whole number of tokens greater than 0");
        }
        entry.longContext = rates(tier, entry.rates.perSearch());
        tier.refuseOthers(LONG_CONTEXT_KEYS);
    }

    private Rates rates(PriceFields from, long searchOtherwise) {
        return Rates.builder()
                .input(price(from, "input", from.required("input")))
                .output(price(from, "output", from.required("output")))
                .token(TokenClass.CACHE_READ, optional(from, "cached-input"))
                .token(TokenClass.CACHE_WRITE_5M, optional(from, "cache-write-5m"))
                .token(TokenClass.CACHE_WRITE_30M, optional(from, "cache-write-30m"))
                .token(TokenClass.CACHE_WRITE_1H, optional(from, "cache-write-1h"))
                .token(TokenClass.CACHE_WRITE_12H, optional(from, "cache-write-12h"))
                .search(search(from, searchOtherwise))
                .build();
    }

    private long optional(PriceFields from, String key) {
        String text = from.optional(key);
        return text == null ? Rates.NONE : price(from, key, text);
    }

    /** A fee for each call has nothing to do with the context, so that it holds in both tiers unless the tier has one. */
    private long search(PriceFields from, long otherwise) {
        long millionthsPerThousand = optional(from, "web-search");
        return millionthsPerThousand == Rates.NONE
                ? otherwise
                : millionthsPerThousand * PICO_PER_MILLIONTH_OF_A_THOUSAND;
    }

    /**
     * The price in millionths of a dollar. That of a million tokens is, digit for digit, the price of one token in
     * millionths of a millionth.
     */
    private long price(PriceFields from, String key, String text) {
        if (text.isEmpty()) {
            return 0;
        }
        BigDecimal price = decimal(text);
        if (price == null || price.signum() < 0 || price.compareTo(MAX_PRICE) > 0) {
            return wrongPrice(from.path(key), text, "Write the price as a plain decimal number, like \"0.35\".");
        }
        BigDecimal exact = price.stripTrailingZeros();
        if (exact.scale() > MAX_DECIMALS) {
            return wrongPrice(from.path(key), text, "Is this the price of one token? Give that of a million.");
        }
        return exact.movePointRight(MAX_DECIMALS).longValueExact();
    }

    private static @Nullable BigDecimal decimal(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '.') {
                return null;
            }
        }
        try {
            return text.length() > MAX_DIGITS ? null : new BigDecimal(text);
        } catch (NumberFormatException notDecimal) {
            return null;
        }
    }

    private long wrongPrice(String path, String text, String fix) {
        problems.error(
                "BW-COST-005",
                path,
                text,
                "USD per million tokens, or per thousand searches, from 0 to 10000, at most six decimals",
                fix);
        return 0;
    }

    private Instant instant(String key, String text) {
        return parsed(key, text, "an instant like 2026-10-07T00:00:00Z", Instant.EPOCH, Instant::parse);
    }

    private LocalDate date(String text) {
        return parsed("checked", text, "a day like 2026-10-07", LocalDate.EPOCH, LocalDate::parse);
    }

    private <T> T parsed(String key, String text, String expected, T otherwise, Function<String, T> parser) {
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return parser.apply(text);
        } catch (DateTimeException notOne) {
            wrong(key, text, expected);
            return otherwise;
        }
    }

    private boolean flag(@Nullable String text) {
        if (text != null && !text.equals("true") && !text.equals("false")) {
            wrong("uncertain", text, "true or false");
        }
        return "true".equals(text);
    }

    private void wrong(String key, String text, String expected) {
        problems.error("BW-COST-008", fields.path(key), text, expected, "Correct the value.");
    }
}
