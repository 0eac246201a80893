/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the records of an {@link AuditLog}'s files are as they were written: none changed, taken out, put in or
 * moved. Reads each file once, needs nothing but this library, and can be used while the log is being written. Immutable.
 *
 * <pre>
 * java -cp breakwater-core.jar dev.breakwater.audit.AuditVerifier FILE... [--key-file K]... [--last SEQ:HASH]
 * </pre>
 *
 * <p>Files are given in the order in which they were written. The command prints what it found, and exits with 0 if all is
 * well, 1 if the chain is broken, 2 if it could not tell. What is cut off at the very end can only be missed by whoever
 * knows how far the chain went: {@code --last} says so.
 */
public final class AuditVerifier {
    private static final int WELL = 0;
    private static final int BROKEN = 1;
    private static final int UNKNOWN = 2;

    private final List<AuditKey> keys;
    private final @Nullable String last;

    private AuditVerifier(List<AuditKey> keys, @Nullable String last) {
        this.keys = keys;
        this.last = last;
    }

    /** For files that one of these keys sealed, record by record; with no keys, for files that are only chained. */
    public static AuditVerifier of(Collection<AuditKey> keys) {
        return new AuditVerifier(List.copyOf(keys), null);
    }

    /** The same, which also wants this record to be there: {@code SEQ:HASH}, as an earlier verification gave it. */
    public AuditVerifier expecting(String seqAndHash) {
        return new AuditVerifier(keys, seqAndHash);
    }

    /**
     * Reads these files, in the order in which they were written.
     *
     * @throws IOException if one cannot be read
     */
    public AuditVerification verify(List<Path> files) throws IOException {
        ChainCheck check = new ChainCheck(keys, last);
        for (Path file : files) {
            if (!check.isBroken()) {
                check.read(file);
            }
        }
        return check.result();
    }

    /** The command; see the class. Exits the process. */
    public static void main(String... args) {
        System.exit(run(System.out, args));
    }

    static int run(PrintStream out, String... args) {
        List<Path> files = new ArrayList<>();
        List<AuditKey> keys = new ArrayList<>();
        String last = null;
        try {
            for (int i = 0; i < args.length; i++) {
                switch (args[i]) {
                    case "--key-file" -> keys.add(AuditKey.read(Path.of(value(args, ++i))));
                    case "--last" -> last = value(args, ++i);
                    default -> files.add(existing(args[i]));
                }
            }
            if (files.isEmpty()) {
                throw new IllegalArgumentException("no file");
            }
            AuditVerification found = new AuditVerifier(keys, last).verify(files);
            out.println(found);
            return found.isOk() ? WELL : BROKEN;
        } catch (IOException | IllegalArgumentException fault) {
            out.println("cannot verify: " + fault + "\n"
                    + "usage: java -cp breakwater-core.jar dev.breakwater.audit.AuditVerifier"
                    + " FILE... [--key-file K]... [--last SEQ:HASH]");
            return UNKNOWN;
        }
    }

    private static String value(String[] args, int at) {
        if (at == args.length) {
            throw new IllegalArgumentException("nothing behind " + args[at - 1]);
        }
        return args[at];
    }

    private static Path existing(String name) {
        if (!Files.isRegularFile(Path.of(name))) {
            throw new IllegalArgumentException("no such file or option: " + name);
        }
        return Path.of(name);
    }
}
