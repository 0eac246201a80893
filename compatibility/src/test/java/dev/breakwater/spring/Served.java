/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.Completed;
import dev.breakwater.Decision;
import dev.breakwater.Observer;
import dev.breakwater.contract.RawAnswer;
import dev.breakwater.contract.RawClient;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** An application as Boot starts it, with its server on a port of its own, spoken to over bare sockets. */
final class Served implements AutoCloseable {
    static final String ORIGIN = "https://app.example.com";

    private static final String NUMBER = "X-Test-Number";

    private static final List<String> ALWAYS = List.of(
            "--server.port=0",
            "--spring.main.banner-mode=off",
            "--logging.level.root=off",
            "--breakwater.cors.policies[0].allowed-origins=" + ORIGIN,
            "--breakwater.cors.policies[0].allowed-methods=GET, POST, PUT",
            "--breakwater.cors.policies[0].allowed-headers=Content-Type, Authorization");

    private final ConfigurableApplicationContext context;
    private final RawClient client;
    private int sent;

    private Served(ConfigurableApplicationContext context) {
        this.context = context;
        client = new RawClient(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    static Served start(Class<?> application, String... arguments) {
        return new Served(run(application, arguments));
    }

    static ConfigurableApplicationContext run(Class<?> application, String... arguments) {
        List<String> all = new ArrayList<>(ALWAYS);
        all.addAll(List.of(arguments));
        SpringApplication spring = new SpringApplication(application);
        spring.setRegisterShutdownHook(false);
        return spring.run(all.toArray(new String[0]));
    }

    RawAnswer get(String path, String... headers) throws IOException {
        return send("GET " + path, "", headers);
    }

    RawAnswer send(String methodAndPath, String body, String... headers) throws IOException {
        List<String> lines =
                new ArrayList<>(List.of(methodAndPath + " HTTP/1.1", "Origin: " + ORIGIN, NUMBER + ": " + ++sent));
        lines.addAll(List.of(headers));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0) {
            lines.add("Content-Length: " + bytes.length);
        }
        return client.send(bytes, lines.toArray(new String[0]));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }

    /** How the last request ended; fails if it did so twice, or not at all. */
    Outcome end() {
        Ends ends = bean(Ends.class);
        String last = Integer.toString(sent);
        List<Outcome> found = Awaitility.await().until(() -> ends.of(last), outcomes -> !outcomes.isEmpty());
        if (found.size() != 1) {
            throw new AssertionError(found);
        }
        return found.get(0);
    }

    /** Hears how requests end. The container may say so after the client has read the answer. */
    static final class Ends implements Observer {
        private record End(String request, Outcome outcome) {}

        private final List<End> ends = new CopyOnWriteArrayList<>();

        @Override
        public void on(Decision decision, @Nullable Exchange exchange) {
            String request = exchange == null ? null : exchange.header(NUMBER);
            if (request != null && decision instanceof Completed completed) {
                ends.add(new End(request, completed.outcome()));
            }
        }

        List<Outcome> of(String request) {
            return ends.stream()
                    .filter(end -> end.request().equals(request))
                    .map(End::outcome)
                    .toList();
        }
    }
}
