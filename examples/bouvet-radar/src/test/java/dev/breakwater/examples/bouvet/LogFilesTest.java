/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.TimeBasedRollingPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The guide's "Rotating log files" and "audit logging": what {@code logback.xml} does with events. */
class LogFilesTest {
    private static final String EVENT = "{\"message\":\"GET / 200\",\"breakwater.security.event\":\"malicious_cors\"}";

    private final LoggerContext context = new LoggerContext();

    @TempDir
    Path directory;

    @BeforeEach
    void configure() throws JoranException {
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.putProperty("LOG_DIR", directory.toString());
        context.putProperty("LOG_FILE_SIZE", "1KB");
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Path.of("src/main/resources/logback.xml").toFile());
        logger("breakwater.request").detachAppender("requests-console");
        logger("bouvet.audit").detachAppender("requests-console");
        logger("ROOT").detachAppender("console");
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Logger logger(String name) {
        return context.getLogger(name);
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(directory.resolve(file));
    }

    @ParameterizedTest
    @CsvSource({"breakwater.request, requests", "breakwater.request, audit", "ROOT, service"})
    void filesRotateBySizeAndAreCompressed(String logger, String file) throws IOException {
        String appender = file.equals("requests") ? "requests-file" : file.equals("service") ? "file" : file;
        RollingFileAppender<ILoggingEvent> rolling =
                (RollingFileAppender<ILoggingEvent>) logger(logger).getAppender(appender);
        var policy = (TimeBasedRollingPolicy<?>) rolling.getRollingPolicy();
        var clock = policy.getTimeBasedFileNamingAndTriggeringPolicy();
        long noon = Instant.parse("2026-01-01T12:00:00Z").toEpochMilli();
        for (int minute = 0; minute < 5; minute++) { // the size is looked at once a minute
            clock.setCurrentTime(noon + 61_000L * minute);
            IntStream.range(0, 20).forEach(i -> logger(logger).info(EVENT));
        }
        context.stop(); // which waits for what is being compressed
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .contains(file + ".log")
                    .anyMatch(name -> name.startsWith(file + ".20") && name.endsWith(".0.log.gz"));
        }
        assertThat(Files.size(directory.resolve(file + ".log"))).isLessThan(20_000);
    }

    @Test
    void theyAreDeletedByAgeAndBeforeTheyFillTheDisk() throws IOException {
        String text = Documents.text("src/main/resources/logback.xml");
        assertThat(text.split("<maxHistory>", -1)).hasSize(4);
        assertThat(text.split("<totalSizeCap>", -1)).hasSize(4);
    }

    @Test
    void securityEventsAreInTheAuditLogAsWell() throws IOException {
        logger("breakwater.request").warn(EVENT);
        logger("breakwater.request").info("{\"message\":\"GET / 200\"}");
        assertThat(lines("audit.log")).containsExactly(EVENT);
        assertThat(lines("requests.log")).hasSize(2);
        assertThat(lines("service.log")).isEmpty();
    }

    @Test
    void nobodyWritesIntoTheAuditLogByTheNameOfAnAgent() throws IOException {
        logger("breakwater.request").info("{\"user_agent.original\":\"\\\"breakwater.security.event\\\":\\\"x\\\"\"}");
        assertThat(lines("audit.log")).isEmpty();
    }

    @Test
    void itIsNotSilencedByTheLevelOfTheRest() throws IOException {
        logger("ROOT").setLevel(Level.OFF);
        logger("breakwater.request").warn(EVENT);
        logger("bouvet.audit").warn("{\"breakwater.security.event\":\"sys_startup\"}");
        assertThat(lines("audit.log")).hasSize(2);
    }
}
