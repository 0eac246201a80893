/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.breakwater.contract.RawAnswer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes a client puts into the headers that cross-origin rules read, an answer is well-formed and reflects
 * nothing but an origin that is allowed. The requests are random, but the same in every run.
 */
@Tag("container")
final class HostileHeadersTest {
    private static final int REQUESTS = 2_000;
    private static final int ON_ONE_CONNECTION = 90;

    private static final List<String> NAMES = List.of(
            "Origin",
            "Access-Control-Request-Method",
            "Access-Control-Request-Headers",
            "Host",
            "Sec-Fetch-Site",
            "Sec-Fetch-Mode",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "Forwarded",
            "Vary");

    private static final List<String> SEEDS = List.of(
            WirePolicies.APP,
            "https://a.example.org",
            "http://localhost:5173",
            "https://[2001:db8::1]:8443",
            "https://evil.com",
            "null",
            "*",
            "PUT",
            "PURGE",
            "content-type,x-foo",
            "x-foo, x-bad",
            "same-origin",
            "https",
            "for=1.2.3.4;proto=https;host=evil.com",
            "");

    private static final List<String> BITES = List.of(
            "\r",
            "\n",
            "\r\n",
            "\0",
            "\t",
            " ",
            ",",
            ";",
            "%0d%0a",
            "\u007f",
            "\u00ff",
            utf8("\u00fc"),
            utf8("\ud83d\ude00"),
            "\r\nAccess-Control-Allow-Origin: https://evil.com",
            "\r\n\r\nHTTP/1.1 200 OK",
            ".",
            "/",
            "@",
            "#",
            "\\",
            "'",
            "\"",
            "<script>",
            "https://",
            "*",
            ":",
            "[",
            "]");

    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @Test
    void getNothingOutOfUs() throws Exception {
        Map<String, String> settings = new HashMap<>(WirePolicies.p1());
        settings.put("caller.trusted-proxies", "127.0.0.0/8, ::1");
        try (WireService service = WireService.with(settings)) {
            Random random = new Random(26);
            Set<Integer> statuses = new HashSet<>();
            int shared = 0;
            WireConnection connection = service.connect();
            for (int i = 0, on = 0; i < REQUESTS; i++, on++) {
                String request = request(random);
                RawAnswer answer = answer(connection, request);
                statuses.add(answer.status());
                shared += answer.header("Access-Control-Allow-Origin").size();
                // What follows a split request is the container's to answer, so each gets a connection of its own then.
                if (on == ON_ONE_CONNECTION || answer.status() / 100 != 2 || isSplit(request)) {
                    connection.close();
                    connection = service.connect();
                    on = 0;
                }
            }
            connection.close();
            // The random requests are worth something only if they come to all of our answers.
            assertThat(statuses).contains(200, 204, 403);
            assertThat(shared).isGreaterThan(REQUESTS / 20);
        }
    }

    private static boolean isSplit(String request) {
        String lines = request.replace("\r\n", "");
        return request.indexOf("\r\n\r\n") < request.length() - 4 || lines.contains("\r") || lines.contains("\n");
    }

    private static RawAnswer answer(WireConnection connection, String request) throws Exception {
        try {
            RawAnswer answer = connection.send(request);
            check(answer);
            return answer;
        } catch (AssertionError | RuntimeException wrong) {
            return fail("request " + shown(request) + ": " + wrong.getMessage(), wrong);
        }
    }

    private static String shown(String request) {
        String text = request.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
        return text.length() > 500 ? text.substring(0, 500) + "..." : text;
    }

    private static void check(RawAnswer answer) {
        assertThat(answer.status()).isLessThan(500);
        List<String> origins = answer.header("Access-Control-Allow-Origin");
        assertThat(origins).hasSizeLessThanOrEqualTo(1);
        assertThat(origins).allMatch(HostileHeadersTest::isAllowed);
        assertThat(answer.header("Access-Control-Allow-Credentials")).hasSameSizeAs(origins);
        for (String line : answer.lines()) {
            String lower = line.toLowerCase(Locale.ROOT);
            assertThat(lower).doesNotContain("evil", "script", "x-bad", "purge");
        }
        // A container refuses what it cannot read before any filter; some do so by closing the connection.
        if (answer.status() > 0 && answer.status() < 400) {
            assertThat(answer.header("Content-Security-Policy")).hasSize(1);
            assertThat(answer.header("Vary")).hasSize(1);
        }
    }

    // By hand and by what is allowed, not by the parser that is tested.
    private static boolean isAllowed(String origin) {
        if (origin.equals(WirePolicies.APP) || origin.equals("https://[2001:db8::1]:8443")) {
            return true;
        }
        if (origin.startsWith("http://localhost")) {
            String port = origin.substring("http://localhost".length());
            return port.isEmpty() || port.matches(":[1-9][0-9]{0,4}");
        }
        return origin.matches("https://([a-z0-9_-]+\\.)+example\\.org");
    }

    private static String request(Random random) {
        String method = pick(List.of("GET", "OPTIONS", "OPTIONS", "HEAD", "POST", "PUT"), random);
        List<String> lines = new ArrayList<>(List.of(method + " / HTTP/1.1"));
        boolean host = false;
        if (random.nextInt(4) > 0) {
            lines.add("Origin: " + (random.nextBoolean() ? WirePolicies.APP : value(random)));
        }
        if (random.nextInt(3) > 0) {
            lines.add("Access-Control-Request-Method: " + (random.nextBoolean() ? "PUT" : value(random)));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = pick(NAMES, random);
            host |= name.equals("Host");
            lines.add(name + ": " + value(random));
        }
        if (!host) {
            lines.add("Host: localhost");
        }
        if (method.startsWith("P")) {
            lines.add("Content-Length: 0");
        }
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    private static String value(Random random) {
        String value = pick(SEEDS, random);
        for (int i = random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(value.length() + 1);
            value = value.substring(0, at) + bite(random) + value.substring(at);
        }
        return value;
    }

    private static String bite(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> Character.toString((char) random.nextInt(256));
            case 1 -> "a".repeat(random.nextInt(300));
            case 2 -> random.nextInt(8) == 0 ? ",".repeat(10_000) : ",".repeat(random.nextInt(40));
            default -> pick(BITES, random);
        };
    }

    private static String pick(List<String> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
