/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.caller.Cidr;
import dev.breakwater.caller.IpAddress;
import dev.breakwater.ops.OperatorAccess;
import dev.breakwater.ops.OpsPort;
import dev.breakwater.policy.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys {@code ops.*}, and the {@link OperatorAccess} and the {@link OpsPort} they describe. */
final class OpsSettings {
    private static final Key<List<Cidr>> NETWORKS = Key.of(
                    "networks",
                    CallerSettings.NETWORK.list(),
                    "BW-OPS-001",
                    "From where operators call. A request that carries a forwarding header never counts as loopback.")
            .defaultsTo("127.0.0.0/8, ::1");

    private static final Key<String> TOKEN = Key.of(
            "token",
            ValueTypes.secret(),
            "BW-OPS-002",
            "What operators send from elsewhere, as Authorization: Bearer; at least 16 characters.");

    private static final Key<String> TOKEN_FILE =
            Key.of("token-file", ValueTypes.text(), "BW-OPS-003", "A file that holds the token, in place of token.");

    private static final Key<Integer> PORT = Key.of(
            "port",
            ValueTypes.integer(0, 65_535),
            "BW-OPS-007",
            "A second port that answers probes and operators, and nothing else; 0 for any that is free. What is for"
                    + " operators stays for operators there.");

    private static final Key<IpAddress> ADDRESS = Key.of(
                    "address",
                    ScalarType.of("an address such as 127.0.0.1 or ::1", text -> IpAddress.parse(text.strip())),
                    "BW-OPS-008",
                    "The address the second port is bound to. Platforms probe from elsewhere.")
            .defaultIs("all addresses");

    static final Group GROUP = Group.section(
            "ops",
            "Who sees what is for operators; to all others it does not exist.",
            NETWORKS,
            TOKEN,
            TOKEN_FILE,
            PORT,
            ADDRESS);

    private OpsSettings() {}

    static OperatorAccess read(Settings root, Problems problems) {
        Settings section = root.section(GROUP);
        return OperatorAccess.of(section.get(NETWORKS), token(section, problems));
    }

    /** Null if there is to be no second port. */
    static @Nullable OpsPort port(Settings root, Problems problems) {
        Settings section = root.section(GROUP);
        Integer number = section.find(PORT);
        IpAddress address = section.find(ADDRESS);
        if (number == null) {
            if (address != null) {
                withoutPort(section, address, problems);
            }
            return null;
        }
        OpsPort port = new OpsPort(number, address);
        if (!port.isLoopback() && isForLoopbackAlone(section)) {
            unreachable(section, number, problems);
        }
        return port;
    }

    private static void withoutPort(Settings section, IpAddress address, Problems problems) {
        problems.warning(
                "BW-OPS-011",
                section.path(ADDRESS),
                address.toString(),
                "ops.port beside it",
                "Set ops.port, or remove it: the first port is bound by the application.");
    }

    private static boolean isForLoopbackAlone(Settings section) {
        return section.find(TOKEN) == null
                && section.find(TOKEN_FILE) == null
                && section.get(NETWORKS).stream()
                        .allMatch(network -> network.network().isLoopback());
    }

    // Whoever opens a port for a scraper wants it to find something there.
    private static void unreachable(Settings section, int number, Problems problems) {
        problems.warning(
                "BW-OPS-010",
                section.path(PORT),
                Integer.toString(number),
                "operators who call from elsewhere",
                "Name their networks in ops.networks, or set ops.token-file: from elsewhere, /metrics is 404 until then;"
                        + " probes are answered. Or bind it to this machine: ops.address=127.0.0.1.");
    }

    private static @Nullable String token(Settings section, Problems problems) {
        String token = section.find(TOKEN);
        String file = section.find(TOKEN_FILE);
        if (token != null && file != null) {
            problems.error(
                    "BW-OPS-004",
                    section.path(TOKEN_FILE),
                    file,
                    "token or token-file, not both",
                    "Remove one of the two.");
            return null;
        }
        if (file != null) {
            return longEnough(contents(section, file, problems), section.path(TOKEN_FILE), problems);
        }
        return longEnough(token, section.path(TOKEN), problems);
    }

    private static @Nullable String contents(Settings section, String file, Problems problems) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException | InvalidPathException unreadable) {
            problems.error(
                    "BW-OPS-005",
                    section.path(TOKEN_FILE),
                    file,
                    "a file that can be read as UTF-8",
                    "Check path and rights.");
            return null;
        }
    }

    private static @Nullable String longEnough(@Nullable String token, String path, Problems problems) {
        if (token != null && token.length() < OperatorAccess.MIN_TOKEN_LENGTH) {
            problems.error(
                    "BW-OPS-006",
                    path,
                    token.length() + " characters",
                    "at least " + OperatorAccess.MIN_TOKEN_LENGTH + " characters",
                    "Make one with openssl rand -hex 24.");
            return null;
        }
        return token;
    }
}
