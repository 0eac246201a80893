/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.caller.Cidr;
import dev.breakwater.ops.OperatorAccess;
import dev.breakwater.policy.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys {@code ops.*}, and the {@link OperatorAccess} they describe. */
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

    static final Group GROUP = Group.section(
            "ops", "Who sees what is for operators; to all others it does not exist.", NETWORKS, TOKEN, TOKEN_FILE);

    private OpsSettings() {}

    static OperatorAccess read(Settings root, Problems problems) {
        Settings section = root.section(GROUP);
        return OperatorAccess.of(section.get(NETWORKS), token(section, problems));
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
