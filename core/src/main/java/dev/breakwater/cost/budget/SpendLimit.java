/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import dev.breakwater.policy.Problems;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An amount of money or tokens as people write it: {@code 5.00 USD}, {@code 100000 tokens}. Exact. Immutable.
 *
 * @param unit money or tokens
 * @param amount nano-dollars or tokens
 */
public record SpendLimit(Budget.Unit unit, long amount) {
    /** The largest limit there is: 9 million dollars, or as many tokens. Stores that count in doubles are exact up to it. */
    public static final long MOST = 9_000_000_000_000_000L;

    private static final int NANO_DIGITS = 9;
    private static final int LONGEST = 40;

    /** Reads an amount; null, and a problem, if it is none. Whether it is too small or too large the budget checks. */
    public static @Nullable SpendLimit parse(String text, String path, Problems problems) {
        String plain = text.strip();
        int gap = plain.indexOf(' ');
        Budget.Unit unit = gap < 0 ? null : unit(plain.substring(gap + 1).strip());
        Long amount = unit == null ? null : amount(plain.substring(0, gap), unit);
        if (unit == null || amount == null) {
            problems.error(
                    "BW-COST-054",
                    path,
                    text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text,
                    "an amount such as 5.00 USD or 100000 tokens",
                    "Write digits with a point, at most nine of them behind it, a space, and USD or tokens; tokens are"
                            + " whole.");
            return null;
        }
        return new SpendLimit(unit, amount);
    }

    private static Budget.@Nullable Unit unit(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "usd" -> Budget.Unit.NANO_USD;
            case "token", "tokens" -> Budget.Unit.TOKENS;
            default -> null;
        };
    }

    private static @Nullable Long amount(String digits, Budget.Unit unit) {
        if (!isDecimal(digits)) {
            return null;
        }
        BigDecimal value = new BigDecimal(digits);
        try {
            return unit == Budget.Unit.TOKENS
                    ? value.longValueExact()
                    : value.scaleByPowerOfTen(NANO_DIGITS).longValueExact();
        } catch (ArithmeticException notExact) {
            return null;
        }
    }

    // BigDecimal would also read 1e9, signs and digits of other scripts.
    private static boolean isDecimal(String text) {
        int point = text.indexOf('.');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (i != point && (c < '0' || c > '9')) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= LONGEST && point != 0 && point != text.length() - 1;
    }

    /** An amount as people write it, exactly: {@code 5.00 USD}, {@code 100000 tokens}. */
    public static String text(Budget.Unit unit, long amount) {
        if (unit == Budget.Unit.TOKENS) {
            return amount + " tokens";
        }
        BigDecimal dollars = BigDecimal.valueOf(amount, NANO_DIGITS).stripTrailingZeros();
        return (dollars.scale() < 2 ? dollars.setScale(2) : dollars).toPlainString() + " USD";
    }

    /** As people write it. */
    @Override
    public String toString() {
        return text(unit, amount);
    }
}
