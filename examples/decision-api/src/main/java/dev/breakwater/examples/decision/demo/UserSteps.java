/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision.demo;

import dev.breakwater.audit.AuditVerification;
import dev.breakwater.audit.AuditVerifier;
import dev.breakwater.examples.decision.DecisionApiApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Two users with keys behind one address, on an instance of their own, and what its audit file says of a third. */
final class UserSteps implements AutoCloseable {
    private static final String PING = "/api/v1/ping";
    private static final String HEADER = "X-API-Key";
    private static final String ALICE = "demo-key-of-alice-0123456789";
    private static final String BATCH = "demo-key-of-batch-0123456789";
    private static final int ASKED = 70;
    private static final int ALLOWED = 60;

    private final ConfigurableApplicationContext service;
    private final Client client;
    private final Path audit;

    private UserSteps(ConfigurableApplicationContext service, Path audit) {
        this.service = service;
        this.audit = audit;
        client = new Client(service.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    /** Starts the instance. Logs stay as they are: this process has one set of them. */
    static UserSteps start(Path logs) {
        Path audit = logs.resolve("audit.jsonl");
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        SpringApplication application = new SpringApplication(DecisionApiApplication.class);
        application.addInitializers(starting -> starting.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "demo-users",
                        Map.of(
                                "server.port",
                                0,
                                "spring.main.banner-mode",
                                "off",
                                "breakwater.health.drain-delay",
                                "0s",
                                "breakwater.audit.file",
                                audit.toString(),
                                "DECISION_API_KEYS",
                                "alice:" + ALICE + ",batch:" + BATCH))));
        try {
            return new UserSteps(application.run(), audit);
        } finally {
            System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
        }
    }

    Client client() {
        return client;
    }

    List<Step> all() {
        return List.of(
                new Step("(service)", "no key, no answer", UserSteps::stranger),
                new Step("(service)", "a wrong key neither", UserSteps::guess),
                new Step("rate limit", "alice has her sixty", one -> burst(one, "alice", ALICE)),
                new Step("rate limit", "batch has others, from the same address", one -> burst(one, "batch", BATCH)),
                new Step("audit", "the wrong key is on record, and the chain unbroken", one -> audited()));
    }

    private static Finding stranger(Client client) throws Exception {
        Response response = client.get(PING);
        return Finding.of("GET " + PING, response)
                .shows("WWW-Authenticate", "Content-Type")
                .expectsStatus(401)
                .expects(response.isProblem(), "application/problem+json");
    }

    private static Finding guess(Client client) throws Exception {
        return Finding.of("GET " + PING + "  " + HEADER + ": ...", client.get(PING, HEADER, "a-guess-at-somebodys-key"))
                .expectsStatus(401);
    }

    private static Finding burst(Client client, String user, String key) {
        List<Response> answers = client.burst(ASKED, PING, HEADER, key);
        long good = answers.stream().filter(answer -> answer.status() == 200).count();
        long refused = answers.stream().filter(answer -> answer.status() == 429).count();
        return Finding.of(
                        "GET " + PING + " x" + ASKED + " as " + user,
                        good + "x200, " + refused + "x429",
                        answers.get(0))
                // One comes back each second while the burst lasts.
                .expects(good >= ALLOWED && good < ASKED, "sixty, and what came back meanwhile")
                .expects(good + refused == ASKED, "every other one refused with 429");
    }

    private Finding audited() throws Exception {
        String records = "";
        for (int i = 0; i < 100 && !records.contains("authn_login_fail"); i++) {
            Thread.sleep(50);
            records = Files.readString(audit);
        }
        AuditVerification verified = AuditVerifier.of(List.of()).verify(List.of(audit));
        return Finding.of("AuditVerifier " + audit.getFileName(), verified.isOk() ? "OK" : "BROKEN", none())
                .says(verified.records() + " records")
                .expects(verified.isOk(), "an unbroken chain")
                .expects(records.contains("authn_login_fail"), "authn_login_fail")
                .expects(!records.contains("a-guess-at"), "no key on record");
    }

    private static Response none() {
        return new Response(0, Map.of(), "");
    }

    @Override
    public void close() {
        service.close();
    }
}
