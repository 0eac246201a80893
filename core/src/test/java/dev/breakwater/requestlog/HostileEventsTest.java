/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Admission;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.BodyTap;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is sent, thrown and added: one event for each request, one line for each event, and nothing but that. */
class HostileEventsTest {
    private static final List<String> NASTY = List.of(
            "\r\n",
            "\"",
            "\\",
            "\u0000",
            "\u001b[31m",
            "\u007f",
            "\u0085",
            "\u2028",
            "\u2029",
            "\u202e",
            "\ud800",
            "\udc00",
            "\ud83d\ude00",
            "%0d%0a",
            "%",
            "%zz",
            "{\"fake\":1}",
            "},{",
            "password=",
            "Bearer ",
            "://u:p@",
            ";jsessionid=",
            "&",
            "=",
            "?",
            "-----BEGIN ",
            "eyJhbGciOiJI",
            "AIza",
            "x");
    private static final List<String> TYPES = List.of(
            "application/json", "application/x-www-form-urlencoded", "text/plain", "text/event-stream", "x", "");

    @ParameterizedTest
    @EnumSource
    void areOneLineEach(LogFormat format) {
        check(format, format == LogFormat.JSON ? 30_000 : 5_000);
    }

    @Test
    @Tag("heavy")
    void areOneLineEachHoweverMany() {
        check(LogFormat.JSON, 1_000_000);
    }

    private static void check(LogFormat format, int requests) {
        EventFixture log = new EventFixture(RequestLogPolicy.builder()
                .format(format)
                .bodies(LoggedBodies.BOTH)
                .user(LoggedUser.FULL)
                .headers(List.of("X-Any", "Cookie", "Referer")));
        Random random = new Random(6);
        for (int i = 0; i < requests; i++) {
            log.sink.lines.clear();
            log.sink.levels.clear();
            pass(log, random);
            if (log.sink.lines.size() != 1) {
                throw new AssertionError(log.sink.lines);
            }
            assertPlain(log.sink.lines.get(0));
            if (format == LogFormat.JSON) {
                RecordingSink.read(log.sink.lines.get(0));
            }
        }
        assertThat(log.guard.counts().written()).isEqualTo(requests);
        assertThat(log.state.bodies.taken()).isZero();
    }

    private static void pass(EventFixture log, Random random) {
        Exchange exchange = request(random);
        Admission admission = log.admit(exchange);
        tap(exchange.get(BodyTap.REQUEST), random);
        tap(exchange.get(BodyTap.RESPONSE), random);
        Exchange previous = CurrentExchange.open(exchange);
        try {
            RequestEvent.put(text(random), text(random));
            RequestEvent.put("any", text(random));
        } finally {
            CurrentExchange.close(previous);
        }
        admission.complete(outcome(random));
    }

    private static Exchange request(Random random) {
        TestExchange exchange = TestExchange.request(random.nextBoolean() ? "GET" : text(random), '/' + text(random))
                .query(random.nextBoolean() ? null : text(random))
                .authority(text(random))
                .peer(text(random))
                .protocol(text(random))
                .scheme(text(random))
                .user(random.nextBoolean() ? null : text(random))
                .header("User-Agent", text(random))
                .header("Referer", "https://" + text(random))
                .header("X-Request-Id", text(random))
                .header("traceparent", text(random))
                .header("X-Any", text(random))
                .header("X-Any", text(random))
                .header("Cookie", text(random))
                .build()
                .answering("X-Any", text(random));
        if (random.nextBoolean()) {
            exchange.route(text(random));
        }
        return exchange;
    }

    // Lines of text show no bodies, so nothing taps them.
    private static void tap(@Nullable BodyTap tap, Random random) {
        byte[] body = text(random).getBytes(random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.UTF_16);
        if (tap != null
                && tap.begins(TYPES.get(random.nextInt(TYPES.size())), random.nextInt(9) == 0 ? "gzip" : null)) {
            tap.take(body, 0, body.length);
        }
    }

    private static Outcome outcome(Random random) {
        Outcome.Kind kind = Outcome.Kind.values()[random.nextInt(Outcome.Kind.values().length)];
        Throwable error = random.nextInt(50) == 0 ? new IllegalStateException(text(random)) : null;
        return new Outcome(random.nextInt(600), kind, random.nextLong(), null, error, random.nextInt(), 1, -1);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(NASTY.get(random.nextInt(NASTY.size())));
            if (random.nextInt(4) == 0) {
                text.append((char) random.nextInt(0x10000));
            }
        }
        return random.nextInt(50_000) == 0 ? text.toString().repeat(1_000) : text.toString();
    }

    private static void assertPlain(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) < ' ' || line.charAt(i) > '~') {
                throw new AssertionError("character " + (int) line.charAt(i) + " in " + line);
            }
        }
    }
}
