/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.exchange.HeaderSyntax;
import dev.breakwater.policy.Problems;
import dev.breakwater.requestlog.LogFormat;
import dev.breakwater.requestlog.LoggedAddress;
import dev.breakwater.requestlog.LoggedBodies;
import dev.breakwater.requestlog.LoggedUser;
import dev.breakwater.requestlog.RequestLogPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** The keys {@code request-log.*}, and the {@link RequestLogPolicy} they describe. */
final class RequestLogSettings {
    private static final Key<Boolean> ENABLED = Key.of(
                    "enabled",
                    ValueTypes.bool(),
                    "BW-LOG-101",
                    "Whether each request leaves an event; each has its id either way.")
            .defaultsTo("true");

    private static final Key<LogFormat> FORMAT = Key.of(
                    "format",
                    ValueTypes.oneOf(LogFormat.class),
                    "BW-LOG-102",
                    "One JSON object a line, or one line of text for people.")
            .defaultsTo("json");

    private static final Key<Level> LEVEL = Key.of(
                    "level", ValueTypes.oneOf(Level.class), "BW-LOG-103", "The least bad level that is written.")
            .defaultsTo("info");

    private static final Key<Double> SAMPLE = Key.of(
                    "sample",
                    ValueTypes.decimal(0, 1),
                    "BW-LOG-106",
                    "How many of the ordinary requests are written. Failures, slow requests and security events always are.")
            .defaultsTo("1.0");

    private static final Key<Duration> SLOW = Key.of(
                    "slow-threshold",
                    ValueTypes.duration("0s", "1d"),
                    "BW-LOG-107",
                    "From which duration on a request is slow, and always written.")
            .defaultsTo("1s");

    private static final Key<List<String>> EXCLUDE = Key.of(
                    "exclude-paths",
                    ValueTypes.text().list(),
                    "BW-LOG-104",
                    "Patterns of paths whose requests are only counted, unless the service fails on them or security is told.")
            .defaultIs("the probes and the metrics");

    private static final Key<List<String>> HEADERS = Key.of(
                    "headers",
                    headerName().list(),
                    "BW-LOG-108",
                    "The headers of requests and responses that events show; secrets are taken out of these too.")
            .defaultIs("none");

    private static final Key<LoggedBodies> BODIES = Key.of(
                    "bodies",
                    ValueTypes.oneOf(LoggedBodies.class),
                    "BW-LOG-109",
                    "Which bodies events show, if they are JSON, forms or text; secrets are taken out.")
            .defaultsTo("off");

    private static final Key<Long> MAX_BODY_SIZE = Key.of(
                    "max-body-size", ValueTypes.size("1B", "64KB"), "BW-LOG-110", "How much of each body events show.")
            .defaultsTo("8KB");

    private static final Key<LoggedAddress> CLIENT_ADDRESS = Key.of(
                    "client-address",
                    ValueTypes.oneOf(LoggedAddress.class),
                    "BW-LOG-111",
                    "How events show addresses: in full, cut to /24 (IPv6: /48), or as a keyed hash.")
            .defaultsTo("full");

    private static final Key<LoggedUser> USER = Key.of(
                    "user",
                    ValueTypes.oneOf(LoggedUser.class),
                    "BW-LOG-112",
                    "How events show the user: as a keyed hash, in full, or not at all.")
            .defaultsTo("hash");

    private static final Key<String> HASH_KEY = Key.of(
            "hash-key",
            ValueTypes.secret(),
            "BW-LOG-113",
            "The key of all hashes, the same for all instances; at least 16 characters. Without one, hashes mean something"
                    + " within one process only.");

    private static final Key<String> HASH_KEY_FILE = Key.of(
            "hash-key-file", ValueTypes.text(), "BW-LOG-114", "A file that holds the key, in place of hash-key.");

    private static final Key<List<String>> REDACT = Key.of(
                    "redact", ValueTypes.text().list(), "BW-LOG-105", "More names whose values are secrets.")
            .defaultIs("built-in rules");

    static final Group GROUP = Group.section(
            "request-log",
            "One event for each request.",
            ENABLED,
            FORMAT,
            LEVEL,
            SAMPLE,
            SLOW,
            EXCLUDE,
            HEADERS,
            BODIES,
            MAX_BODY_SIZE,
            CLIENT_ADDRESS,
            USER,
            HASH_KEY,
            HASH_KEY_FILE,
            REDACT);

