/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import static dev.breakwater.audit.AuditRig.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.breakwater.Decision;
import dev.breakwater.FailureMode;
import dev.breakwater.GuardFailed;
import dev.breakwater.SecurityEvent;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.Correlation;
import dev.breakwater.policy.InvalidPolicyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

@Tag("minimal")
class AuditLogTest {
    private static final String HOSTILE = "a\r\n{\"fake\":1}\u001b[2J\u202e\u2028\ud800\u0000\u007f\"},\"audit.seq\":1";

    @TempDir
    Path directory;

    private final ManualTime time = new ManualTime();
    private final AuditRig logger = AuditRig.on(AuditWriter.LOGGER);

    @AfterEach
    void detach() {
        logger.close();
    }

    private Path file() {
        return directory.resolve("audit.jsonl");
    }

    private AuditLog start() {
        return AuditLog.start(
                AuditPolicy.builder().serviceName("orders").file(file()).build(), time);
    }

    private void once(AuditLog log, SecurityEvent event) throws InterruptedException {
        log.on(event(event), null);
        log.flush();
    }

    private AuditVerification verified(Path... files) throws IOException {
        return AuditVerifier.of(List.of()).verify(List.of(files));
    }

    @Nested
    class Records_of_requests {
        @Test
        void say_who_asked_what_and_what_was_decided() throws Exception {
            TestExchange exchange = TestExchange.request("PUT", "/orders/7")
                    .user("ann")
                    .time(time)
                    .build();
            new Correlation("r-1", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", null).openFor(exchange);
            exchange.route("/orders/{id}");
            try (AuditLog log = start()) {
                log.on(event(SecurityEvent.MALICIOUS_CORS, "breakwater.cors", "origin-not-allowed"), exchange);
            }

            Map<String, Object> record = Records.of(file()).get(0);
            assertThat(record)
                    .contains(
                            entry("@timestamp", "2026-01-01T00:00:00Z"),
                            entry("event.name", "malicious_cors"),
                            entry("log.level", "ERROR"),
                            entry("event.severity", 2L),
                            entry("breakwater.severity", "CRITICAL"),
                            entry("service.name", "orders"),
                            entry("http.request.id", "r-1"),
                            entry("trace.id", "0af7651916cd43dd8448eb211c80319c"),
                            entry("client.address", TestExchange.PEER),
                            entry("http.request.method", "PUT"),
                            entry("url.path", "/orders/7"),
                            entry("http.route", "/orders/{id}"),
                            entry("breakwater.cors", "origin-not-allowed"),
                            entry("audit.seq", 1L))
                    .doesNotContainKey("http.response.status_code");
            assertThat((String) record.get("user.id")).matches("[0-9a-f]{16}").doesNotContain("ann");
        }

        @Test
        void are_one_strict_line_whatever_the_client_sent() throws Exception {
            TestExchange exchange = TestExchange.request("G\nET", "/x")
                    .rawPath("/" + HOSTILE)
                    .user(HOSTILE)
                    .time(time)
                    .build();
            exchange.route(HOSTILE);
            try (AuditLog log = start()) {
                log.on(event(SecurityEvent.AUTHZ_FAIL, "app.text", HOSTILE), exchange);
                log.on(event(SecurityEvent.AUTHZ_FAIL, HOSTILE, "value"), exchange);
                log.on(event(SecurityEvent.AUTHZ_FAIL, "audit.seq", "9"), exchange);
                log.on(event(SecurityEvent.AUTHZ_FAIL, "event.name", "sys_startup"), exchange);
            }

            assertThat(Files.readString(file())).matches("([ -~]+\n){4}");
            assertThat(Records.names(file())).containsOnly("authz_fail");
            assertThat(verified(file()).isOk()).isTrue();
            assertThat(verified(file()).records()).isEqualTo(4);
        }

        @Test
        void hold_no_secret() throws Exception {
            String secret = "AKIAIOSFODNN7EXAMPLE";
            TestExchange exchange = TestExchange.request("GET", "/x")
                    .rawPath("/files/" + secret + ";jsessionid=abcdef0123456789")
                    .query("token=" + secret)
                    .header("Authorization", "Bearer " + secret)
                    .time(time)
                    .build();
            try (AuditLog log = start()) {
                log.on(event(SecurityEvent.AUTHZ_FAIL, "app.password", "hunter22"), exchange);
                log.on(event(SecurityEvent.AUTHZ_FAIL, "app.note", "see " + secret), exchange);
                log.on(new AuthenticationFailed("ann@example.org", "bad_credentials"), exchange);
            }

            assertThat(Files.readString(file()) + logger.lines())
                    .contains("REDACTED")
                    .doesNotContain(secret, "hunter22", "abcdef0123456789", "ann@example.org");
        }

        @Test
        void name_what_a_guard_threw() throws Exception {
            try (AuditLog log = start()) {
                log.on(
                        new GuardFailed("cors", FailureMode.OPEN, new IllegalStateException("password=x")),
                        TestExchange.get("/"));
            }

            assertThat(Records.of(file()).get(0))
                    .contains(
                            entry("event.name", "sys_crash"),
                            entry("breakwater.guard.failed", "cors"),
                            entry("error.type", "java.lang.IllegalStateException"));
        }

        @ParameterizedTest
        @CsvSource({
            "MALICIOUS_CORS, ERROR", "AUTHZ_FAIL, ERROR", "MALICIOUS_ATTACK_TOOL, ERROR",
            "EXCESS_RATE_LIMIT_EXCEEDED, WARN", "INPUT_VALIDATION_FAIL, WARN", "AUTHN_LOGIN_FAIL, WARN",
            "MALICIOUS_EXCESS_404, WARN", "SYS_MONITOR_DISABLED, WARN"
        })
        void are_as_bad_as_the_vocabulary_says(SecurityEvent event, String level) throws Exception {
            try (AuditLog log = AuditLog.start(AuditPolicy.builder().build(), time)) {
                once(log, event);
            }

            assertThat(logger.logged).singleElement().satisfies(logged -> {
                assertThat(logged.getLevel()).isEqualTo(Level.valueOf(level));
                assertThat(Records.read(logged.getFormattedMessage())).containsEntry("log.level", level);
            });
        }
    }

