/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import static dev.breakwater.examples.shopping.RunningOptimizer.MEALS;
import static dev.breakwater.examples.shopping.RunningOptimizer.OFFERS;
import static dev.breakwater.examples.shopping.RunningOptimizer.OPTIMIZE;
import static dev.breakwater.examples.shopping.RunningOptimizer.header;
import static dev.breakwater.examples.shopping.RunningOptimizer.list;
import static dev.breakwater.examples.shopping.RunningOptimizer.said;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service answers. */
class ApiTest {
    private final RunningOptimizer service = RunningOptimizer.shared();

    @Test
    void aListIsBoughtWhereItIsCheapest() {
        HttpResponse<String> answer =
                service.post(OPTIMIZE, list("8000", "\"milk\",\"Rye Bread\",\"cheese\",\"caviar\""));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
        assertThat(said(answer, "/purchases/0/product")).isEqualTo("Organic milk 1 l");
        assertThat(said(answer, "/purchases/0/price")).isEqualTo("7.48");
        assertThat(said(answer, "/purchases/0/before")).isEqualTo("14.95");
        assertThat(said(answer, "/purchases/0/store")).startsWith("Netto");
        assertThat(said(answer, "/purchases/2/store")).startsWith("Bilka");
        assertThat(said(answer, "/missing")).isEqualTo("[\"caviar\"]");
        assertThat(said(answer, "/total")).isEqualTo("38.34"); // 7.48, 9.90 and 20.96
        assertThat(said(answer, "/saved")).isEqualTo("26.56");
        assertThat(said(answer, "/asOf")).isEqualTo("2026-01-01T09:30:00Z");
    }

    @Test
    void withOneStoreMostOfTheListIsBoughtThere() {
        HttpResponse<String> answer =
                service.post(OPTIMIZE, "{\"zip\":\"8000\",\"items\":[\"milk\",\"eggs\",\"juice\"],\"maxStores\":1}");
        assertThat(said(answer, "/missing")).isEqualTo("[]");
        assertThat(said(answer, "/purchases/0/store")).startsWith("Bilka");
    }

    @Test
    void offersThatSaveMostComeFirst() {
        HttpResponse<String> answer = service.get(OFFERS + "8000");
        assertThat(said(answer, "/stores")).isEqualTo("3");
        assertThat(said(answer, "/offers/0/product")).isEqualTo("Chicken breast 500 g");
        assertThat(said(answer, "/offers/8/product")).isNotEqualTo("nothing");
        assertThat(said(answer, "/offers/9/product")).isEqualTo("nothing");
    }

    @Test
    void theModelSuggestsAMealOfWhatIsSoldOff() {
        HttpResponse<String> answer = service.post(MEALS, "{\"zip\":\"8000\"}");
        assertThat(said(answer, "/source")).isEqualTo("gemini");
        assertThat(said(answer, "/uses/0")).isEqualTo("Chicken breast 500 g");
        assertThat(said(answer, "/title")).contains("Chicken");
        assertThat(said(answer, "/instructions")).isNotEmpty();
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() {
        HttpResponse<String> get = service.get(OFFERS + "8000");
        HttpResponse<String> head =
                service.send("HEAD", OFFERS + "8000", "", "X-Forwarded-For", RunningOptimizer.client());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "Content-Length")).isEqualTo(header(get, "Content-Length"));
    }

    @Test
    void aBodyThatComesByteByByteIsReadAsItComes() throws Exception {
        String body = list("8000", "\"milk\"");
        String head = "POST /api/v1/optimize HTTP/1.1\r\nHost: me\r\nContent-Type: application/json\r\n"
                + "Connection: close\r\nContent-Length: " + body.length() + "\r\n\r\n";
        try (Socket socket = new Socket("127.0.0.1", service.port())) {
            socket.setTcpNoDelay(true);
            for (byte b : (head + body).getBytes(StandardCharsets.US_ASCII)) {
                socket.getOutputStream().write(b);
            }
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 200").contains("\"total\":7.48");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "null",
                "{}",
                "{\"zip\":\"8000\",\"zip\":\"8000\",\"items\":[\"milk\"]}",
                "{\"zip\":\"8000\",\"items\":[\"milk\"],\"planted\":1}",
                "{\"zip\":8000,\"items\":[\"planted\"],\"maxStores\":0}",
                "{\"zip\":\"80000\",\"items\":[\"planted\"]}",
                "{\"zip\":\"80 0\",\"items\":[\"planted\"]}",
                "{\"zip\":\"8000\",\"items\":\"planted\"}",
                "{\"zip\":\"8000\",\"items\":[]}",
                "{\"zip\":\"8000\",\"items\":[1]}",
                "{\"zip\":\"8000\",\"items\":[\"planted\",\"Planted\"]}",
                "{\"zip\":\"8000\",\"items\":[\"p\"]}",
                "{\"zip\":\"8000\",\"items\":[\"planted\"],\"maxStores\":4}",
                "{\"zip\":\"8000\",\"items\":[\"planted\"],\"maxStores\":1.5}"
            })
    void whatMakesNoSenseIsRefusedClearly(String body) {
        HttpResponse<String> answer = service.post(OPTIMIZE, body);
        assertProblem(answer, 400);
        assertThat(said(answer, "/detail")).hasSizeGreaterThan(20).doesNotContain("planted", "Exception", "jackson");
    }

    @Test
    void anotherMediaTypeIsRefused() {
        assertProblem(service.send("POST", OPTIMIZE, list("8000", "\"milk\""), "Content-Type", "text/plain"), 415);
    }

    @ParameterizedTest
    @CsvSource({"GET, /api/v1/optimize, POST", "DELETE, /api/v1/meals, POST", "POST, /api/v1/offers, 'GET, HEAD'"})
    void anotherMethodIsRefusedAndTheRightOneNamed(String method, String path, String allowed) {
        HttpResponse<String> answer = service.send(method, path, "");
        assertProblem(answer, 405);
        assertThat(header(answer, "Allow")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/offers, 400",
        "/api/v1/offers?zip=planted, 400",
        "/api/v1/offers?zip=8000&zip=8001, 400",
        "/api/v1/nothing, 404",
        "/problems, 404",
        "/, 404"
    })
    void anUnknownPostcodeOrPathIsTold(String path, int status) {
        HttpResponse<String> answer = service.get(path);
        assertProblem(answer, status);
        assertThat(answer.body()).doesNotContain("planted");
    }

    private static void assertProblem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(header(answer, "Content-Type")).startsWith("application/problem+json");
        assertThat(said(answer, "/status")).isEqualTo(Integer.toString(status));
    }
}
