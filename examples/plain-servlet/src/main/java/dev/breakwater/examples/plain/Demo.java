/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.plain;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/** Sends a few requests to the running service and prints what came back; counts what was not as it should be. */
final class Demo {
    private static final List<String> SHOWN =
            List.of("Content-Security-Policy", "Strict-Transport-Security", "RateLimit", "Retry-After", "X-Request-Id");

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI service;
    private final PrintStream out;
    private int faults;

    Demo(URI service, PrintStream out) {
        this.service = service;
        this.out = out;
    }

    /** With {@code --demo} runs it against a service of its own, which stays on port 8080 without {@code --exit}. */
    static boolean ran(String... args) throws LifecycleException, IOException, InterruptedException {
        List<String> words = List.of(args);
        if (!words.contains("--demo")) {
            return false;
        }
        boolean exits = words.contains("--exit");
        Tomcat tomcat = PlainServlet.start(exits ? 0 : 8080, settings(words));
        int faults = new Demo(address(tomcat), System.out).run();
        if (exits) {
            System.exit(faults == 0 ? 0 : 1);
        }
        tomcat.getServer().await();
        return true;
    }

    private static String[] settings(List<String> words) {
        return words.stream()
                .filter(word -> !word.equals("--demo") && !word.equals("--exit"))
                .toArray(String[]::new);
    }

    static URI address(Tomcat tomcat) {
        return URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort());
    }

    /** Runs all steps; returns how many answers were other than expected. */
    int run() throws IOException, InterruptedException {
        step("An ordinary request: the headers of an API, and what is left of the limit");
        get("/", 200);
        step("Dot segments are read differently by containers: refused before anybody does");
        get("/a/%2e%2e/b", 400);
        step("The probes of an orchestrator are never limited");
        get("/livez", 200);
        get("/readyz", 200);
        step("100 per hour, then 429");
        int refused = spend();
        out.println("  101 more requests, " + refused + " of them refused");
        get("/", 429);
        out.println(faults == 0 ? "\nAll as it should be." : "\nNot as it should be: " + faults);
        return faults;
    }

    private void step(String title) {
        out.println("\n== " + title);
    }

    private void get(String path, int expected) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(path);
        out.println("> GET " + path);
        out.println("< " + answer.statusCode());
        SHOWN.forEach(
                name -> answer.headers().firstValue(name).ifPresent(value -> out.println("  " + name + ": " + value)));
        if (answer.statusCode() != expected) {
            out.println("! expected " + expected);
            faults++;
        }
    }

    private int spend() throws IOException, InterruptedException {
        int refused = 0;
        for (int i = 0; i < 101; i++) {
            refused += send("/").statusCode() == 429 ? 1 : 0;
        }
        return refused;
    }

    private HttpResponse<String> send(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(service.resolve(path)).build();
        return client.send(request, BodyHandlers.ofString());
    }
}
