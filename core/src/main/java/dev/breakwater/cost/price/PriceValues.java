/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import dev.breakwater.policy.Problems;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads single values of a price file; what is wrong is reported and read as something harmless. */
final class PriceValues {
    private static final int MAX_DECIMALS = 6;
    private static final int MAX_MULTIPLIER_DECIMALS = 4;
    private static final int MAX_DIGITS = 40;
    private static final BigDecimal MAX_PRICE = BigDecimal.valueOf(10_000);
    /** A hundred dollars per million, written as the price of one token: no model is so dear, and none so cheap. */
    private static final BigDecimal MIN_PRICE = new BigDecimal("0.0001");

    private static final BigDecimal MAX_MULTIPLIER = BigDecimal.valueOf(20);

    private final Problems problems;

    PriceValues(Problems problems) {
        this.problems = problems;
    }

    /**
     * The price in millionths of a dollar. That of a million tokens is, digit for digit, the price of one token in
     * millionths of a millionth.
     */
    long price(String path, String text) {
        if (text.isEmpty()) {
            return 0;
        }
        BigDecimal price = decimal(text);
        if (price == null || price.compareTo(MAX_PRICE) > 0) {
            return wrongPrice(path, text, "Write the price as a plain decimal number, like \"0.35\".");
        }
        BigDecimal exact = price.stripTrailingZeros();
        if (exact.scale() > MAX_DECIMALS || (exact.signum() != 0 && exact.compareTo(MIN_PRICE) < 0)) {
            return wrongPrice(path, text, "Is this the price of one token? Give that of a million.");
        }
        return exact.movePointRight(MAX_DECIMALS).longValueExact();
    }

    private long wrongPrice(String path, String text, String fix) {
        problems.error(
                "BW-COST-005",
                path,
                text,
                "USD per million tokens, or per thousand searches or requests: 0, or from 0.0001 to 10000, at most six"
                        + " decimals",
                fix);
        return 0;
    }

    Multiplier multiplier(String path, String text) {
        BigDecimal factor = text.isEmpty() ? BigDecimal.ONE : decimal(text);
        if (factor == null || factor.signum() == 0 || factor.compareTo(MAX_MULTIPLIER) > 0) {
            return wrongMultiplier(path, text);
        }
        BigDecimal exact = factor.stripTrailingZeros();
        return exact.scale() > MAX_MULTIPLIER_DECIMALS ? wrongMultiplier(path, text) : Multiplier.of(exact);
    }

    private Multiplier wrongMultiplier(String path, String text) {
        problems.error(
                "BW-COST-010",
                path,
                text,
                "by how much the price is multiplied: more than 0, at most 20, at most four decimals",
                "Half price is \"0.5\", ten percent more is \"1.1\".");
        return Multiplier.ONE;
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

    /** A number of tokens; 0 if it is not one. */
    long tokens(String path, String text) {
        long count = 0;
        try {
            count = text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException notWhole) {
            // Reported below.
        }
        if (count <= 0 && !text.isEmpty()) {
            wrong(path, text, "a whole number of tokens greater than 0");
        }
        return Math.max(0, count);
    }

    Instant instant(String path, String text) {
        return parsed(path, text, "an instant like 2026-10-07T00:00:00Z", Instant.EPOCH, Instant::parse);
    }

    LocalDate date(String path, String text) {
        return parsed(path, text, "a day like 2026-10-07", LocalDate.EPOCH, LocalDate::parse);
    }

    <T> T parsed(String path, String text, String expected, T otherwise, Function<String, T> parser) {
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return parser.apply(text);
        } catch (DateTimeException | IllegalArgumentException notOne) {
            wrong(path, text, expected);
            return otherwise;
        }
    }

    boolean flag(String path, @Nullable String text) {
        if (text != null && !text.equals("true") && !text.equals("false")) {
            wrong(path, text, "true or false");
        }
        return "true".equals(text);
    }

    void wrong(String path, String text, String expected) {
        problems.error("BW-COST-008", path, text, expected, "Correct the value.");
    }
}
