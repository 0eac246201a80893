/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.audit.AuditKey;
import dev.breakwater.audit.AuditPolicy;
import dev.breakwater.policy.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys {@code audit.*}, and the {@link AuditPolicy} they describe. */
final class AuditSettings {
    private static final Key<Boolean> ENABLED = Key.of(
                    "enabled",
                    ValueTypes.bool(),
                    "BW-AUDIT-101",
                    "Whether security events leave records in the logger breakwater.audit.")
            .defaultsTo("false");

    private static final Key<String> FILE = Key.of(
            "file",
            ValueTypes.text(),
            "BW-AUDIT-102",
            "A file that records are appended to as well, each chained to the one before by its hash.");

    private static final Key<String> KEY = Key.of(
            "key",
            ValueTypes.secret(),
            "BW-AUDIT-103",
            "What seals the file's records and hashes users' names; at least 32 characters. Better in a key-file.");

    private static final Key<String> KEY_FILE =
            Key.of("key-file", ValueTypes.text(), "BW-AUDIT-104", "A file that holds the key, in place of key.");

    static final Group GROUP =
            Group.section("audit", "Security events as evidence, in OWASP's words.", ENABLED, FILE, KEY, KEY_FILE);

    private AuditSettings() {}

    /** Null if no records are wanted, or the policy is not valid. */
    static @Nullable AuditPolicy read(Settings root, ServiceInfo service, Problems problems) {
        Settings section = root.section(GROUP);
        if (!section.get(ENABLED)) {
            unused(section, problems);
            return null;
        }
        AuditKey key = key(section, problems);
        AuditPolicy.Builder policy = AuditPolicy.builder()
                .serviceName(service.name())
                .serviceVersion(service.version())
                .environment(service.environment())
                .file(file(section, problems))
                .key(key)
                .redact(RequestLogSettings.redacted(root));
        return section.build(policy::build, problems);
    }

    private static void unused(Settings section, Problems problems) {
        for (Key<String> key : List.of(FILE, KEY, KEY_FILE)) {
            if (section.isSet(key)) {
                problems.warning(
                        "BW-AUDIT-110",
                        section.path(key),
                        "set",
                        "audit.enabled=true beside it",
                        "Set breakwater.audit.enabled=true, or nothing is recorded.");
            }
        }
    }

    /** Where records go; null if nowhere. */
    static @Nullable Path path(Settings root) {
        Settings section = root.section(GROUP);
        Path file = section.get(ENABLED) ? file(section, new Problems()) : null;
        return file == null ? null : file.toAbsolutePath().normalize();
    }

    private static @Nullable Path file(Settings section, Problems problems) {
        String file = section.find(FILE);
        try {
            return file == null ? null : Path.of(file);
        } catch (InvalidPathException noPath) {
            problems.error("BW-AUDIT-105", section.path(FILE), file, "a path of this system", "Write a file's path.");
            return null;
        }
    }

    private static @Nullable AuditKey key(Settings section, Problems problems) {
        String key = section.find(KEY);
        String file = section.find(KEY_FILE);
        if (key != null && file != null) {
            problems.error(
                    "BW-AUDIT-106",
                    section.path(KEY_FILE),
                    file,
                    "key or key-file, not both",
                    "Remove one of the two.");
            return null;
        }
        if (file != null) {
            String contents = contents(section, file, problems);
            return contents == null ? null : longEnough(contents, section.path(KEY_FILE), problems);
        }
        return key == null ? null : longEnough(key, section.path(KEY), problems);
    }

    private static @Nullable String contents(Settings section, String file, Problems problems) {
        try {
            Path path = Path.of(file);
            String contents = Files.readString(path);
            checkPrivate(section, path, problems);
            return contents;
        } catch (IOException | InvalidPathException unreadable) {
            problems.error(
                    "BW-AUDIT-107",
                    section.path(KEY_FILE),
                    file,
                    "a file that can be read as UTF-8",
                    "Check path and rights.");
            return null;
        }
    }

    private static void checkPrivate(Settings section, Path file, Problems problems) throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return;
        }
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
        if (rights.contains(PosixFilePermission.GROUP_READ) || rights.contains(PosixFilePermission.OTHERS_READ)) {
            problems.warning(
                    "BW-AUDIT-109",
                    section.path(KEY_FILE),
                    "others than its owner may read it",
                    "a file that only this service's user can read",
                    "Run chmod 600 on it: whoever has the key can write records that look genuine.");
        }
    }

    private static @Nullable AuditKey longEnough(String text, String path, Problems problems) {
        try {
            return AuditKey.of(text);
        } catch (IllegalArgumentException tooShort) {
            problems.error(
                    "BW-AUDIT-108",
                    path,
                    text.strip().length() + " characters",
                    "at least " + AuditKey.MIN_LENGTH + " characters",
                    "Make one with openssl rand -hex 32.");
            return null;
        }
    }
}
