/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.policy.Problems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The key {@code cost.ledger}, and whether the place it names can be used. */
final class LedgerSettings {
    static final Key<List<String>> LEDGER = Key.of(
                    "ledger",
                    ValueTypes.text().list(),
                    "BW-COST-108",
                    "Where it is kept what was spent: memory forgets it at the end; a file is replayed at the start; redis"
                            + " counts budgets for all instances together (with breakwater-redis on the class path); redis,"
                            + " FILE keeps each instance's rows as well.")
            .defaultsTo("memory");

    private static final String MEMORY = "memory";
    private static final String REDIS = "redis";

    private LedgerSettings() {}

    /** Whether budgets are to be counted in Redis. */
    static boolean isShared(Settings section) {
        return section.get(LEDGER).stream().anyMatch(LedgerSettings::isRedis);
    }

    private static boolean isRedis(String place) {
        return place.strip().equalsIgnoreCase(REDIS);
    }

    /**
     * Memory where what is named cannot be used, so that the rest can be checked.
     *
     * @param taken the file of somebody else
     */
    static LedgerPlace read(Settings section, @Nullable Path taken, Problems problems) {
        List<String> files = new ArrayList<>();
        int words = 0;
        for (String place : section.get(LEDGER)) {
            boolean isMemory = place.strip().equalsIgnoreCase(MEMORY);
            words += isMemory ? 1 : 0;
            if (!isMemory && !isRedis(place)) {
                files.add(place.strip());
            }
        }
        int places = section.get(LEDGER).size();
        boolean isShared = isShared(section);
        if (files.size() > 1 || (words > 0 && places > 1) || (isShared && places - files.size() > 1)) {
            problems.error(
                    "BW-COST-113",
                    section.path(LEDGER),
                    Shown.value(String.join(", ", section.get(LEDGER))),
                    "memory, one file, redis, or redis and one file",
                    "Name each place once; every instance needs a file of its own.");
            return LedgerPlace.MEMORY;
        }
        return new LedgerPlace(isShared, files.isEmpty() ? null : file(section, files.get(0), taken, problems));
    }

    private static @Nullable Path file(Settings section, String name, @Nullable Path taken, Problems problems) {
        try {
            Path file = Path.of(name).toAbsolutePath().normalize();
            if (file.equals(taken)) {
                problems.error(
                        "BW-COST-115",
                        section.path(LEDGER),
                        Shown.value(name),
                        "a file of its own; audit.file is this one, too",
                        "Name another file for one of the two.");
                return null;
            }
            String fault = fault(file);
            if (fault == null) {
                return file;
            }
            problems.error(
                    "BW-COST-114",
                    section.path(LEDGER),
                    Shown.value(name),
                    fault,
                    "Check path and rights; relative paths begin at the working directory.");
        } catch (InvalidPathException noPath) {
            problems.error(
                    "BW-COST-114",
                    section.path(LEDGER),
                    Shown.value(name),
                    "memory, redis, or a path of this system",
                    "Write a file's path.");
        }
        return null;
    }

    // A place that cannot be written to is found here and not with the first call, whose money would go uncounted.
    private static @Nullable String fault(Path file) {
        Path directory = file.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            return "a file in a directory that exists";
        }
        if (Files.isDirectory(file)) {
            return "a file, not a directory";
        }
        return Files.isWritable(Files.exists(file) ? file : directory) ? null : "a file that can be written";
    }
}
