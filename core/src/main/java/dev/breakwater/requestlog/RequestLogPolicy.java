/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.policy.PathPattern;
import dev.breakwater.policy.Problems;
import dev.breakwater.policy.RequestMatcher;
import dev.breakwater.redact.Redactor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Which requests are logged, and what their events say beside what is always said. By default every request is logged, as
 * one JSON object, with the client's address, a keyed hash of the user's name, and neither headers nor bodies. Immutable.
 */
public final class RequestLogPolicy {
    private final @Nullable String serviceName;
    private final @Nullable String serviceVersion;
    private final @Nullable String environment;
    private final LogFormat format;
    private final Level level;
    private final @Nullable RequestMatcher excluded;
    private final Redactor redactor;
    private final Sampling sampling;
    private final long slowNanos;
    private final List<String> headers;
    private final LoggedBodies bodies;
    private final int maxBodySize;
    private final LoggedAddress clientAddress;
    private final LoggedUser user;
    private final @Nullable Pseudonyms pseudonyms;

    private RequestLogPolicy(Builder builder, List<PathPattern> excludedPaths) {
        serviceName = builder.serviceName;
        serviceVersion = builder.serviceVersion;
        environment = builder.environment;
        format = builder.format;
        level = builder.level;
        excluded = excludedPaths.isEmpty() ? null : RequestMatcher.of(List.of(), excludedPaths);
        redactor = Redactor.standard().withNames(builder.redactedNames);
        slowNanos = builder.slowThreshold.toNanos();
        headers = List.copyOf(builder.headers);
        // Lines for people show no bodies, so none are kept.
        bodies = builder.format == LogFormat.TEXT ? LoggedBodies.OFF : builder.bodies;
        maxBodySize = (int) builder.maxBodySize;
        clientAddress = builder.clientAddress;
        user = builder.user;
        pseudonyms = builder.hashKey == null ? null : Pseudonyms.of(builder.hashKey);
        sampling = new Sampling(builder.sample, pseudonyms == null ? 0 : pseudonyms.salt("sampling"));
    }

    /** Begins a policy. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether names are hidden by a key that nobody chose: then the same name has another hash in each process. */
    public boolean hashesByRandomKey() {
        return pseudonyms == null && (user == LoggedUser.HASH || clientAddress == LoggedAddress.HASH);
    }

    @Nullable
    String serviceName() {
        return serviceName;
    }

    @Nullable
    String serviceVersion() {
        return serviceVersion;
    }

    @Nullable
    String environment() {
        return environment;
    }

    LogFormat format() {
        return format;
    }

    Redactor redactor() {
        return redactor;
    }

    Sampling sampling() {
        return sampling;
    }

    List<String> headers() {
        return headers;
    }

    LoggedBodies bodies() {
        return bodies;
    }

    int maxBodySize() {
        return maxBodySize;
    }

    LoggedAddress clientAddress() {
        return clientAddress;
    }

    LoggedUser user() {
        return user;
    }

    Pseudonyms pseudonyms(Pseudonyms otherwise) {
        return pseudonyms == null ? otherwise : pseudonyms;
    }

    boolean isSlow(Outcome outcome) {
        return outcome.durationNanos() >= slowNanos;
    }

    boolean wants(Level found) {
        return found.toInt() >= level.toInt();
    }

    boolean isExcluded(Exchange exchange) {
        return excluded != null && excluded.matches(exchange.method(), exchange.path());
    }

    /** Whoever attacks must not be able to hide behind a path that is asked all day. */
    boolean wants(Exchange exchange, Outcome outcome, Level found, boolean tellsSecurity) {
        return wants(found) && (tellsSecurity || !isExcluded(exchange) || Severity.isApplicationFailure(outcome));
    }

