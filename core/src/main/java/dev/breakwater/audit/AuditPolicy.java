/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import dev.breakwater.policy.Problems;
import dev.breakwater.redact.Redactor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where security events are kept, and what they say about the service. Immutable.
 *
 * <pre>{@code
 * AuditPolicy.builder().serviceName("orders").file(Path.of("/var/log/orders/audit.jsonl")).key(key).build();
 * }</pre>
 */
public final class AuditPolicy {
    private final @Nullable String serviceName;
    private final @Nullable String serviceVersion;
    private final @Nullable String environment;
    private final @Nullable Path file;
    private final @Nullable AuditKey key;
    private final Redactor redactor;

    private AuditPolicy(Builder builder) {
        serviceName = builder.serviceName;
        serviceVersion = builder.serviceVersion;
        environment = builder.environment;
        file = builder.file == null ? null : builder.file.toAbsolutePath();
        key = builder.key;
        redactor = Redactor.standard().withNames(builder.redactedNames);
    }

    /** Begins a policy without a file. */
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

    /** The file of chained records, absolute; null if records go to the logger alone. */
    public @Nullable Path file() {
        return file;
    }

    /** What seals records; null if they are only chained. */
    public @Nullable AuditKey key() {
        return key;
    }

    Redactor redactor() {
        return redactor;
    }

    /** Whether both keep their records in one place, so that one log must serve both. */
    public boolean sharesFileWith(AuditPolicy other) {
        return Objects.equals(file, other.file);
    }

    /** Collects a policy. Not for use by several threads. */
    public static final class Builder {
        private final List<String> redactedNames = new ArrayList<>();
        private @Nullable String serviceName;
        private @Nullable String serviceVersion;
        private @Nullable String environment;
        private @Nullable Path file;
        private @Nullable AuditKey key;

        private Builder() {}

        /** The service's name, shown as {@code service.name}; absent by default. */
        public Builder serviceName(@Nullable String name) {
            serviceName = name;
            return this;
        }

        /** The service's version, shown as {@code service.version}; absent by default. */
        public Builder serviceVersion(@Nullable String version) {
            serviceVersion = version;
            return this;
        }

        /** Where it runs, shown as {@code deployment.environment.name}; absent by default. */
        public Builder environment(@Nullable String name) {
            environment = name;
            return this;
        }

        /** A file that records are appended to, each chained to the one before; none by default. Its directory must exist. */
        public Builder file(@Nullable Path path) {
            file = path;
            return this;
        }

        /** What seals the file's records, and users' names; none by default. */
        public Builder key(@Nullable AuditKey secret) {
            key = secret;
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
         * @throws dev.breakwater.policy.InvalidPolicyException if the file cannot be one
         */
        public AuditPolicy build() {
            Problems problems = new Problems();
            if (file != null) {
                check(file.toAbsolutePath(), problems);
            }
            problems.throwIfInvalid();
            return new AuditPolicy(this);
        }

        private static void check(Path file, Problems problems) {
            Path directory = file.getParent();
            if (directory == null || Files.isDirectory(file)) {
                problems.error(
                        "BW-AUDIT-001", "file", file.toString(), "a file, not a directory", "Add a file's name.");
            } else if (!Files.isDirectory(directory)) {
                problems.error(
                        "BW-AUDIT-002",
                        "file",
                        file.toString(),
                        "a directory that exists",
                        "Make " + directory + ", for this service's user alone (mode 0700).");
            } else if (!Files.isWritable(Files.exists(file) ? file : directory)) {
                problems.error(
                        "BW-AUDIT-003",
                        "file",
                        file.toString(),
                        "a place that this process may write to",
                        "Give its user the right to write there.");
            }
        }
    }
}
