/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.exchange.Outcome;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** How bad an outcome is, in the words of logs. */
final class Severity {
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;

    private Severity() {}

    /**
     * ERROR if the service failed; WARN if the client did something odd, or something that alarms those who watch
     * over security; INFO also for what every crawler causes.
     */
    static Level level(Outcome outcome, boolean alarms) {
        if (isFailure(outcome)) {
            // What we refuse, for example because there is too much of it, is no error of the service's.
            return outcome.kind() == Outcome.Kind.REJECTED ? Level.WARN : Level.ERROR;
        }
        if (alarms) {
            return Level.WARN;
        }
        boolean everyday = outcome.kind() == Outcome.Kind.CLIENT_ABORT
                || outcome.status() < 400
                || outcome.status() == NOT_FOUND
                || outcome.status() == TOO_MANY_REQUESTS;
        return everyday ? Level.INFO : Level.WARN;
    }

    /** Whether the application failed, as opposed to us answering or refusing for it. */
    static boolean isApplicationFailure(Outcome outcome) {
        return outcome.kind() != Outcome.Kind.REJECTED && isFailure(outcome);
    }

    /** ECS {@code event.outcome}: of a request whose client went away nobody knows. */
    static String result(Outcome outcome) {
        if (isFailure(outcome)) {
            return "failure";
        }
        return outcome.kind() == Outcome.Kind.CLIENT_ABORT || outcome.status() == 0 ? "unknown" : "success";
    }

    /** The class that was thrown, else what went wrong in a word, else the status; null if nothing did. */
    static @Nullable String errorType(Outcome outcome) {
        return switch (outcome.kind()) {
            case CLIENT_ABORT -> "client_abort";
            case TIMEOUT -> "timeout";
            default -> thrown(outcome);
        };
    }

    private static @Nullable String thrown(Outcome outcome) {
        if (outcome.error() != null) {
            return outcome.error().getClass().getName();
        }
        return isFailure(outcome) && outcome.status() != 0 ? Integer.toString(outcome.status()) : null;
    }

    /** Whether the request failed, whoever is to blame. */
    static boolean isFailure(Outcome outcome) {
        return switch (outcome.kind()) {
            case ERROR, TIMEOUT, ABORTED_AFTER_COMMIT -> true;
            case CLIENT_ABORT -> false;
            case OK, REJECTED -> outcome.status() >= 500;
        };
    }
}
