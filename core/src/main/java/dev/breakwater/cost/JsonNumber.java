/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

/** Walks over one JSON number (RFC 8259 section 6), of which only counts have a value. */
final class JsonNumber {
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

    private State state = State.BEGUN;
    private boolean negative;
    private long value;

    void begin() {
        state = State.BEGUN;
        negative = false;
        value = 0;
    }

    /** Takes one more character; false if it does not belong to the number. */
    boolean accept(byte b) {
        State next = b >= '0' && b <= '9' ? digit(b - '0') : sign(b);
        if (next == State.WRONG) {
            return false;
        }
        state = next;
        return true;
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

    /** Whether it is a whole number from 0 to 2^53. */
    boolean isCount() {
        return isWhole() && !negative && value <= MAX_COUNT;
    }

    long count() {
        return value;
    }
}
