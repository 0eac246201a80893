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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Which requests are logged and what their events say beside the request itself. Events are JSON, one object a line. By
 * default every request is logged. Immutable.
 */
public final class RequestLogPolicy {
    private final @Nullable String serviceName;
    private final @Nullable String serviceVersion;
    private final @Nullable String environment;
    private final Level level;
    private final @Nullable RequestMatcher excluded;
    private final Redactor redactor;

    private RequestLogPolicy(Builder builder, List<PathPattern> excludedPaths) {
        serviceName = builder.serviceName;
        serviceVersion = builder.serviceVersion;
        environment = builder.environment;
        level = builder.level;
        excluded = excludedPaths.isEmpty() ? null : RequestMatcher.of(List.of(), excludedPaths);
        redactor = Redactor.standard().withNames(builder.redactedNames);
    }

    /** Begins a policy. */
    public static Builder builder() {
        return new Builder();
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

    Redactor redactor() {
        return redactor;
    }

    boolean wants(Level found) {
        return found.toInt() >= level.toInt();
    }

    boolean wants(Exchange exchange, Outcome outcome, Level found) {
        if (!wants(found)) {
            return false;
        }
        return excluded == null
                || !excluded.matches(exchange.method(), exchange.path())
                || Severity.isApplicationFailure(outcome);
    }

    /** Puts a policy together. Not for use by several threads. */
    public static final class Builder {
        private @Nullable String serviceName;
        private @Nullable String serviceVersion;
        private @Nullable String environment;
        private Level level = Level.INFO;
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

        /**
         * The least bad level that is written; INFO, that is all, by default. Events are ERROR if the application failed,
         * WARN for what we refuse with a status from 500, for statuses from 400 but 404 and 429, and for what those who
         * watch over security want to see, else INFO.
         */
        public Builder level(Level least) {
            level = least;
            return this;
        }

        /** More path patterns of requests that are not logged unless the application fails on them; none by default. */
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
         * The policy.
         *
         * @throws dev.breakwater.policy.InvalidPolicyException with every fault, if there are any
         */
        public RequestLogPolicy build() {
            Problems problems = new Problems();
            List<PathPattern> paths = paths(problems);
            checkNames(problems);
            problems.throwIfInvalid();
            return new RequestLogPolicy(this, paths);
        }

        private List<PathPattern> paths(Problems problems) {
            List<PathPattern> paths = new ArrayList<>();
            for (int i = 0; i < excludedPaths.size(); i++) {
                PathPattern path = PathPattern.parse(excludedPaths.get(i), "exclude-paths[" + i + "]", problems);
                if (path != null) {
                    paths.add(path);
                }
            }
            return paths;
        }

        private void checkNames(Problems problems) {
            for (int i = 0; i < redactedNames.size(); i++) {
                if (redactedNames.get(i).chars().noneMatch(Character::isLetterOrDigit)) {
                    problems.error(
                            "BW-LOG-001",
                            "redact[" + i + "]",
                            '"' + redactedNames.get(i) + '"',
                            "a name with letters or digits",
                            "Write the name of a parameter or attribute, such as voucher.");
                }
            }
        }
    }
}