    private RequestLogSettings() {}

    private static ScalarType<String> headerName() {
        return ScalarType.of(
                "the name of a header, such as Accept-Language",
                text -> HeaderSyntax.isToken(text.strip()) ? text.strip() : null);
    }

    /** The application's own names of secrets, which are secrets in every log of ours. */
    static List<String> redacted(Settings root) {
        List<String> names = root.section(GROUP).find(REDACT);
        return names == null ? List.of() : names;
    }

    /**
     * Null if no events are wanted, or the policy is not valid.
     *
     * @param operational the paths that platforms ask all day, excluded unless others are named
     */
    static @Nullable RequestLogPolicy read(
            Settings root, ServiceInfo service, Collection<String> operational, Problems problems) {
        Settings section = root.section(GROUP);
        String key = hashKey(section, problems);
        RequestLogPolicy policy = section.build(() -> policy(section, service, operational, key), problems);
        if (section.isSet(MAX_BODY_SIZE) && section.get(BODIES) == LoggedBodies.OFF) {
            problems.warning(
                    "BW-LOG-115",
                    section.path(MAX_BODY_SIZE),
                    section.get(MAX_BODY_SIZE) + " bytes",
                    "request-log.bodies other than off",
                    "No body is shown: set request-log.bodies, or remove this.");
        }
        if (section.get(FORMAT) == LogFormat.TEXT) {
            warnOfText(section, problems);
        }
        return section.get(ENABLED) ? policy : null;
    }

    private static void warnOfText(Settings section, Problems problems) {
        List<String> headers = section.find(HEADERS);
        if (headers != null && !headers.isEmpty()) {
            warnOfText(section.path(HEADERS), String.join(", ", headers), problems);
        }
        if (section.get(BODIES) != LoggedBodies.OFF) {
            warnOfText(section.path(BODIES), section.get(BODIES).name().toLowerCase(Locale.ROOT), problems);
        }
    }

    private static void warnOfText(String path, String value, Problems problems) {
        problems.warning(
                "BW-LOG-118",
                path,
                value,
                "request-log.format=json",
                "Lines of text show neither headers nor bodies: set request-log.format to json, or remove this.");
    }

    private static @Nullable String hashKey(Settings section, Problems problems) {
        String file = section.find(HASH_KEY_FILE);
        String key = section.find(HASH_KEY);
        if (file == null) {
            return key;
        }
        if (key != null) {
            problems.error(
                    "BW-LOG-116",
                    section.path(HASH_KEY_FILE),
                    file,
                    "hash-key or hash-key-file, not both",
                    "Remove one of the two.");
            return null;
        }
        return contents(section, file, problems);
    }

    private static @Nullable String contents(Settings section, String file, Problems problems) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException | InvalidPathException unreadable) {
            problems.error(
                    "BW-LOG-117",
                    section.path(HASH_KEY_FILE),
                    file,
                    "a file that can be read as UTF-8",
                    "Check path and rights.");
            return null;
        }
    }

    private static RequestLogPolicy policy(
            Settings section, ServiceInfo service, Collection<String> operational, @Nullable String hashKey) {
        RequestLogPolicy.Builder policy = RequestLogPolicy.builder()
                .format(section.get(FORMAT))
                .level(section.get(LEVEL))
                .sample(section.get(SAMPLE))
                .slowThreshold(section.get(SLOW))
                .bodies(section.get(BODIES))
                .maxBodySize(section.get(MAX_BODY_SIZE))
                .clientAddress(section.get(CLIENT_ADDRESS))
                .user(section.get(USER));
        describe(policy, service);
        List<String> excluded = section.find(EXCLUDE);
        policy.excludePaths(excluded == null ? operational : excluded);
        if (hashKey != null) {
            policy.hashKey(hashKey);
        }
        section.ifPresent(HEADERS, policy::headers);
        section.ifPresent(REDACT, policy::redact);
        return policy.build();
    }

    private static void describe(RequestLogPolicy.Builder policy, ServiceInfo service) {
        if (service.name() != null) {
            policy.serviceName(service.name());
        }
        if (service.version() != null) {
            policy.serviceVersion(service.version());
        }
        if (service.environment() != null) {
            policy.environment(service.environment());
        }
    }
}
