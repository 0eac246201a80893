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
import java.util.stream.Stream;
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
            "--breakwater.health.drain-delay=0s",
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
        // Repeated arguments add up to a list, so that what is said anew takes the place of ours.
        List<String> all = new ArrayList<>(List.of(arguments));
        ALWAYS.stream().filter(argument -> !isSaid(argument, arguments)).forEach(all::add);
        SpringApplication spring = new SpringApplication(application);
        spring.setRegisterShutdownHook(false);
        return spring.run(all.toArray(new String[0]));
    }

    private static boolean isSaid(String argument, String... arguments) {
        String key = argument.substring(0, argument.indexOf('=') + 1);
        return Stream.of(arguments).anyMatch(said -> said.startsWith(key));
    }

    RawAnswer get(String path, String... headers) throws IOException {
        return send("GET " + path, "", headers);
    }

    RawAnswer send(String methodAndPath, String body, String... headers) throws IOException {
        List<String> lines = new ArrayList<>(List.of("Origin: " + ORIGIN));
        lines.addAll(List.of(headers));
        return raw(methodAndPath, body, lines);
    }

    /** Sends a request of a page from another origin than {@link #ORIGIN}. */
    RawAnswer from(String origin, String methodAndPath, String... headers) throws IOException {
        List<String> lines = new ArrayList<>(List.of("Origin: " + origin));
        lines.addAll(List.of(headers));
        return raw(methodAndPath, "", lines);
    }

    /** Sends a request that names no origin. */
    RawAnswer bare(String methodAndPath, String... headers) throws IOException {
        return raw(methodAndPath, "", List.of(headers));
    }

    private RawAnswer raw(String methodAndPath, String body, List<String> headers) throws IOException {
        List<String> lines = new ArrayList<>(List.of(methodAndPath + " HTTP/1.1", NUMBER + ": " + ++sent));
        lines.addAll(headers);
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
