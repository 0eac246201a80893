/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What one step sends as a user of its own, what comes back, and what is not as it should be. */
final class Transcript {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final int SHOWN_BODY = 200;
    private static final List<String> SHOWN = List.of(
            "RateLimit", "Retry-After", "Access-Control-Allow-Origin", "WWW-Authenticate", "X-Content-Type-Options");

    private final HttpClient http;
    private final PrintStream out;
    private final String token;
    private final List<String> faults = new ArrayList<>();

    Transcript(HttpClient http, PrintStream out, String token) {
        this.http = http;
        this.out = out;
        this.token = token;
    }

    /** Sends and shows. */
    Answer get(int port, String path, String... headers) throws IOException, InterruptedException {
        return show("GET :" + port + path, send(request(port, path, headers).GET()));
    }

    /** Sends without a word, with these headers. */
    Answer quiet(int port, String path, String... headers) throws IOException, InterruptedException {
        return send(request(port, path, headers).GET());
    }

    /** Sends without a word. */
    Answer silent(int port, String path) throws IOException, InterruptedException {
        return send(request(port, path).GET());
    }

    /** Sends JSON and shows. */
    Answer post(int port, String path, String json, String... headers) throws IOException, InterruptedException {
        String shown = json.length() <= SHOWN_BODY ? json : json.substring(0, SHOWN_BODY) + "...";
        return show("POST :" + port + path + ' ' + shown, send(posted(port, path, json, headers)));
    }

    /** Sends JSON without waiting. */
    CompletableFuture<Answer> posting(int port, String path, String json) {
        return sending(posted(port, path, json));
    }

    /** Sends without waiting. */
    CompletableFuture<Answer> getting(int port, String path) {
        return sending(request(port, path).GET());
    }

    /** Asks whether a page of this origin may send a POST. */
    Answer preflight(int port, String path, String origin) throws IOException, InterruptedException {
        return show(
                "OPTIONS :" + port + path + "  Origin: " + origin,
                send(request(port, path, "Origin", origin, "Access-Control-Request-Method", "POST")
                        .method("OPTIONS", BodyPublishers.noBody())));
    }

    private HttpRequest.Builder posted(int port, String path, String json, String... headers) {
        return request(port, path, headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
    }

    private HttpRequest.Builder request(int port, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token);
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return request;
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return new Answer(http.send(request.build(), BodyHandlers.ofString()));
    }

    private CompletableFuture<Answer> sending(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(Answer::new);
    }

    private Answer show(String request, Answer answer) {
        say("> " + request);
        StringBuilder line = new StringBuilder("< ").append(answer.status());
        for (String name : SHOWN) {
            if (!answer.header(name).isEmpty()) {
                line.append("  ").append(name).append(": ").append(answer.header(name));
            }
        }
        say(line.toString());
        if (!answer.body().isEmpty()) {
            say("  " + cut(answer.body().strip()));
        }
        return answer;
    }

    void say(String text) {
        out.println("     " + ascii(text));
    }

    /** Waits until this holds, and notes a fault if it does not in time. */
    void await(String expectation, int seconds, Callable<Boolean> holds) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        boolean held = holds.call();
        while (!held && System.nanoTime() < deadline) {
            Thread.sleep(20);
            held = holds.call();
        }
        expect(held, expectation + " within " + seconds + " s");
    }

    /** Notes a fault unless this holds. */
    void expect(boolean holds, String expectation) {
        if (!holds) {
            faults.add(expectation);
        }
    }

    void expectStatus(Answer answer, int status) {
        expect(answer.status() == status, "status " + status + ", not " + answer.status());
    }

    List<String> faults() {
        return faults;
    }

    private static String cut(String text) {
        return text.length() <= SHOWN_BODY ? text : text.substring(0, SHOWN_BODY) + "...";
    }

    // What a server answers may be anything, and a console may do anything with it.
    private static String ascii(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.chars().forEach(c -> safe.append(c == '\n' ? ' ' : c >= ' ' && c <= '~' ? (char) c : '?'));
        return safe.toString();
    }
}