    @Test
    void decisions_without_a_security_event_leave_no_record() throws Exception {
        try (AuditLog log = start()) {
            log.on(new Decision() {}, TestExchange.get("/"));
            log.flush();
            assertThat(log.counts()).isEqualTo(new AuditCounts(0, 0, 0, 0, 0));
        }

        assertThat(file()).isEmptyFile();
    }

    @Test
    void the_logger_is_told_the_same_line_as_the_file_so_that_it_anchors_the_chain() throws Exception {
        try (AuditLog log = start()) {
            once(log, SecurityEvent.AUTHZ_FAIL);
            assertThat(log.counts()).isEqualTo(new AuditCounts(1, 0, 1, 0, 0));
        }

        assertThat(logger.lines()).isEqualTo(Records.lines(file()));
    }

    @Nested
    class A_flood {
        @Test
        void of_one_client_leaves_a_few_records_and_a_sum() throws Exception {
            try (AuditLog log = start()) {
                for (int i = 0; i < 1000; i++) {
                    log.on(event(SecurityEvent.MALICIOUS_CORS), TestExchange.get("/"));
                }
                log.on(event(SecurityEvent.MALICIOUS_CORS), other(1));
                time.advance(Duration.ofMinutes(1));
                log.flush();
                assertThat(log.counts().folded()).isEqualTo(1000 - Folding.MOST_OF_A_CLIENT);
            }

            List<Map<String, Object>> records = Records.of(file());
            assertThat(records).hasSize(Folding.MOST_OF_A_CLIENT + 2);
            assertThat(records.get(records.size() - 1))
                    .contains(
                            entry("event.name", "malicious_cors"),
                            entry("client.address", TestExchange.PEER),
                            entry("audit.folded", 1000L - Folding.MOST_OF_A_CLIENT));
        }

