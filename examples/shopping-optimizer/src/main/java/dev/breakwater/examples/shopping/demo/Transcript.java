/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends the requests of one step, as nginx on this machine does for a client with an address of its own, prints them with
 * their answers, and collects what was wrong.
 */
final class Transcript {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int MAX_BODY = 200;
    private static final List<String> SHOWN = List.of("Connection", "Retry-After", "RateLimit");

    private final HttpClient http;
    private final PrintStream out;
    private final int port;
    private final String address;
    private final List<String> faults;

    /**
     * A step's transcript.
     *
     * @param port where the service is
     * @param address whom the proxy speaks for
     */
    Transcript(HttpClient http, PrintStream out, int port, String address) {
        this(http, out, port, address, new ArrayList<>());
    }

    private Transcript(HttpClient http, PrintStream out, int port, String address, List<String> faults) {
        this.http = http;
        this.out = out;
        this.port = port;
        this.address = address;
        this.faults = faults;
    }

    /** The same step, but with another instance of the service. */
    Transcript with(int instance) {
        return new Transcript(http, out, instance, address, faults);
    }

    String address() {
        return address;
    }

    Answer get(String path) throws IOException, InterruptedException {
        return show("GET " + path, silent(path));
    }

    Answer post(String path, String json) throws IOException, InterruptedException {
        return show("POST " + path + ' ' + json, send(request("POST", path, json, address)));
    }

    /** The same without a word. */
    Answer silent(String path) throws IOException, InterruptedException {
        return send(request("GET", path, "", address));
    }

    /** The same for one of many clients, without waiting. */
    CompletableFuture<Answer> sending(String path, String json, String client) {
        long started = System.nanoTime();
        return http.sendAsync(request(json.isEmpty() ? "GET" : "POST", path, json, client), BodyHandlers.ofString())
                .thenApply(response -> answer(response, started));
    }

    /** As an operator who works on this machine, with no proxy between; the lines that have one of these words are shown. */
    Answer local(String path, String... words) throws IOException, InterruptedException {
        Answer answer = send(HttpRequest.newBuilder(uri(path)).timeout(TIMEOUT).build());
        say("> GET " + path + " (from this machine)");
        say("< " + answer.status());
        answer.body().lines().filter(line -> isAny(line, words)).forEach(line -> say("  " + cut(line)));
        return answer;
    }

    private static boolean isAny(String line, String... words) {
        for (String word : words) {
            if (line.contains(word)) {
                return true;
            }
        }
        return false;
    }

    private Answer send(HttpRequest request) throws IOException, InterruptedException {
        long started = System.nanoTime();
        return answer(http.send(request, BodyHandlers.ofString()), started);
    }

    private HttpRequest request(String method, String path, String json, String client) {
        return HttpRequest.newBuilder(uri(path))
                .timeout(TIMEOUT)
                .header("X-Forwarded-For", client)
                .header("Content-Type", "application/json")
                .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
                .build();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static Answer answer(HttpResponse<String> response, long started) {
        return new Answer(response, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
    }

    Answer show(String request, Answer answer) {
        say("> " + request);
        StringBuilder line = new StringBuilder("< ").append(answer.status());
        for (String name : SHOWN) {
            if (!answer.header(name).isEmpty()) {
                line.append("  ").append(name).append(": ").append(answer.header(name));
            }
        }
        say(line.append("  (").append(answer.millis()).append(" ms)").toString());
        if (!answer.body().isEmpty()) {
            say("  " + cut(answer.body().strip()));
        }
        return answer;
    }

    void say(String text) {
        out.println("     " + ascii(text));
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
        return text.length() <= MAX_BODY ? text : text.substring(0, MAX_BODY) + "...";
    }

    // What a server answers may be anything, and a console may do anything with it.
    private static String ascii(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.chars().forEach(c -> safe.append(c == '\n' ? ' ' : c >= ' ' && c <= '~' ? (char) c : '?'));
        return safe.toString();
    }
}
