/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.audit.AuditKey;
import dev.breakwater.policy.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("minimal")
class AuditSettingsTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path directory;

    private static BreakwaterSettings read(Map<String, String> values) {
        Map<String, String> all = new LinkedHashMap<>(values);
        all.putIfAbsent("audit.enabled", "true");
        return BreakwaterSettings.read(Layers.of(Layer.of("test", all)));
    }

    private static void assertFault(Map<String, String> values, String message) {
        assertThatThrownBy(() -> read(values)).hasMessageContaining(message);
    }

    @Test
    void areOffByDefault() {
        assertThat(BreakwaterSettings.read(Layers.of(Layer.of("test", Map.of())))
                        .audit())
                .isNull();
    }

    @Test
    void takeFileAndKey() throws Exception {
        Path key = Files.writeString(directory.resolve("key"), KEY + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        BreakwaterSettings settings = read(
                Map.of("audit.file", directory.resolve("audit.jsonl").toString(), "audit.key-file", key.toString()));

        assertThat(settings.audit().file()).isEqualTo(directory.resolve("audit.jsonl"));
        assertThat(settings.audit().key().id()).isEqualTo(AuditKey.of(KEY).id());
        assertThat(settings.warnings()).extracting(Problem::code).doesNotContain("BW-AUDIT-109");
    }

    @Test
    void warnOfAKeyThatOthersMayRead() throws Exception {
        Path key = Files.writeString(directory.resolve("key"), KEY);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(read(Map.of("audit.key-file", key.toString())).warnings())
                .extracting(Problem::code)
                .contains("BW-AUDIT-109");
    }

    @ParameterizedTest
    @ValueSource(strings = {"audit.file", "audit.key", "audit.key-file"})
    void warnOfWhatMeansNothingWhileNothingIsRecorded(String key) {
        assertThat(read(Map.of("audit.enabled", "false", key, "/x/y")).warnings())
                .filteredOn(problem -> problem.code().equals("BW-AUDIT-110"))
                .extracting(Problem::path)
                .containsExactly(key);
    }

    @Test
    void sayWhatIsWrongWithThePlace() {
        assertFault(Map.of("audit.file", directory.toString()), "BW-AUDIT-001 audit.file");
        assertFault(Map.of("audit.file", directory.resolve("no/audit").toString()), "BW-AUDIT-002 audit.file");
        assertFault(Map.of("audit.file", "a\0b"), "BW-AUDIT-105 audit.file");
    }

    @Test
    void sayWhatIsWrongWithTheKeyAndNeverShowIt() {
        assertThatThrownBy(() -> read(Map.of("audit.key", "hunter2")))
                .hasMessageContaining("BW-AUDIT-108 audit.key: 7 characters")
                .hasMessageNotContaining("hunter2");
        assertFault(Map.of("audit.key", KEY, "audit.key-file", "x"), "BW-AUDIT-106 audit.key-file");
        assertFault(Map.of("audit.key-file", directory.resolve("no").toString()), "BW-AUDIT-107 audit.key-file");
    }
}
