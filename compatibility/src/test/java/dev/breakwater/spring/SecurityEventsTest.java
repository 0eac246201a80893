/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.runtime.BreakwaterRuntime;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What Spring Security finds out becomes a record and is counted, over real HTTP. */
@Tag("container")
class SecurityEventsTest {
    @TempDir
    static Path directory;

    private static Served served;
    private static Path file;

    @BeforeAll
    static void start() {
        file = directory.resolve("audit.jsonl");
        served = Served.start(Application.class, "--breakwater.audit.enabled=true", "--breakwater.audit.file=" + file);
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static String as(String user, String password) {
        byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    private static List<String> records(String event) throws Exception {
        return Files.readAllLines(file).stream()
                .filter(line -> line.contains("\"event.name\":\"" + event + "\""))
                .toList();
    }

    private static double counted(String event) {
        Counter counter = served.bean(MeterRegistry.class)
                .find("breakwater.security.events")
                .tag("event", event)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void aFailedLoginIsRecordedOnceWithoutTheName() throws Exception {
        assertThat(served.get("/private", as("ann", "wrong-password")).status()).isEqualTo(401);
        served.end();

        Awaitility.await().until(() -> !records("authn_login_fail").isEmpty());
        assertThat(records("authn_login_fail"))
                .singleElement()
                .asString()
                .contains(
                        "\"breakwater.login.failure\":\"bad_credentials\"",
                        "\"user.id\":\"",
                        "\"url.path\":\"/private\"")
                .doesNotContain("ann", "wrong-password");
        assertThat(counted("authn_login_fail")).isEqualTo(1);
    }

    @Test
    void deniedAccessOfSomebodyKnownIsRecordedOnce() throws Exception {
        assertThat(served.get("/admin", as("bob", "secret")).status()).isEqualTo(403);
        served.end();

        Awaitility.await().until(() -> !records("authz_fail").isEmpty());
        assertThat(records("authz_fail")).singleElement().asString().contains("\"log.level\":\"ERROR\"");
        assertThat(counted("authz_fail")).isEqualTo(1);
    }

    @Test
    void whoeverIsOnlyAskedToLogInIsNoNews() throws Exception {
        double before = counted("authz_fail") + counted("authn_login_fail");

        assertThat(served.get("/private").status()).isEqualTo(401);
        served.end();

        assertThat(counted("authz_fail") + counted("authn_login_fail")).isEqualTo(before);
    }

    @Test
    void theStartIsTheFirstRecord() throws Exception {
        assertThat(served.bean(BreakwaterRuntime.class).auditCounts().records()).isPositive();
        assertThat(Files.readAllLines(file).get(0)).contains("\"event.name\":\"sys_startup\"");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(SecuredApplicationTest.Application.class)
    static class Application {

        @Bean
        MeterRegistry registry() {
            return new SimpleMeterRegistry();
        }
    }
}
