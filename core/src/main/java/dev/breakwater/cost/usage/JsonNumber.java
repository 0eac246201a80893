/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** Walks over one JSON number (RFC 8259 section 6), of which only counts have a value, and amounts that are asked for. */
final class JsonNumber {
    /** The value of a number that is not what was asked for. */
    static final long NONE = -1;

    /** The range of whole numbers on which every JSON reader agrees. */
    static final long MAX_COUNT = 1L << 53;

    private enum State {
        BEGUN(false),
        MINUS(false),
        ZERO(true),
        WHOLE(true),
        POINT(false),
        FRACTION(true),
        E(false),
        SIGNED_E(false),
        EXPONENT(true),
        WRONG(false);

        private final boolean complete;

        State(boolean complete) {
            this.complete = complete;
        }
    }

    // Longer than any number that a double is written as.
    private static final int MAX_KEPT = 64;
    private static final int NANO_PLACES = 9;
    // The digits before the point of what fits into a long as nano-dollars.
    private static final int MOST_DIGITS = 10;

    private final byte[] kept = new byte[MAX_KEPT];
    private State state = State.BEGUN;
    private boolean negative;
    private long value;
    private boolean keeping;
    private int length;

    /**
     * Expects a number.
     *
     * @param amount whether all of it is to be kept, for {@link #nano}
     */
    void begin(boolean amount) {
        state = State.BEGUN;
        negative = false;
        value = 0;
        keeping = amount;
        length = 0;
    }

    /** Takes one more character; false if it does not belong to the number. */
    boolean accept(byte b) {
        State next = b >= '0' && b <= '9' ? digit(b - '0') : sign(b);
        if (next == State.WRONG) {
            return false;
        }
        state = next;
        if (keeping) {
            keep(b);
        }
        return true;
    }

    private void keep(byte b) {
        if (length < MAX_KEPT) {
            kept[length] = b;
        }
        length++;
    }

    private State digit(int digit) {
        return switch (state) {
            case BEGUN, MINUS -> {
                value = digit;
                yield digit == 0 ? State.ZERO : State.WHOLE;
            }
            case WHOLE -> {
                // Stays beyond the range once it is.
                value = value > MAX_COUNT ? value : value * 10 + digit;
                yield State.WHOLE;
            }
            case POINT, FRACTION -> State.FRACTION;
            case E, SIGNED_E, EXPONENT -> State.EXPONENT;
            case ZERO, WRONG -> State.WRONG;
        };
    }

    private State sign(byte b) {
        return switch (b) {
            case '-' -> minus();
            case '+' -> state == State.E ? State.SIGNED_E : State.WRONG;
            case '.' -> isWhole() ? State.POINT : State.WRONG;
            case 'e', 'E' -> isWhole() || state == State.FRACTION ? State.E : State.WRONG;
            default -> State.WRONG;
        };
    }

    private State minus() {
        if (state != State.BEGUN) {
            return state == State.E ? State.SIGNED_E : State.WRONG;
        }
        negative = true;
        return State.MINUS;
    }

    private boolean isWhole() {
        return state == State.ZERO || state == State.WHOLE;
    }

    /** Whether what was taken is a number. */
    boolean isComplete() {
        return state.complete;
    }

    /** The number if it is a whole one from 0 to 2^53, else {@link #NONE}. */
    long count() {
        return isWhole() && !negative && value <= MAX_COUNT ? value : NONE;
    }

    /** A billion times the number, rounded half to even; {@link #NONE} if it is negative, or too large or long. */
    long nano() {
        if (negative || length > MAX_KEPT) {
            return NONE;
        }
        try {
            return nano(new BigDecimal(new String(kept, 0, length, StandardCharsets.US_ASCII)));
        } catch (NumberFormatException exponent) {
            // It does not even fit into an int.
            return NONE;
        }
    }

    private static long nano(BigDecimal amount) {
        long digits = (long) amount.precision() - amount.scale();
        if (amount.signum() == 0 || digits < -NANO_PLACES) {
            // Exponents are bounded before they are multiplied out.
            return 0;
        }
        return digits >= MOST_DIGITS
                ? NONE
                : amount.setScale(NANO_PLACES, RoundingMode.HALF_EVEN)
                        .unscaledValue()
                        .longValueExact();
    }
}
