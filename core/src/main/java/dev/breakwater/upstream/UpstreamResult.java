/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.Decision;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one call to an upstream ended for the one who asked. In a request's event the numbers of all its calls to one
 * upstream are added up, and of the rest the last stands.
 *
 * @param upstream the upstream's name
 * @param source where the answer came from; {@link Source#NONE} if there was none; {@link Source#RELOAD} if nobody waited
 * @param failure why there was no answer, or null if there was one
 * @param cause the class of what the last attempt threw, by its simple name, even if a stale answer was given instead; null if
 *     nothing was thrown
 * @param fallback whether the fallback answered
 * @param attempts how often the upstream was really called for this
 * @param durationNanos how long the caller waited, or the reload took, in nanoseconds
 */
public record UpstreamResult(
        String upstream,
        Source source,
        UpstreamException.@Nullable Reason failure,
        @Nullable String cause,
        boolean fallback,
        int attempts,
        long durationNanos)
        implements Decision {

    /** Where an answer came from. */
    public enum Source {
        /** From the upstream. */
        CALL,
        /** From the cache. */
        CACHE,
        /** From the cache, although its time was over: until a newer answer comes, or since the upstream failed. */
        STALE,
        /** From a call that somebody else had begun for the same key. */
        JOINED,
        /** From the upstream, for the cache, in the background: no caller waited, nor was one told if it failed. */
        RELOAD,
        /** There was none. */
        NONE;

        private final String text = name().toLowerCase(Locale.ROOT);

        /** The source in events and meters: {@code cache}. */
        public String text() {
            return text;
        }
    }

    static UpstreamResult of(String upstream, Ended<?> ended, Source source, boolean fallback, long durationNanos) {
        return new UpstreamResult(
                upstream,
                ended.failure() == null || source == Source.RELOAD ? source : Source.NONE,
                ended.failure(),
                ended.cause() == null ? null : Failures.name(ended.cause()),
                fallback,
                // Who joined made none.
                source == Source.JOINED ? 0 : ended.attempts(),
                durationNanos);
    }

    /** Whether the upstream or its cache answered. */
    public boolean isAnswered() {
        return failure == null;
    }

    @Override
    public void describe(Fields fields) {
        String prefix = "breakwater.upstream." + upstream + '.';
        fields.add(prefix + "calls", 1);
        fields.add(prefix + "attempts", attempts);
        fields.add(prefix + "duration_ns", durationNanos);
        fields.put(prefix + "source", fallback ? "fallback" : source.text());
        if (failure != null) {
            fields.put(prefix + "failure", failure.text());
        }
        if (cause != null) {
            fields.put(prefix + "cause", cause);
        }
    }
}