        @Test
        void of_many_clients_is_bounded_too_and_every_event_is_accounted_for() throws Exception {
            int many = 5000;
            try (AuditLog log = start()) {
                for (int i = 0; i < many; i++) {
                    log.on(event(SecurityEvent.INPUT_VALIDATION_FAIL), other(i));
                }
                log.on(RuntimeEvent.stopped(), null);
            }

            List<Map<String, Object>> records = Records.of(file());
            long summed = records.stream()
                    .mapToLong(record -> (Long) record.getOrDefault("audit.folded", 0L))
                    .sum();
            assertThat(records).hasSizeLessThan(Folding.MOST_OF_ALL + 10);
            assertThat(summed).isEqualTo(many - Folding.MOST_OF_ALL);
            assertThat(records.get(records.size() - 1)).containsEntry("event.name", "sys_shutdown");
        }

        @Test
        void begins_anew_each_minute() throws Exception {
            try (AuditLog log = start()) {
                for (int minute = 0; minute < 3; minute++) {
                    for (int i = 0; i < 7; i++) {
                        log.on(event(SecurityEvent.MALICIOUS_CORS), TestExchange.get("/"));
                    }
                    time.advance(Duration.ofMinutes(1));
                    log.flush();
                }
            }

            assertThat(Records.of(file())).hasSize(3 * (Folding.MOST_OF_A_CLIENT + 1));
        }

        @Test
        void faster_than_the_logger_is_counted_and_never_waits() throws Exception {
            CountDownLatch stall = new CountDownLatch(1);
            try (AuditRig slow = AuditRig.on("breakwater.audit");
                    AuditLog log = start()) {
                ch.qos.logback.classic.Logger blocking =
                        (ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger(AuditWriter.LOGGER);
                ch.qos.logback.core.AppenderBase<ch.qos.logback.classic.spi.ILoggingEvent> appender =
                        new ch.qos.logback.core.AppenderBase<>() {
                            @Override
                            protected void append(ch.qos.logback.classic.spi.ILoggingEvent event) {
                                try {
                                    stall.await(20, TimeUnit.SECONDS);
                                } catch (InterruptedException ended) {
                                    Thread.currentThread().interrupt();
                                }
                            }
                        };
                appender.start();
                blocking.addAppender(appender);
                for (int minute = 0; minute < 40; minute++) {
                    for (int i = 0; i < 200; i++) {
                        log.on(event(SecurityEvent.AUTHZ_FAIL), other(i));
                    }
                    time.advance(Duration.ofMinutes(2));
                }
                assertThat(log.counts().lost()).isGreaterThan(3000);
                stall.countDown();
                log.flush();
                blocking.detachAppender(appender);
            }

            long lost = Records.of(file()).stream()
                    .filter(record -> record.get("event.name").equals("audit_events_lost"))
                    .mapToLong(record -> (Long) record.get("audit.lost"))
                    .sum();
            long kept =
                    Records.names(file()).stream().filter("authz_fail"::equals).count();
            assertThat(lost + kept).isEqualTo(8000);
        }

        private TestExchange other(int i) {
            return TestExchange.request("GET", "/")
                    .peer("10." + (i >> 16 & 255) + "." + (i >> 8 & 255) + "." + (i & 255))
                    .time(time)
                    .build();
        }
    }

