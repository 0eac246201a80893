/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends; checked by {@link #checked}.
 *
 * @param id the client's own id of the event, so that it may be sent again; made up if absent
 * @param dealId which deal
 * @param kind {@code automated_test}, {@code community_verification} or {@code community_tip}
 * @param value from 0, does not work, to 1, works
 * @param outcome {@code works}, {@code partly} or {@code fails}, in place of a value
 * @param text what a tip says, in place of both
 * @param observedAt as in ISO 8601; now if absent
 */
record EventRequest(
        @Nullable String id,
        @Nullable String dealId,
        @Nullable String kind,
        @Nullable Double value,
        @Nullable String outcome,
        @Nullable String text,
        @Nullable String observedAt) {
    static final int LONGEST_TEXT = 4_000;
    private static final int LONGEST_ID = 64;
    // Before this there were no deals to observe; beyond the years that Instant knows, ages have no meaning.
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    Event checked(Instant now) {
        Kind known = kind == null ? null : Kind.of(kind);
        if (known == null) {
            throw RefusedRequest.invalid("'kind' is not one of automated_test, community_verification, community_tip.");
        }
        return new Event(
                id == null ? UUID.randomUUID().toString() : name("id", id),
                name("dealId", dealId),
                known,
                known == Kind.COMMUNITY_TIP && text != null ? null : measure(),
                known == Kind.COMMUNITY_TIP ? tip() : null,
                moment(now));
    }

    private static String name(String field, @Nullable String given) {
        if (given == null || !isName(given)) {
            throw RefusedRequest.invalid("'" + field + "' is not 1 to " + LONGEST_ID
                    + " letters, digits, dots, dashes and underscores, and neither . nor .. alone.");
        }
        return given;
    }

    private static boolean isName(String text) {
        // A path with . or .. in a name's place leads somewhere else, so nobody could ask for it.
        boolean valid = !text.isEmpty() && text.length() <= LONGEST_ID && !text.equals(".") && !text.equals("..");
        for (int i = 0; valid && i < text.length(); i++) {
            valid = isNameCharacter(text.charAt(i));
        }
        return valid;
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '-'
                || c == '_';
    }

    private double measure() {
        if ((value == null) == (outcome == null)) {
            throw RefusedRequest.invalid("Send either 'value', a number from 0 to 1, or 'outcome'"
                    + " (works, partly, fails); in a community_tip 'text' in place of both.");
        }
        return value == null ? ofOutcome(outcome) : checked(value);
    }

    private static double checked(double number) {
        if (!(number >= 0 && number <= 1)) {
            throw RefusedRequest.invalid("'value' is not a number from 0 to 1.");
        }
        return number;
    }

    private static double ofOutcome(@Nullable String word) {
        return switch (String.valueOf(word)) {
            case "works" -> 1;
            case "partly" -> 0.5;
            case "fails" -> 0;
            default -> throw RefusedRequest.invalid("'outcome' is not one of works, partly, fails.");
        };
    }

    private @Nullable String tip() {
        if (text == null) {
            return null;
        }
        if (value != null || outcome != null) {
            throw RefusedRequest.invalid("A community_tip has 'text', or a 'value', or an 'outcome'; not several.");
        }
        if (text.isBlank()) {
            throw RefusedRequest.invalid("'text' is blank.");
        }
        if (text.length() > LONGEST_TEXT) {
            throw RefusedRequest.tooLarge(
                    "'text' has " + text.length() + " characters. Send at most " + LONGEST_TEXT + ".");
        }
        return text;
    }

    private Instant moment(Instant now) {
        if (observedAt == null) {
            return now;
        }
        try {
            Instant moment = Instant.parse(observedAt);
            if (!moment.isBefore(EARLIEST) && moment.isBefore(LATEST)) {
                return moment;
            }
        } catch (DateTimeException notATime) {
            // Said below.
        }
        throw RefusedRequest.invalid("'observedAt' is not a time like 2026-11-22T08:30:00Z between 2000 and 2100.");
    }
}
