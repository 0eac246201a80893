/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Sends the requests of one step for a client of its own, prints them with their answers, and collects what was wrong. */
final class Transcript {
    private static final int MAX_BODY = 200;
    private static final List<String> SHOWN = List.of(
            "Allow",
            "Retry-After",
            "RateLimit",
            "Cache-Control",
            "ETag",
            "Access-Control-Allow-Origin",
            "Access-Control-Max-Age");

    private final Client client;
    private final PrintStream out;
    private final String address;
    private final List<String> faults = new ArrayList<>();

    /**
     * A step's transcript.
     *
     * @param address whom the proxy says it speaks for
     */
    Transcript(Client client, PrintStream out, String address) {
        this.client = client;
        this.out = out;
        this.address = address;
    }

    Answer get(String path, String... headers) throws IOException, InterruptedException {
        return shown("GET", path, headers);
    }

    Answer shown(String method, String path, String... headers) throws IOException, InterruptedException {
        Answer answer = silent(method, path, headers);
        show(method + ' ' + path, answer);
        return answer;
    }

    /** The same without a word, for crowds. */
    Answer silent(String method, String path, String... headers) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(headers));
        if (!all.contains("X-Forwarded-For")) {
            all.addAll(List.of("X-Forwarded-For", address));
        }
        return client.send(method, path, all.toArray(new String[0]));
    }

    /** As one who works on this machine, with no proxy between. */
    Answer local(String path) throws IOException, InterruptedException {
        say("> GET " + path + " (from this machine)");
        Answer answer = client.send("GET", path);
        say("< " + answer.status());
        return answer;
    }

    void show(String request, Answer answer) {
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

    void expectHeader(Answer answer, String name, String value) {
        expect(answer.header(name).equals(value), name + ": " + value + ", not " + answer.header(name));
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
