/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Prices by provider, model and instant, read from a dated file. Immutable and safe for use by many threads.
 *
 * <p>A model is found by its own name, else by an alias, else as a frozen version of a known model ({@code -001},
 * {@code -2026-09-22}, {@code -20260922}), with or without {@code models/} or its maker ({@code openai/}) before it, on
 * Bedrock also with an inference profile ({@code us.anthropic.claude-opus-5}), which then is the region. Nothing looser: a
 * price for a name that merely begins alike is a guess.
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
 *     withdrawn: true                 # optional: was announced, and never came to hold
 *     source: where the price was read
 *     checked: 2026-10-07
 *     uncertain: true                 # optional: a part is not confirmed
 *     max-output: 65536               # optional: how many tokens the model puts out at most
 *     input: "1.25"                   # USD per million tokens, at most six decimals
 *     cached-input: "0.125"           # optional: without it, calls that read from the cache are unpriced
 *     cache-write-5m: "1.5625"        # optional: also -30m, -1h and -12h; without, calls that write for so long are
 *     output: "10"
 *     audio: {input: "3"}             # optional, also image and video: what costs something else; what is not named
 *                                     # here is unpriced
 *     excluded-modalities: [video]    # optional: calls with these have another price, which is not here
 *     web-search: "10"                # optional: USD per thousand searches of the provider (Gemini: of the queries
 *                                     # that it names; before Gemini 3 it bills by the call); without, such calls are
 *     request: "5"                    # optional: USD per thousand calls, whatever they use
 *     long-context:                   # optional, also a list: the whole call costs this if its input is above
 *       above: 200000
 *       input: "2.50"
 *       cached-input: "0.25"
 *       output: "15"
 *     service-tiers: {batch: "0.5"}   # optional: by what tokens are multiplied, by the provider's own words; calls
 *     speeds: {fast: "2"}             # with other words are unpriced
 *     regions: {us: "1.1"}
 *     peaks:                          # optional: and by what at some hours
 *       - multiplier: "2"
 *         hours: ["01:00-04:00", "06:00-10:00"]
 *         days: [monday, tuesday]     # optional: every day without
 *         zone: Asia/Shanghai         # optional: UTC without
 *         except: [2026-10-01]        # optional: holidays
 * </pre>
 */
public final class PriceBook {
    private static final String BUNDLED = "prices.yaml";

    private final String version;
    private final List<Price> prices;
    private final PriceIndex[] latestFirst;

    PriceBook(String version, List<PriceIndex> layers) {
        this.version = version;
        List<Price> all = new ArrayList<>();
        latestFirst = new PriceIndex[layers.size()];
        for (int i = 0; i < latestFirst.length; i++) {
            List<PriceIndex> later = layers.subList(i + 1, layers.size());
            latestFirst[latestFirst.length - 1 - i] = layers.get(i);
            layers.get(i).prices().stream()
                    .filter(price -> later.stream().noneMatch(layer -> layer.replaces(price)))
                    .forEach(all::add);
        }
        prices = List.copyOf(all);
    }

    /** A book without prices: every call is unpriced. */
    public static PriceBook empty() {
        return new PriceBook("none", List.of());
    }

    /** The book that comes with this version of Breakwater. List prices change often: look at {@link Price#checked}. */
    public static PriceBook bundled() {
        return Bundled.BOOK;
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

    /**
     * One book of several: where a later one has a price for what is asked, at the instant that is asked for, it counts, and
     * the earlier ones count for all else. What a later book has {@code withdrawn} is taken out of the earlier ones, where
     * the price before it then goes on.
     */
    public static PriceBook layered(PriceBook... laterWins) {
        List<PriceIndex> layers = new ArrayList<>();
        StringJoiner versions = new StringJoiner(" + ");
        for (PriceBook book : laterWins) {
            versions.add(book.version);
            for (int i = book.latestFirst.length - 1; i >= 0; i--) {
                List<Price> withdrawn = book.latestFirst[i].withdrawn();
                layers.replaceAll(earlier -> withdrawn.isEmpty() ? earlier : earlier.without(withdrawn));
                layers.add(book.latestFirst[i]);
            }
        }
        return new PriceBook(versions.toString(), layers);
    }

    /** The book's own name for its edition; of several, their names joined by {@code +}. */
    public String version() {
        return version;
    }

    /** All prices that hold at some time, in the file's order; without those that a later book replaces altogether. */
    public List<Price> prices() {
        return prices;
    }

    /**
     * The prices that someone should look up again: those that hold on this day or will, and were checked longer ago than
     * so long.
     *
     * @param today the day, in UTC
     * @param age how old a check may be; parts of a day do not count
     */
    public List<Price> staleAt(LocalDate today, Duration age) {
        LocalDate oldest = today.minusDays(age.toDays());
        Instant now = today.atStartOfDay(ZoneOffset.UTC).toInstant();
        List<Price> stale = new ArrayList<>();
        for (Price price : prices) {
            Instant end = price.to();
            if (price.checked().isBefore(oldest) && (end == null || end.isAfter(now))) {
                stale.add(price);
            }
        }
        return stale;
    }

    /**
     * The price of a model at an instant, or null if the book has none.
     *
     * @param provider by its OpenTelemetry name
     * @param model as it was asked for, or as the answer names it
     * @param at when the call began
     */
    public @Nullable Price find(String provider, String model, Instant at) {
        Price price = findVersion(provider, model, at);
        return price == null ? findSpelt(provider, model, at) : price.at(at);
    }

    private @Nullable Price findSpelt(String provider, String model, Instant at) {
        String name = ModelNames.withoutPrefix(provider, model);
        Price price = name.equals(model) ? null : findVersion(provider, name, at);
        if (price == null) {
            return null;
        }
        String region = ModelNames.region(provider, model);
        return region == null ? price.at(at) : price.in(region, at);
    }

    private @Nullable Price findVersion(String provider, String name, Instant at) {
        Price price = findNamed(provider, name, at);
        if (price != null) {
            return price;
        }
        String unversioned = ModelNames.withoutVersion(provider, name);
        return unversioned == null ? null : findNamed(provider, unversioned, at);
    }

    private @Nullable Price findNamed(String provider, String name, Instant at) {
        for (PriceIndex layer : latestFirst) {
            Price price = layer.find(provider, name, at);
            if (price != null) {
                return price;
            }
        }
        return null;
    }

    /** The bundled book, read when it is first asked for: it cannot change while the jar is the same. */
    private static final class Bundled {
        static final PriceBook BOOK = read();

        private static PriceBook read() {
            try (InputStream in = PriceBook.class.getResourceAsStream(BUNDLED)) {
                if (in == null) {
                    throw new IllegalStateException(BUNDLED + ": missing from Breakwater's jar");
                }
                return parse(BUNDLED, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException damaged) {
                throw new IllegalStateException(BUNDLED + ": cannot be read from Breakwater's jar", damaged);
            }
        }
    }
}