    @Nested
    class The_thread {
        @Test
        void outlives_an_appender_that_breaks() throws Exception {
            Logger audit = (Logger) LoggerFactory.getLogger(AuditWriter.LOGGER);
            AppenderBase<ILoggingEvent> broken = new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    throw new NoClassDefFoundError("planted");
                }
            };
            broken.start();
            audit.addAppender(broken);
            try (AuditRig faults = AuditRig.on(AuditLog.class.getName());
                    AuditLog log = start()) {
                once(log, SecurityEvent.AUTHZ_FAIL);
                audit.detachAppender(broken);
                assertTimeoutPreemptively(Duration.ofSeconds(10), () -> once(log, SecurityEvent.SYS_CRASH));
                assertThat(log.counts().records()).isEqualTo(2);
                assertThat(faults.logged).hasSize(1);
            } finally {
                audit.detachAppender(broken);
            }
            assertThat(Records.names(file())).containsExactly("authz_fail", "sys_crash");
        }

        @Test
        void has_nothing_to_flush_once_it_has_ended() {
            AuditLog log = start();
            log.close();
            assertTimeoutPreemptively(Duration.ofSeconds(10), log::flush);
            log.on(event(SecurityEvent.AUTHZ_FAIL), null);
            assertThat(log.counts().lost()).isEqualTo(1);
        }
    }

    @Nested
    class The_file {
        @Test
        void that_cannot_be_forced_to_the_disk_has_its_records_all_the_same() throws Exception {
            Path sink = Path.of("/dev/null");
            org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(sink));
            Files.createSymbolicLink(file(), sink);
            try (AuditRig faults = AuditRig.on(AuditLog.class.getName());
                    AuditLog log = start()) {
                once(log, SecurityEvent.AUTHZ_FAIL);
                assertThat(log.counts()).isEqualTo(new AuditCounts(1, 0, 1, 0, 0));
                assertThat(faults.logged).hasSize(1);
            }
        }

        @Test
        void is_the_owners_alone() throws Exception {
            try (AuditLog log = start()) {
                once(log, SecurityEvent.SYS_STARTUP);
            }

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                    .isEqualTo("rw-------");
        }

        @Test
        void has_one_writer() {
            try (AuditLog log = start()) {
                assertThatThrownBy(AuditLogTest.this::start)
                        .isInstanceOf(InvalidPolicyException.class)
                        .hasMessageContaining("BW-AUDIT-004");
            }
            start().close();
        }

        @Test
        void continues_the_chain_of_an_earlier_process() throws Exception {
            for (int i = 0; i < 3; i++) {
                try (AuditLog log = start()) {
                    once(log, SecurityEvent.SYS_STARTUP);
                    once(log, SecurityEvent.SYS_SHUTDOWN);
                }
            }

            assertThat(verified(file()).toString()).startsWith("OK 6 records, last 6:");
        }

        @Test
        void that_was_renamed_is_followed_by_one_that_goes_on() throws Exception {
            Path moved = directory.resolve("audit.jsonl.1");
            try (AuditLog log = start()) {
                once(log, SecurityEvent.SYS_STARTUP);
                Files.move(file(), moved);
                once(log, SecurityEvent.AUTHZ_FAIL);
                once(log, SecurityEvent.SYS_SHUTDOWN);
            }

            assertThat(Records.names(file())).containsExactly("audit_log_continued", "authz_fail", "sys_shutdown");
            assertThat(Records.of(file()).get(0))
                    .containsEntry("audit.prev", Records.of(moved).get(0).get("audit.hash"));
            assertThat(verified(moved, file()).toString()).startsWith("OK 4 records, last 4:");
            assertThat(verified(file()).remarks()).first().asString().contains("begins with record 2");
            assertThat(verified(file(), moved).isOk()).isFalse();
        }

