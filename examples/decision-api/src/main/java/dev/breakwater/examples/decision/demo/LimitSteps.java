/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision.demo;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One client too eager. These steps come last: afterwards its quota is gone. */
final class LimitSteps {
    private static final String PING = "/api/v1/ping";
    private static final InetAddress OTHER_CLIENT = Client.loopback(2);
    private static final int BEYOND = 40;
    private static final int MAX_BURST = 1000;

    private int refused;

    List<Step> all() {
        List<Step> steps = new ArrayList<>(List.of(
                new Step("rate limit", "admitted what was left, refused the rest", this::burst),
                new Step("rate limit", "says what, why and how long to wait", this::refusal),
                new Step("rate limit", "a spoofed X-Forwarded-For changes nothing", this::spoofed),
                new Step("cors", "a page can read the refusal", this::refusalForPage),
                new Step("cors", "preflights are never limited", EdgeSteps::knownPreflight),
                new Step("health", "probes are never limited", LimitSteps::probe)));
        if (Client.canComeFrom(OTHER_CLIENT)) {
            steps.add(new Step("rate limit", "another client is still served", LimitSteps::otherClient));
        }
        return steps;
    }

    /** How many requests the burst had refused. */
    int refused() {
        return refused;
    }

    private Finding burst(Client client) throws Exception {
        Response before = client.get(PING);
        int left = left(before.header("RateLimit"));
        long started = System.nanoTime();
        List<Response> answers = client.burst(Math.min(left, MAX_BURST) + BEYOND, PING);
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started);
        long admitted =
                answers.stream().filter(answer -> answer.status() == 200).count();
        refused =
                (int) answers.stream().filter(answer -> answer.status() == 429).count();
        return Finding.of("GET " + PING + " x" + answers.size(), admitted + "x200, " + refused + "x429", before)
                .says("the answer before said " + left + " left")
                .expects(left >= 0, "RateLimit says how much is left")
                // One comes back each second while the burst lasts.
                .expects(admitted >= left && admitted <= left + seconds + 1, "exactly " + left + " admitted")
                .expects(admitted + refused == answers.size(), "every other one refused with 429")
                .expects(refused > 0, "some refused");
    }

    /** The tokens left: {@code "default";r=57;t=3}. */
    private static int left(String field) {
        int start = field.indexOf(";r=");
        int end = start + 3;
        while (start >= 0 && end < field.length() && Character.isDigit(field.charAt(end))) {
            end++;
        }
        return start < 0 || end == start + 3 ? -1 : Integer.parseInt(field.substring(start + 3, end));
    }

    private Finding refusal(Client client) throws Exception {
        Response response = exhausted(client);
        return Finding.of("GET " + PING, response)
                .shows("Retry-After", "RateLimit", "RateLimit-Policy", "Content-Type")
                .expectsStatus(429)
                .expects(response.isProblem(), "application/problem+json")
                .expects(wait(response) >= 1, "Retry-After of at least a second")
                .expectsHeader("X-Content-Type-Options", "nosniff");
    }

    private static long wait(Response response) {
        String seconds = response.header("Retry-After");
        return seconds.chars().allMatch(Character::isDigit) && !seconds.isEmpty() ? Long.parseLong(seconds) : 0;
    }

    private Finding spoofed(Client client) throws Exception {
        Response response = exhausted(client, "X-Forwarded-For", "203.0.113.77", "Forwarded", "for=203.0.113.77");
        return Finding.of("GET " + PING + "  X-Forwarded-For: ...", response)
                .shows("Retry-After", "RateLimit")
                .expectsStatus(429);
    }

    private Finding refusalForPage(Client client) throws Exception {
        Response response = exhausted(client, "Origin", EdgeSteps.KNOWN);
        return Finding.of("GET " + PING + "  Origin: ...", response)
                .shows("Access-Control-Allow-Origin", "Access-Control-Expose-Headers")
                .expectsStatus(429)
                .expectsHeader("Access-Control-Allow-Origin", EdgeSteps.KNOWN);
    }

    /** A token may have come back since; the client that is refused is one that goes on asking. */
    private static Response exhausted(Client client, String... headers) throws Exception {
        Response response = client.get(PING, headers);
        for (int i = 0; i < 5 && response.status() == 200; i++) {
            response = client.get(PING, headers);
        }
        return response;
    }

    private static Finding probe(Client client) throws Exception {
        return Finding.of("GET /livez", client.get("/livez")).expectsStatus(200);
    }

    private static Finding otherClient(Client client) throws Exception {
        Response response = client.raw(OTHER_CLIENT, "GET " + PING + " HTTP/1.1");
        return Finding.of("GET " + PING + "  from " + OTHER_CLIENT.getHostAddress(), response)
                .shows("RateLimit")
                .expectsStatus(200)
                .expects(response.has("RateLimit"), "a limit of its own");
    }
}
