/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.cost.PriceBook;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problems;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The keys {@code cost.*}, and the {@link PriceBook} they name. */
final class CostSettings {

    /** What a call to a model without a price counts as. */
    private enum UnknownModel {
        TRACK
    }

    private static final String BUNDLED = "bundled";
    private static final String CLASS_PATH = "classpath:";

    private static final Key<Boolean> ENABLED = Key.of(
                    "enabled",
                    ValueTypes.bool(),
                    "BW-COST-101",
                    "Whether calls to language models are priced and added up.")
            .defaultsTo("true");

    private static final Key<String> PRICES = Key.of(
                    "prices",
                    ValueTypes.text(),
                    "BW-COST-102",
                    "The price file: a path, classpath:NAME, or bundled for the one that comes with this version.")
            .defaultsTo(BUNDLED);

    private static final Key<UnknownModel> UNKNOWN_MODEL = Key.of(
                    "unknown-model",
                    ValueTypes.oneOf(UnknownModel.class),
                    "BW-COST-103",
                    "A model without a price is tracked as unpriced, never as free.")
            .defaultsTo("track");

    static final Group GROUP =
            Group.section("cost", "Tokens and money spent on language models.", ENABLED, PRICES, UNKNOWN_MODEL);

    private CostSettings() {}

    /** Null if nothing is to be priced, or the prices are not valid. */
    static @Nullable PriceBook read(Settings root, Problems problems) {
        Settings section = root.section(GROUP);
        PriceBook book = book(section, problems);
        return section.get(ENABLED) ? book : null;
    }

    private static @Nullable PriceBook book(Settings section, Problems problems) {
        try {
            return find(section, problems);
        } catch (InvalidPolicyException invalid) {
            // Paths inside the file begin at the key that names it: cost.prices.entries[0].input.
            problems.addBelow(section.path(PRICES), invalid.problems());
            return null;
        }
    }

    private static PriceBook find(Settings section, Problems problems) {
        String prices = section.get(PRICES);
        if (prices.equals(BUNDLED)) {
            return PriceBook.bundled();
        }
        try {
            return prices.startsWith(CLASS_PATH) ? onClassPath(prices) : PriceBook.read(Path.of(prices));
        } catch (IOException | InvalidPathException unreadable) {
            problems.error(
                    "BW-COST-104",
                    section.path(PRICES),
                    prices,
                    "bundled, classpath:NAME, or a file that can be read",
                    "Check path and rights; relative paths begin at the working directory.");
            return PriceBook.bundled();
        }
    }

    private static PriceBook onClassPath(String prices) throws IOException {
        String name = prices.substring(CLASS_PATH.length());
        try (InputStream file = StandardLayers.ownClassPath().getResourceAsStream(name)) {
            if (file == null) {
                throw new FileNotFoundException(prices);
            }
            return PriceBook.parse(prices, new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
