/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.Decision;
import dev.breakwater.Guard;
import dev.breakwater.SecurityEvent;
import dev.breakwater.audit.AuditCounts;
import dev.breakwater.audit.AuditVerification;
import dev.breakwater.audit.AuditVerifier;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("minimal")
class AuditTrailTest {
    private static final String MARKER = "\"event.name\":\"";

    @TempDir
    Path directory;

    private final List<Decision> heard = new CopyOnWriteArrayList<>();

    private Layers layers(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(more);
        all.putIfAbsent("audit.enabled", "true");
        all.putIfAbsent("audit.file", file("audit.jsonl").toString());
        return Layers.of(Layer.of("test", all));
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private BreakwaterSettings settings(Map<String, String> more) {
        return BreakwaterSettings.read(layers(more));
    }

    private BreakwaterRuntime start(Map<String, String> more) {
        return BreakwaterRuntime.builder(layers(more))
                .observers(List.of((decision, exchange) -> heard.add(decision)))
                .time(new ManualTime())
                .start();
    }

    private List<String> names(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.substring(line.indexOf(MARKER) + MARKER.length()))
                .map(rest -> rest.substring(0, rest.indexOf('"')))
                .toList();
    }

    @Test
    void aRunIsRecordedFromItsStartToItsEnd() throws Exception {
        try (BreakwaterRuntime runtime = start(Map.of())) {
            assertThat(runtime.chain().guards())
                    .extracting(Guard::name)
                    .startsWith("request-log")
                    .contains("audit");
            runtime.chain()
                    .admit(TestExchange.request("GET", "/etc")
                            .rawPath("/a/../etc")
                            .build());
        }

        assertThat(names(file("audit.jsonl"))).containsExactly("sys_startup", "input_validation_fail", "sys_shutdown");
        AuditVerification found = AuditVerifier.of(List.of()).verify(List.of(file("audit.jsonl")));
        assertThat(found.isOk()).isTrue();
        assertThat(found.remarks()).isEmpty();
        assertThat(heard.stream().map(Decision::securityEvent).filter(Objects::nonNull))
                .containsExactly(
                        SecurityEvent.SYS_STARTUP, SecurityEvent.INPUT_VALIDATION_FAIL, SecurityEvent.SYS_SHUTDOWN);
    }

    @Test
    void withoutAuditThereIsNeitherGuardNorFile() {
        try (BreakwaterRuntime runtime = start(Map.of("audit.enabled", "false"))) {
            assertThat(runtime.chain().guards()).extracting(Guard::name).doesNotContain("audit");
            assertThat(runtime.auditCounts().records()).isZero();
        }
        assertThat(file("audit.jsonl")).doesNotExist();
    }

    @Test
    void theLogSurvivesNewSettings() throws Exception {
        try (BreakwaterRuntime runtime = start(Map.of())) {
            runtime.replace(settings(Map.of("headers.preset", "html")));
            runtime.replace(settings(Map.of()));
        }

        assertThat(names(file("audit.jsonl"))).containsExactly("sys_startup", "sys_shutdown");
    }

    @Test
    void aGuardThatIsSwitchedOffIsRecordedByName() throws Exception {
        try (BreakwaterRuntime runtime = start(Map.of())) {
            runtime.replace(settings(Map.of("headers.enabled", "false")));
        }

        assertThat(names(file("audit.jsonl"))).containsExactly("sys_startup", "sys_monitor_disabled", "sys_shutdown");
        assertThat(Files.readString(file("audit.jsonl")))
                .contains("\"breakwater.guards.disabled\":\"security-headers\"");
    }

    @Test
    void theMasterSwitchIsRecordedAndSoIsTheEndBehindIt() throws Exception {
        try (BreakwaterRuntime runtime = start(Map.of())) {
            runtime.replace(settings(Map.of("enabled", "false")));
        }

        assertThat(names(file("audit.jsonl"))).containsExactly("sys_startup", "sys_monitor_disabled", "sys_shutdown");
    }

    @Test
    void theAuditThatIsSwitchedOffRecordsItsOwnEnd() throws Exception {
        try (BreakwaterRuntime runtime = start(Map.of())) {
            runtime.replace(settings(Map.of("audit.enabled", "false")));
        }

        assertThat(names(file("audit.jsonl"))).containsExactly("sys_startup", "sys_monitor_disabled", "sys_shutdown");
    }

    @Test
    void anotherFileEndsTheFirst() throws Exception {
        try (BreakwaterRuntime runtime = start(Map.of())) {
            runtime.replace(settings(Map.of("audit.file", file("other.jsonl").toString())));
        }

        assertThat(names(file("audit.jsonl"))).containsExactly("sys_startup", "sys_shutdown");
        assertThat(names(file("other.jsonl"))).containsExactly("sys_startup", "sys_shutdown");
    }

    @Test
    void whatWasCountedSurvivesAnotherFile() throws Exception {
        BreakwaterRuntime runtime = start(Map.of());
        runtime.replace(settings(Map.of("audit.file", file("other.jsonl").toString())));
        assertThat(runtime.auditCounts().records()).isGreaterThanOrEqualTo(2);
        runtime.replace(settings(Map.of("audit.enabled", "false")));
        long both = Files.readAllLines(file("audit.jsonl")).size()
                + Files.readAllLines(file("other.jsonl")).size();
        assertThat(runtime.auditCounts()).isEqualTo(new AuditCounts(both, 0, 0, 0, 0));
        runtime.close();
    }

    @Test
    void theLogRedactsAsTheNewSettingsSay() throws Exception {
        try (BreakwaterRuntime runtime = start(Map.of())) {
            runtime.replace(settings(Map.of("request-log.redact", "patient")));
            runtime.chain().publish(event("patient", "miller"), null);
        }

        assertThat(Files.readString(file("audit.jsonl"))).contains("authz_fail").doesNotContain("miller");
    }

    private static Decision event(String name, String value) {
        return new Decision() {
            @Override
            public void describe(Fields fields) {
                fields.put(name, value);
            }

            @Override
            public SecurityEvent securityEvent() {
                return SecurityEvent.AUTHZ_FAIL;
            }
        };
    }

    @Test
    void settingsThatFailLeaveTheLogAsItIs() throws Exception {
        Path taken = file("taken.jsonl");
        try (BreakwaterRuntime other = start(Map.of("audit.file", taken.toString()));
                BreakwaterRuntime runtime = start(Map.of())) {
            assertThatThrownBy(() -> runtime.replace(settings(Map.of("audit.file", taken.toString()))))
                    .hasMessageContaining("BW-AUDIT-004 audit.file");
            assertThat(other.auditCounts().seq()).isLessThanOrEqualTo(1);
        }

        assertThat(names(file("audit.jsonl"))).containsExactly("sys_startup", "sys_shutdown");
    }
}
