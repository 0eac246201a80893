/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.exchange.HeaderSyntax;
import dev.breakwater.policy.Problems;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What a policy must hold to. */
final class UpstreamChecks {
    private static final int LONGEST_NAME = 32;
    private static final int MOST_ATTEMPTS = 10;
    private static final int MOST_CONCURRENT = 100_000;
    private static final int LARGEST_WINDOW = 100_000;
    private static final long MOST_ENTRIES = 100_000_000;
    private static final Duration ONE_MILLI = Duration.ofMillis(1);
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);
    private static final Duration ONE_HOUR = Duration.ofHours(1);
    private static final Duration ONE_DAY = Duration.ofDays(1);
    private static final Duration ONE_YEAR = Duration.ofDays(365);

    private final Problems problems = new Problems();

    private UpstreamChecks() {}

    static void check(UpstreamOptions<?> policy) {
        UpstreamChecks checks = new UpstreamChecks();
        checks.name(policy.name);
        checks.attempts(policy);
        checks.breaker(policy);
        checks.span("timeout", policy.timeout, ONE_MILLI, ONE_HOUR, "1ms to 1h");
        checks.number("max-concurrent", policy.maxConcurrent, MOST_CONCURRENT);
        if (policy.cacheTtl != null) {
            checks.span("cache.ttl", policy.cacheTtl, ONE_MILLI, ONE_YEAR, "1ms to 365d");
        }
        checks.number("cache.max-entries", policy.cacheMaxEntries, MOST_ENTRIES);
        checks.cache(policy);
        checks.retries(policy);
        checks.rates(policy.rates);
        checks.deadline(policy);
        checks.problems.throwIfInvalid();
    }

    private void name(String name) {
        if (!isName(name)) {
            problems.error(
                    "BW-UPST-001",
                    "",
                    '"' + name + '"',
                    "a letter, then at most 31 letters, digits, dashes and underscores",
                    "Name what is called, such as gemini or price-api.");
        }
    }

    private static boolean isName(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME || !isLetter(name.charAt(0))) {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isLetter(c) && (c < '0' || c > '9') && c != '-' && c != '_') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private void attempts(UpstreamOptions<?> policy) {
        number("attempts", policy.attempts, MOST_ATTEMPTS);
        span("backoff", policy.backoff, ONE_MILLI, ONE_HOUR, "1ms to 1h");
        span("max-backoff", policy.maxBackoff, ONE_MILLI, ONE_HOUR, "1ms to 1h");
        if (policy.maxBackoff.compareTo(policy.backoff) < 0) {
            problems.error(
                    "BW-UPST-003",
                    "max-backoff",
                    text(policy.maxBackoff),
                    "at least the backoff, " + text(policy.backoff),
                    "Raise max-backoff or lower backoff.");
        }
    }

    private void breaker(UpstreamOptions<?> policy) {
        if (!(policy.failureRate > 0 && policy.failureRate <= 1)) {
            problems.error(
                    "BW-UPST-004",
                    "breaker.failure-rate",
                    Double.toString(policy.failureRate),
                    "a share above 0 and up to 1",
                    "Write half of the calls as 0.5.");
        }
        if (policy.breakerWindow instanceof BreakerWindow.Calls calls) {
            number("breaker.window", calls.count(), LARGEST_WINDOW);
        } else if (policy.breakerWindow instanceof BreakerWindow.Time time) {
            wholeSeconds(time.span());
        }
        span("breaker.wait", policy.breakerWait, ONE_MILLI, ONE_DAY, "1ms to 1d");
    }

    private void cache(UpstreamOptions<?> policy) {
        kept("cache.stale-while-revalidate", policy.staleWhileRevalidate, policy);
        kept("cache.stale-if-error", policy.staleIfError, policy);
        kept("cache.negative-ttl", policy.negativeTtl, policy);
    }

    private void kept(String key, Duration span, UpstreamOptions<?> policy) {
        span(key, span, Duration.ZERO, ONE_YEAR, "0s to 365d");
        if (policy.cacheTtl == null && !span.isZero()) {
            problems.error(
                    "BW-UPST-006",
                    key,
                    text(span),
                    "a cache.ttl beside it",
                    "Set cache.ttl, or remove this: without it nothing is kept.");
        }
    }

    private void retries(UpstreamOptions<?> policy) {
        if (!(policy.retryBudget >= 0)
                || (policy.retryBudget > MOST_ATTEMPTS - 1 && policy.retryBudget != Double.POSITIVE_INFINITY)) {
            problems.error(
                    "BW-UPST-007",
                    "retry-budget",
                    Double.toString(policy.retryBudget),
                    "a share from 0 to 9, or off",
                    "Write a fifth of the calls as 0.2.");
        }
        if (policy.retryFloor < 0 || policy.retryFloor > MOST_CONCURRENT) {
            problems.error(
                    "BW-UPST-002",
                    "retry-floor",
                    Integer.toString(policy.retryFloor),
                    "a whole number from 0 to " + MOST_CONCURRENT,
                    "Correct the value.");
        }
    }

    private void rates(List<CallRate> rates) {
        for (int i = 0; i < rates.size(); i++) {
            CallRate rate = rates.get(i);
            if (rate.count() < 1
                    || rate.window().compareTo(ONE_MILLI) < 0
                    || rate.window().compareTo(ONE_YEAR) > 0) {
                problems.error(
                        "BW-UPST-008",
                        "rate-limit[" + i + "]",
                        rate.toString(),
                        "at least one call in 1ms to 365d",
                        "To stop all calls use disabled.");
            }
        }
    }

    private void deadline(UpstreamOptions<?> policy) {
        span("minimum-time", policy.minimumTime, Duration.ZERO, ONE_HOUR, "0s to 1h");
        if (!policy.minimumTime.isZero() && policy.minimumTime.compareTo(policy.timeout) >= 0) {
            problems.error(
                    "BW-UPST-009",
                    "minimum-time",
                    text(policy.minimumTime),
                    "less than the timeout, " + text(policy.timeout),
                    "No call would ever be made; lower it.");
        }
        String header = policy.deadlineHeader;
        if (header != null && !isSettable(header)) {
            problems.error(
                    "BW-UPST-010",
                    "deadline-header",
                    '"' + header + '"',
                    "a header name (RFC 9110 section 5.1), and none that the connection needs for itself",
                    "Write for example X-Request-Timeout-Ms.");
        }
    }

    /** The JDK's client sets the others itself, and refuses to be told. */
    private static boolean isSettable(String header) {
        return HeaderSyntax.isToken(header)
                && !HeaderSyntax.sameName(header, "Connection")
                && !HeaderSyntax.sameName(header, "Content-Length")
                && !HeaderSyntax.sameName(header, "Expect")
                && !HeaderSyntax.sameName(header, "Host")
                && !HeaderSyntax.sameName(header, "Upgrade");
    }

    private void wholeSeconds(Duration span) {
        span("breaker.window", span, ONE_SECOND, ONE_HOUR, "1s to 1h");
        if (!span.equals(span.truncatedTo(ChronoUnit.SECONDS))) {
            problems.error(
                    "BW-UPST-005",
                    "breaker.window",
                    text(span),
                    "whole seconds, or a number of calls",
                    "Write 60s or 100 calls.");
        }
    }

    private void number(String key, long value, long most) {
        if (value < 1 || value > most) {
            problems.error(
                    "BW-UPST-002", key, Long.toString(value), "a whole number from 1 to " + most, "Correct the value.");
        }
    }

    private void span(String key, Duration value, Duration least, Duration most, String range) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            problems.error(
                    "BW-UPST-002", key, text(value), "a duration such as 30s, from " + range, "Correct the value.");
        }
    }

    /** As it is written in a configuration. */
    private static String text(Duration span) {
        return span.toMillisPart() == 0 ? span.toSeconds() + "s" : span.toMillis() + "ms";
    }
}
