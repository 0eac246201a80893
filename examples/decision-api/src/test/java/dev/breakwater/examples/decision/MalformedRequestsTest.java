/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever bytes are sent, over real HTTP: never a status of 500 or above, each refusal is a problem in JSON, and nothing of
 * what was sent comes back.
 */
class MalformedRequestsTest {
    /** In each body, and in no answer. */
    private static final String MARK = "zq9marked";

    private static final long SEED = 20_261_123;
    private static final int AT_ONCE = 50;

    private static RunningService service;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        // Rules alone: what is fuzzed is the service, and not the stand-in.
        service = new RunningService(Map.of("DISABLE_GEMINI", "true"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private record Sent(String name, byte[] body, String... headers) {
        static Sent json(String name, String text) {
            return new Sent(name, text.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Sent> bodies() {
        String deep = "[".repeat(50_000) + MARK;
        return Stream.of(
                Sent.json("nothing", ""),
                Sent.json("a mark alone", MARK),
                Sent.json("null", "null"),
                Sent.json("a list of messages", "[{\"message\":\"" + MARK + "\"}]"),
                Sent.json("a message that is a number", "{\"message\":1e999999,\"plan\":\"" + MARK + "\"}"),
                Sent.json(
                        "a number of a thousand digits",
                        "{\"message\":" + "9".repeat(1_001) + ",\"plan\":\"" + MARK + "\"}"),
                Sent.json("a message that is an object", "{\"message\":{\"" + MARK + "\":1}}"),
                Sent.json("a message that is a list", "{\"message\":[\"" + MARK + "\"]}"),
                Sent.json("a plan that is an object", "{\"message\":\"hello\",\"plan\":{\"" + MARK + "\":[]}}"),
                Sent.json("deep lists", deep),
                Sent.json("deep objects", "{\"message\":" + "{\"a\":".repeat(9_000) + "\"" + MARK + "\"}"),
                Sent.json("no end", "{\"message\":\"" + MARK),
                Sent.json("two objects", "{\"message\":\"" + MARK + "\"}{\"message\":\"" + MARK + "\"}"),
                Sent.json("a comment", "{/*" + MARK + "*/\"message\":\"hello\"}"),
                Sent.json("single quotes", "{'message':'" + MARK + "'}"),
                Sent.json("NaN", "{\"message\":NaN,\"plan\":\"" + MARK + "\"}"),
                Sent.json("the same name twice", "{\"message\":\"" + MARK + "\",\"message\":\"" + MARK + "\"}"),
                Sent.json("a name of 10,000 characters", "{\"" + MARK.repeat(1_111) + "\":1}"),
                Sent.json("NUL, escaped", "{\"message\":\"" + MARK + "\\u0000\"}"),
                Sent.json("NUL, bare", "{\"message\":\"" + MARK + "\0\"}"),
                Sent.json("a lone surrogate, escaped", "{\"message\":\"" + MARK + "\\ud800\",\"plan\":\"pro\"}"),
                Sent.json("a lone surrogate in the plan", "{\"message\":\"hello\",\"plan\":\"\\udfff" + MARK + "\"}"),
                Sent.json("right to left, and no width", "{\"message\":\"" + MARK + "\\u202e\\u200b\\ufeff\"}"),
                Sent.json("a megabyte of message", "{\"message\":\"" + MARK.repeat(116_000) + "\"}"),
                Sent.json("a megabyte of blanks", " ".repeat(1 << 20)),
                new Sent(
                        "bytes that are no UTF-8",
                        bytes("{\"message\":\"" + MARK + "\u00ff\u00c0\u0080\"}", StandardCharsets.ISO_8859_1),
                        "Content-Type",
                        "application/json"),
                new Sent(
                        "a surrogate in UTF-8",
                        new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', '}'},
                        "Content-Type",
                        "application/json"),
                new Sent(
                        "UTF-16",
                        bytes("{\"message\":\"" + MARK + "\"}", StandardCharsets.UTF_16),
                        "Content-Type",
                        "application/json"),
                new Sent(
                        "UTF-32",
                        bytes("{\"message\":\"" + MARK + "\"}", Charset.forName("UTF-32BE")),
                        "Content-Type",
                        "application/json"),
                new Sent(
                        "a charset nobody knows",
                        bytes(MARK, StandardCharsets.UTF_8),
                        "Content-Type",
                        "application/json;charset=" + MARK),
                new Sent("another type", bytes(MARK, StandardCharsets.UTF_8), "Content-Type", "application/xml"),
                new Sent("a type that is none", bytes(MARK, StandardCharsets.UTF_8), "Content-Type", MARK + "///"),
                new Sent("no type", bytes("{\"message\":\"" + MARK + "\"}", StandardCharsets.UTF_8)),
                new Sent(
                        "a form",
                        bytes("message=" + MARK, StandardCharsets.UTF_8),
                        "Content-Type",
                        "application/x-www-form-urlencoded"),
                new Sent(
                        "an archive that is none",
                        bytes(MARK, StandardCharsets.UTF_8),
                        "Content-Type",
                        "application/json",
                        "Content-Encoding",
                        "gzip"),
                new Sent(
                        "whoever accepts nothing of ours",
                        bytes(MARK, StandardCharsets.UTF_8),
                        "Content-Type",
                        "application/json",
                        "Accept",
                        "image/png"));
    }

    private static byte[] bytes(String text, Charset charset) {
        return text.getBytes(charset);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void areNeverOurFaultAndNeverRepeated(Sent sent) {
        for (String path : List.of("/api/v1/decide", "/api/v1/decide/later")) {
            judge(sent.name(), send(path, sent).join());
        }
    }

    @Test
    void thousandsOfRandomOnesNeither() {
        fuzz(1_500);
    }

    @Test
    @Tag("heavy")
    void norAHundredThousand() {
        fuzz(100_000);
    }

    private void fuzz(int many) {
        Random random = new Random(SEED);
        List<CompletableFuture<?>> batch = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            String name = "seed " + SEED + ", body " + i;
            Sent sent = new Sent(name, random(random), "Content-Type", "application/json");
            batch.add(send("/api/v1/decide", sent).thenAccept(answer -> judge(name, answer)));
            if (batch.size() == AT_ONCE) {
                CompletableFuture.allOf(batch.toArray(CompletableFuture<?>[]::new))
                        .join();
                batch.clear();
            }
        }
        CompletableFuture.allOf(batch.toArray(CompletableFuture<?>[]::new)).join();
    }

    /** A good one with a few bytes changed, taken out or put in, or anything at all. */
    private static byte[] random(Random random) {
        byte[] good =
                bytes("{\"message\":\"" + MARK + " how do I\\u0020export?\",\"plan\":\"pro\"}", StandardCharsets.UTF_8);
        if (random.nextInt(4) == 0) {
            byte[] any = new byte[random.nextInt(300)];
            random.nextBytes(any);
            return any;
        }
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        for (byte each : good) {
            switch (random.nextInt(30)) {
                case 0 -> changed.write(random.nextInt(256));
                case 1 -> changed.write("{}[]\",:\\".charAt(random.nextInt(8)));
                case 2 -> {}
                case 3 -> changed.write(good, 0, random.nextInt(good.length));
                default -> changed.write(each);
            }
        }
        return changed.toByteArray();
    }

    private CompletableFuture<HttpResponse<String>> send(String path, Sent sent) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                .POST(BodyPublishers.ofByteArray(sent.body()));
        return http.sendAsync(
                (sent.headers().length == 0 ? request : request.headers(sent.headers())).build(),
                BodyHandlers.ofString());
    }

    private static void judge(String name, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(name).isIn(200, 202, 400, 406, 413, 415);
        assertThat(answer.body()).as(name).doesNotContain(MARK).doesNotContain("Exception");
        if (answer.statusCode() >= 400) {
            assertThat(RunningService.header(answer, "Content-Type")).as(name).startsWith("application/problem+json");
            assertThat(answer.body()).as(name).contains("\"status\":" + answer.statusCode());
        }
        assertThat(answer.headers().map().toString()).as(name).doesNotContain(MARK);
    }
}
