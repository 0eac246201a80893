/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import static dev.breakwater.audit.AuditRig.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.SecurityEvent;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.exchange.TimeSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it writes, and the one after it. */
class AuditKillTest {
    private static final int ENOUGH = 200_000;

    @TempDir
    Path directory;

    @Test
    void whatWasWrittenUntilThenStandsAndTheChainGoesOn() throws Exception {
        Path file = directory.resolve("audit.jsonl");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> Files.exists(file) && Files.size(file) > ENOUGH);
        } finally {
            process.destroyForcibly().waitFor();
        }
        AuditVerification killed = AuditVerifier.of(List.of()).verify(List.of(file));
        assertThat(killed.isOk()).as(killed.toString()).isTrue();
        assertThat(killed.remarks()).last().asString().startsWith("open end");

        try (AuditLog log = AuditLog.start(AuditPolicy.builder().file(file).build(), TimeSource.system())) {
            log.on(RuntimeEvent.started(), null);
            log.on(RuntimeEvent.stopped(), null);
        }

        AuditVerification resumed = AuditVerifier.of(List.of()).verify(List.of(file));
        assertThat(resumed.isOk()).as(resumed.toString()).isTrue();
        assertThat(resumed.records()).isGreaterThanOrEqualTo(killed.records() + 2);
        assertThat(resumed.remarks()).last().asString().contains("without an orderly end");
    }

    /** Writes records until it is killed. */
    static final class Victim {
        private Victim() {}

        public static void main(String... args) throws Exception {
            ((ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger(AuditWriter.LOGGER))
                    .setLevel(ch.qos.logback.classic.Level.OFF);
            ManualTime time = new ManualTime();
            AuditLog log =
                    AuditLog.start(AuditPolicy.builder().file(Path.of(args[0])).build(), time);
            log.on(RuntimeEvent.started(), null);
            for (int i = 0; i < 10_000_000; i++) {
                log.on(event(SecurityEvent.AUTHZ_FAIL, "app.number", Integer.toString(i)), null);
                if (i % Folding.MOST_OF_ALL == 0) {
                    time.advance(Duration.ofMinutes(1));
                }
            }
        }
    }
}
