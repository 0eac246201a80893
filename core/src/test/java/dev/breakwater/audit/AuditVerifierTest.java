/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import static dev.breakwater.audit.AuditRig.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.SecurityEvent;
import dev.breakwater.contract.ManualTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("minimal")
class AuditVerifierTest {
    private static final int RECORDS = 10;
    private static final AuditKey KEY = AuditKey.of("0123456789abcdef0123456789abcdef");
    private static final AuditKey NEXT_KEY = AuditKey.of("fedcba9876543210fedcba9876543210");

    @TempDir
    Path directory;

    private final ManualTime time = new ManualTime();
    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = directory.resolve("audit.jsonl");
        write(file, KEY);
    }

    private void write(Path where, AuditKey key) throws Exception {
        try (AuditLog log =
                AuditLog.start(AuditPolicy.builder().file(where).key(key).build(), time)) {
            log.on(RuntimeEvent.started(), null);
            for (int i = 2; i < RECORDS; i++) {
                log.on(event(SecurityEvent.AUTHZ_FAIL, "app.number", Integer.toString(i)), null);
            }
            log.on(RuntimeEvent.stopped(), null);
        }
    }

    private AuditVerification verified() throws IOException {
        return AuditVerifier.of(List.of(KEY)).verify(List.of(file));
    }

    private void rewrite(List<String> lines) throws IOException {
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    private List<String> lines() {
        return new ArrayList<>(Records.lines(file));
    }

    private void assertBroken(long line) throws IOException {
        AuditVerification found = verified();
        assertThat(found.broken()).isNotNull();
        assertThat(found.broken().line()).as(found.toString()).isEqualTo(line);
    }

    @Test
    void what_was_not_touched_is_well() throws Exception {
        AuditVerification found = verified();

        assertThat(found.isOk()).isTrue();
        assertThat(found.remarks()).isEmpty();
        assertThat(found.toString()).matches("OK 10 records, last 10:[0-9a-f]{64}");
    }

    @Nested
    class Tampering {
        @Test
        void with_any_bit_is_found_in_its_record() throws Exception {
            byte[] all = Files.readAllBytes(file);
            Random random = new Random(7);
            for (int i = 0; i < 3000; i++) {
                int at = i < 1500 ? all.length - 1 - i % 700 : random.nextInt(all.length);
                byte[] changed = all.clone();
                changed[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, changed);

                AuditVerification found = verified();

                long line = 1;
                for (int k = 0; k < at; k++) {
                    line += all[k] == '\n' ? 1 : 0;
                }
                assertThat(found.isOk()).as("byte %s of line %s", at, line).isFalse();
                assertThat(found.broken().line()).isEqualTo(line);
            }
        }

        @Test
        void by_taking_a_record_out_is_found() throws Exception {
            List<String> lines = lines();
            lines.remove(4);
            rewrite(lines);

            assertBroken(5);
        }

        @Test
        void by_changing_places_is_found() throws Exception {
            List<String> lines = lines();
            Collections.swap(lines, 3, 4);
            rewrite(lines);

            assertBroken(4);
        }

        @Test
        void by_putting_a_record_in_is_found() throws Exception {
            List<String> lines = lines();
            lines.add(5, lines.get(4));
            rewrite(lines);

            assertBroken(6);
        }

        @Test
        void by_putting_other_lines_in_is_found() throws Exception {
            for (String other : List.of("", "{}", "{\"half\":", "no record")) {
                List<String> lines = lines();
                lines.add(5, other);
                rewrite(lines);

                assertBroken(6);
                lines.remove(5);
                rewrite(lines);
            }
        }

        @Test
        void by_cutting_off_the_end_is_an_open_end_and_broken_for_those_who_know_how_far_it_went() throws Exception {
            String last = verified().last();
            rewrite(lines().subList(0, 7));

            assertThat(verified().isOk()).isTrue();
            assertThat(verified().remarks()).singleElement().asString().startsWith("open end");
            AuditVerification found =
                    AuditVerifier.of(List.of(KEY)).expecting(last).verify(List.of(file));
            assertThat(found.broken().reason()).contains("ends before record " + last);
        }

        @Test
        void by_writing_all_of_it_anew_without_the_key_is_found() throws Exception {
            Path forged = directory.resolve("forged");
            write(forged, null);
            Files.copy(forged, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

            assertBroken(1);
            assertThat(AuditVerifier.of(List.of()).verify(List.of(file)).isOk()).isTrue();
        }

        @Test
        void by_writing_all_of_it_anew_is_found_by_those_who_know_one_hash() throws Exception {
            Path forged = directory.resolve("forged");
            time.advanceNanos(1_000_000);
            write(forged, KEY);
            String last = verified().last();

            AuditVerification found =
                    AuditVerifier.of(List.of(KEY)).expecting(last).verify(List.of(forged));

            assertThat(found.broken().reason()).isEqualTo("record 10 is another one than expected");
        }
    }

    @Nested
    class Another_key {
        @BeforeEach
        void goOn() throws Exception {
            write(file, NEXT_KEY);
        }

        @Test
        void is_named_by_a_record_and_both_verify_the_whole() throws Exception {
            AuditVerification found = AuditVerifier.of(List.of(NEXT_KEY, KEY)).verify(List.of(file));

            assertThat(found.isOk()).isTrue();
            assertThat(found.records()).isEqualTo(2 * RECORDS + 1);
            assertThat(found.remarks()).containsExactly("from record 11 on, the key is " + NEXT_KEY.id());
            assertThat(Records.names(file).get(10)).isEqualTo("audit_key_changed");
        }

        @Test
        void is_asked_for_if_it_is_not_given() throws Exception {
            assertThat(verified().broken().reason()).contains(NEXT_KEY.id(), "not given");
        }
    }

    @Nested
    class The_command {
        private String printed = "";

        private int run(String... args) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int code = AuditVerifier.run(new PrintStream(out, true, StandardCharsets.UTF_8), args);
            printed = out.toString(StandardCharsets.UTF_8);
            return code;
        }

        @Test
        void says_by_its_code_what_it_found() throws Exception {
            Path key = Files.writeString(directory.resolve("key"), "0123456789abcdef0123456789abcdef\n");

            assertThat(run(file.toString(), "--key-file", key.toString())).isZero();
            assertThat(printed).startsWith("OK 10 records, last 10:");
            String last = printed.substring(printed.indexOf("10:")).strip();
            assertThat(run(file.toString(), "--key-file", key.toString(), "--last", last))
                    .isZero();
            assertThat(run(file.toString())).isEqualTo(1);
            assertThat(printed).startsWith("BROKEN " + file + " line 1: ");
        }

        @Test
        void tells_how_to_use_it() {
            for (String[] wrong : new String[][] {
                {}, {"--last"}, {"nowhere"}, {file.toString(), "--key-file", file + "x"}, {directory.toString()}
            }) {
                assertThat(run(wrong)).isEqualTo(2);
                assertThat(printed).contains("usage:");
            }
        }

        @Test
        void needs_nothing_but_the_library() throws Exception {
            String classes = Path.of(AuditVerifier.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            classes,
                            AuditVerifier.class.getName(),
                            file.toString())
                    .redirectErrorStream(true)
                    .start();

            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor()).as(output).isEqualTo(1);
            assertThat(output).startsWith("BROKEN ");
        }
    }
}