        @Test
        void that_was_copied_and_emptied_goes_on_too() throws Exception {
            Path copy = directory.resolve("audit.jsonl.1");
            try (AuditLog log = start()) {
                once(log, SecurityEvent.SYS_STARTUP);
                Files.copy(file(), copy);
                Files.write(file(), new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
                once(log, SecurityEvent.AUTHZ_FAIL);
            }

            assertThat(verified(copy, file()).records()).isEqualTo(3);
        }

        @Test
        void that_was_moved_away_while_no_process_ran_goes_on_too() throws Exception {
            Path moved = directory.resolve("old");
            try (AuditLog log = start()) {
                once(log, SecurityEvent.SYS_STARTUP);
            }
            Files.move(file(), moved);
            try (AuditLog log = start()) {
                once(log, SecurityEvent.SYS_STARTUP);
            }

            assertThat(verified(moved, file()).isOk()).isTrue();
            assertThat(verified(moved, file()).records()).isEqualTo(3);
        }

        @Test
        void whose_end_was_cut_off_between_two_runs_says_so_in_a_record() throws Exception {
            try (AuditLog log = start()) {
                once(log, SecurityEvent.SYS_STARTUP);
                once(log, SecurityEvent.AUTHZ_FAIL);
            }
            Files.writeString(file(), Records.lines(file()).get(0) + "\n");
            try (AuditLog log = start()) {
                once(log, SecurityEvent.SYS_STARTUP);
            }

            assertThat(Records.names(file())).containsExactly("sys_startup", "audit_records_missing", "sys_startup");
            assertThat(verified(file()).remarks()).anyMatch(remark -> remark.contains("records are missing before it"));
        }

        @ParameterizedTest
        @CsvSource({"1", "40", "-80", "-2", "-1"})
        void whose_last_record_is_half_written_keeps_it_as_evidence(int cut) throws Exception {
            try (AuditLog log = start()) {
                once(log, SecurityEvent.SYS_STARTUP);
                once(log, SecurityEvent.AUTHZ_FAIL);
            }
            byte[] all = Files.readAllBytes(file());
            int first = Records.lines(file()).get(0).length() + 1;
            int length = cut > 0 ? first + cut : all.length + cut;
            Files.write(file(), java.util.Arrays.copyOf(all, length));
            assertThat(verified(file()).remarks()).last().asString().startsWith("open end");

            try (AuditLog log = start()) {
                once(log, SecurityEvent.SYS_STARTUP);
            }

            assertThat(verified(file()).isOk()).isTrue();
            String half = new String(all, first, length - first, StandardCharsets.US_ASCII);
            assertThat(Files.readString(file())).contains(half + "\n");
            Files.writeString(file(), Files.readString(file()).replace(half + "\n", half + "x\n"));
            assertThat(verified(file()).isOk()).isFalse();
        }

        @Test
        void that_cannot_be_made_keeps_the_service_from_starting() {
            Path nowhere = Path.of("/proc/audit.jsonl");

            // Whether it is known before it is tried depends on who runs this.
            assertThatThrownBy(() ->
                            AuditLog.start(AuditPolicy.builder().file(nowhere).build(), time))
                    .hasMessageMatching("(?s).*BW-AUDIT-00[36] file: " + nowhere + ".*");
        }

        @Test
        void that_is_no_audit_log_is_left_alone() throws Exception {
            Files.writeString(file(), "2026 something else\n");

            assertThatThrownBy(AuditLogTest.this::start).hasMessageContaining("BW-AUDIT-005");
            assertThat(file()).hasContent("2026 something else");
        }

        @Test
        void on_a_full_disk_costs_its_records_but_not_the_loggers() throws Exception {
            Path full = Path.of("/dev/full");
            org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(full));
            Files.createSymbolicLink(file(), full);
            try (AuditRig faults = AuditRig.on(AuditLog.class.getName());
                    AuditLog log = start()) {
                once(log, SecurityEvent.SYS_STARTUP);
                once(log, SecurityEvent.AUTHZ_FAIL);
                assertThat(log.counts()).isEqualTo(new AuditCounts(2, 2, 0, 0, 0));
                assertThat(faults.logged).hasSize(1);
                assertThat(logger.lines()).hasSize(2).noneMatch(line -> line.contains("audit.seq"));

                Files.delete(file());
                once(log, SecurityEvent.SYS_SHUTDOWN);
            }

            assertThat(Records.names(file())).containsExactly("sys_shutdown", "audit_events_lost");
            assertThat(Records.of(file()).get(1)).containsEntry("audit.lost", 2L);
        }
    }
}
