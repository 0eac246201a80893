/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of the Common Procurement Vocabulary that is about information technology and consulting. The vocabulary is the
 * one of 2008, which is law (Regulation (EC) No 213/2008) and does not change; its year is part of our paths, so that a new
 * one gets new paths and answers may be kept for ever.
 */
final class CpvCodes {
    /** The vocabulary's year. */
    static final String VERSION = "2008";

    private final Map<String, byte[]> answers = new LinkedHashMap<>();
    private final byte[] all;

    CpvCodes() {
        Map<String, String> names = names();
        names.forEach((code, name) -> answers.put(code, Json.write(new Code(code, name))));
        all = Json.write(Map.of("version", VERSION, "codes", names));
    }

    private record Code(String code, String name) {}

    private static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        try (InputStream file = CpvCodes.class.getResourceAsStream("/cpv-2008.txt")) {
            if (file == null) {
                throw new IllegalStateException("cpv-2008.txt is not on the class path");
            }
            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> names.put(line.substring(0, 8), line.substring(9)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return Collections.unmodifiableMap(names);
    }

    /** All of them, as JSON. */
    byte[] all() {
        return all.clone();
    }

    /** One of them, as JSON. */
    byte @Nullable [] find(String code) {
        byte[] answer = answers.get(code);
        return answer == null ? null : answer.clone();
    }
}