    /** Puts a policy together. Not for use by several threads. */
    public static final class Builder {
        private @Nullable String serviceName;
        private @Nullable String serviceVersion;
        private @Nullable String environment;
        private LogFormat format = LogFormat.JSON;
        private Level level = Level.INFO;
        private double sample = 1;
        private Duration slowThreshold = Duration.ofSeconds(1);
        private LoggedBodies bodies = LoggedBodies.OFF;
        private long maxBodySize = 8 * 1024;
        private LoggedAddress clientAddress = LoggedAddress.FULL;
        private LoggedUser user = LoggedUser.HASH;
        private @Nullable String hashKey;
        private final List<String> headers = new ArrayList<>();
        private final List<String> excludedPaths = new ArrayList<>();
        private final List<String> redactedNames = new ArrayList<>();

        private Builder() {}

        /** The service's name, shown as {@code service.name}; absent by default. */
        public Builder serviceName(String name) {
            serviceName = name;
            return this;
        }

        /** The service's version, shown as {@code service.version}; absent by default. */
        public Builder serviceVersion(String version) {
            serviceVersion = version;
            return this;
        }

        /** Where it runs, shown as {@code deployment.environment.name}; absent by default. */
        public Builder environment(String name) {
            environment = name;
            return this;
        }

        /** How events are written; JSON by default. */
        public Builder format(LogFormat how) {
            format = how;
            return this;
        }

        /**
         * The least bad level that is written; INFO, that is all, by default. Events are ERROR if the application failed,
         * WARN for what we refuse with a status from 500, for statuses from 400 but 404 and 429, and for what those who
         * watch over security want to see, else INFO.
         */
        public Builder level(Level least) {
            level = least;
            return this;
        }

        /**
         * More path patterns of requests that are not logged, slow ones included, unless the application fails on them or
         * something about them is for those who watch over security; none by default.
         */
        public Builder excludePaths(Collection<String> patterns) {
            excludedPaths.addAll(patterns);
            return this;
        }

        /** More names whose values are secrets, beside the built-in ones. */
        public Builder redact(Collection<String> names) {
            redactedNames.addAll(names);
            return this;
        }

        /**
         * How many of the ordinary requests are logged, from 0 to 1; all, 1, by default. Failures, slow requests and what
         * those who watch over security want to see are always logged.
         */
        public Builder sample(double rate) {
            sample = rate;
            return this;
        }

        /** From which duration on a request is slow; one second by default, at most a day. */
        public Builder slowThreshold(Duration threshold) {
            slowThreshold = threshold;
            return this;
        }

        /** The headers that JSON events show, of requests and of responses, without their secrets; none by default. */
        public Builder headers(Collection<String> names) {
            headers.addAll(names);
            return this;
        }

        /** Which bodies JSON events show, if they are text, without their secrets; none by default. */
        public Builder bodies(LoggedBodies which) {
            bodies = which;
            return this;
        }

        /** How many bytes of each body events show; 8 KiB by default, at most 64 KiB. */
        public Builder maxBodySize(long bytes) {
            maxBodySize = bytes;
            return this;
        }

        /** How events show addresses; in full by default. */
        public Builder clientAddress(LoggedAddress how) {
            clientAddress = how;
            return this;
        }

        /** How events show the user; as a keyed hash by default. */
        public Builder user(LoggedUser how) {
            user = how;
            return this;
        }

        /**
         * The key of all hashes, at least 16 characters and the same for all instances; a random one by default, so that
         * hashes mean something only within one process.
         */
        public Builder hashKey(String key) {
            hashKey = key;
            return this;
        }

        /**
         * The policy.
         *
         * @throws dev.breakwater.policy.InvalidPolicyException with every fault, if there are any
         */
        public RequestLogPolicy build() {
            RequestLogChecks checks = new RequestLogChecks();
            List<PathPattern> paths = checks.paths(excludedPaths);
            Problems problems = checks.redactedNames(redactedNames)
                    .sample(sample)
                    .slowThreshold(slowThreshold)
                    .headers(headers)
                    .maxBodySize(maxBodySize)
                    .hashKey(hashKey)
                    .problems();
            problems.throwIfInvalid();
            return new RequestLogPolicy(this, paths);
        }
    }
}
