/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prices by provider, model and instant, read from a dated file. Immutable and safe for use by many threads.
 *
 * <p>A model is found by its own name, else by an alias, else as a frozen version of a known model ({@code -001},
 * {@code -2026-09-22}, {@code -20260922}), with or without {@code models/} or its maker ({@code openai/}) before it. Nothing
 * looser: a price for a name that merely begins alike is a guess.
 *
 * <p>The file is YAML (or JSON), one entry for each model and span of time:
 *
 * <pre>
 * version: "2026-11-22"
 * currency: USD                       # the only one so far
 * entries:
 *   - provider: gcp.gemini            # OpenTelemetry's gen_ai.provider.name
 *     model: gemini-2.5-pro
 *     aliases: [gemini-pro-latest]    # optional
 *     from: 2025-10-31T00:00:00Z      # holds from this instant
 *     to: 2027-01-01T00:00:00Z        # optional: and before this one
 *     source: where the price was read
 *     checked: 2026-10-07
 *     uncertain: true                 # optional: a part is not confirmed
 *     input: "1.25"                   # USD per million tokens, at most six decimals
 *     cached-input: "0.125"           # optional: without it, calls that read from the cache are unpriced
 *     cache-write-5m: "1.5625"        # optional: also -30m, -1h and -12h; without, calls that write for so long are
 *     output: "10"
 *     web-search: "10"                # optional: USD per thousand searches of the provider (Gemini: of the queries
 *                                     # that it names; before Gemini 3 it bills by the call); without, such calls are
 *     excluded-modalities: [audio]    # optional: calls with these have another price, which is not here
 *     long-context:                   # optional: the whole call costs this if its input is above
 *       above: 200000
 *       input: "2.50"
 *       cached-input: "0.25"
 *       output: "15"
 * </pre>
 */
public final class PriceBook {
    private static final String BUNDLED = "prices.yaml";

    private final String version;
    private final List<Price> prices;
    // Provider, then name. Few prices share a name, each for its own span of time.
    private final Map<String, Map<String, List<Price>>> byModel = new HashMap<>();
    private final Map<String, Map<String, List<Price>>> byAlias = new HashMap<>();

    PriceBook(String version, List<PriceEntry> entries) {
        this.version = version;
        List<Price> all = new ArrayList<>(entries.size());
        for (PriceEntry entry : entries) {
            Price price = entry.toPrice();
            all.add(price);
            add(byModel, entry.provider, entry.model, price);
            entry.aliases.forEach(alias -> add(byAlias, entry.provider, alias, price));
        }
        prices = List.copyOf(all);
    }

    private static void add(Map<String, Map<String, List<Price>>> index, String provider, String name, Price price) {
        index.computeIfAbsent(provider, any -> new HashMap<>())
                .computeIfAbsent(name, any -> new ArrayList<>(2))
                .add(price);
    }

    /** A book without prices: every call is unpriced. */
    public static PriceBook empty() {
        return new PriceBook("none", List.of());
    }

    /** The book that comes with this version of Breakwater. List prices change often: look at {@link Price#checked}. */
    public static PriceBook bundled() {
        try (InputStream in = PriceBook.class.getResourceAsStream(BUNDLED)) {
            if (in == null) {
                throw new IllegalStateException(BUNDLED + ": missing from Breakwater's jar");
            }
            return parse(BUNDLED, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException damaged) {
            throw new IllegalStateException(BUNDLED + ": cannot be read from Breakwater's jar", damaged);
        }
    }

    /**
     * Reads a book from a file, in place of the bundled one.
     *
     * @throws dev.breakwater.policy.InvalidPolicyException with everything that is wrong with the file's text
     * @throws IOException if the file cannot be read
     */
    public static PriceBook read(Path file) throws IOException {
        return parse(file.toString(), Files.readString(file));
    }

    /**
     * Reads a book from a text.
     *
     * @param name what to call the text in messages
     * @param text the book in YAML or JSON
     * @throws dev.breakwater.policy.InvalidPolicyException with everything that is wrong with it
     */
    public static PriceBook parse(String name, String text) {
        return PriceBookReader.read(name, text);
    }

    /** The book's own name for its edition. */
    public String version() {
        return version;
    }

    /** All prices, in the file's order. */
    public List<Price> prices() {
        return prices;
    }

    /** The price of a model at an instant, or null if the book has none. */
    public @Nullable Price find(String provider, String model, Instant at) {
        String name = ModelNames.withoutPrefix(provider, model);
        Price price = findNamed(provider, name, at);
        if (price != null) {
            return price;
        }
        String unversioned = ModelNames.withoutVersion(name);
        return unversioned == null ? null : findNamed(provider, unversioned, at);
    }

    private @Nullable Price findNamed(String provider, String name, Instant at) {
        Price price = find(byModel, provider, name, at);
        return price == null ? find(byAlias, provider, name, at) : price;
    }

    private static @Nullable Price find(
            Map<String, Map<String, List<Price>>> index, String provider, String name, Instant at) {
        for (Price price : index.getOrDefault(provider, Map.of()).getOrDefault(name, List.of())) {
            if (price.holdsAt(at)) {
                return price;
            }
        }
        return null;
    }
}
