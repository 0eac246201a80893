/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Admission;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.BodyTap;
import dev.breakwater.exchange.Exchange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("minimal")
class BodiesTest {
    private static final String SENT = "http.request.body.content";
    private static final String ANSWERED = "http.response.body.content";

    private final EventFixture log = log(8_192);

    private static EventFixture log(int cap) {
        return new EventFixture(
                RequestLogPolicy.builder().bodies(LoggedBodies.BOTH).maxBodySize(cap));
    }

    private static Map<String, Object> event(EventFixture log, String type, String encoding, byte[]... parts) {
        Exchange exchange = TestExchange.get("/");
        Admission admission = log.admit(exchange);
        BodyTap tap = exchange.get(BodyTap.REQUEST);
        if (tap.begins(type, encoding)) {
            for (byte[] part : parts) {
                tap.take(part, 0, part.length);
            }
        }
        admission.complete(EventFixture.ok());
        assertThat(log.state.bodies.taken()).isZero();
        return log.sink.only();
    }

    @Test
    void areNotEvenTappedUnlessTheyAreWanted() {
        Exchange exchange = TestExchange.get("/");
        new EventFixture(RequestLogPolicy.builder()).admit(exchange);

        assertThat(exchange.get(BodyTap.REQUEST)).isNull();
        assertThat(exchange.get(BodyTap.RESPONSE)).isNull();
    }

    @Test
    void areNotTappedForLinesOfText() {
        Exchange exchange = TestExchange.get("/");
        new EventFixture(RequestLogPolicy.builder().format(LogFormat.TEXT).bodies(LoggedBodies.BOTH)).admit(exchange);

        assertThat(exchange.get(BodyTap.REQUEST)).isNull();
        assertThat(exchange.get(BodyTap.RESPONSE)).isNull();
    }

    @Test
    void areNotTappedWhereTheRequestIsNotLogged() {
        Exchange exchange = TestExchange.get("/livez");
        new EventFixture(RequestLogPolicy.builder().bodies(LoggedBodies.BOTH).excludePaths(List.of("/livez")))
                .admit(exchange);

        assertThat(exchange.get(BodyTap.REQUEST)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"REQUESTS, true, false", "RESPONSES, false, true", "BOTH, true, true"})
    void areThoseThatAreWanted(LoggedBodies which, boolean requests, boolean responses) {
        Exchange exchange = TestExchange.get("/");
        new EventFixture(RequestLogPolicy.builder().bodies(which)).admit(exchange);

        assertThat(exchange.get(BodyTap.REQUEST) != null).isEqualTo(requests);
        assertThat(exchange.get(BodyTap.RESPONSE) != null).isEqualTo(responses);
    }

    @Test
    void ofAResponseAreShownToo() {
        Exchange exchange = TestExchange.get("/");
        Admission admission = log.admit(exchange);
        BodyTap tap = exchange.get(BodyTap.RESPONSE);
        assertThat(tap.begins("application/json", null)).isTrue();
        byte[] thrownAway = "{\"draft\":1}".getBytes(UTF_8);
        tap.take(thrownAway, 0, thrownAway.length);
        tap.restart();
        assertThat(tap.begins("application/json", null)).isTrue();
        byte[] body = "..{\"a\":1}..".getBytes(UTF_8);
        tap.take(body, 2, body.length - 4);
        admission.complete(EventFixture.ok());

        assertThat(log.sink.only()).containsEntry(ANSWERED, "{\"a\":1}").doesNotContainKey("breakwater.body.truncated");
    }

    @Nested
    class OfTypes {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "application/json",
                    "Application/JSON; charset=UTF-8",
                    "application/problem+json;charset=\"utf-8\"",
                })
        void thatAreJsonAreShown(String type) {
            assertThat(event(log, type, null, "{\"a\":\"b\"}".getBytes(UTF_8))).containsEntry(SENT, "{\"a\":\"b\"}");
        }

        @Test
        void thatAreFormsAreShown() {
            assertThat(event(log, "application/x-www-form-urlencoded", null, "a=1&password=x".getBytes(UTF_8)))
                    .containsEntry(SENT, "a=1&password=REDACTED");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "application/octet-stream",
                    "image/png",
                    "multipart/form-data; boundary=x",
                    "application/pdf",
                    "application/xml",
                    "text/plain",
                    "text/html",
                    "",
                })
        void thatAreNoTextAreNot(String type) {
            Object shown =
                    event(log, type, null, "planted-secret".getBytes(UTF_8)).get(SENT);

            assertThat(String.valueOf(shown)).doesNotContain("planted");
        }

        @Test
        void thatNobodyNamedAreNot() {
            assertThat(event(log, null, null, "planted".getBytes(UTF_8))).doesNotContainKey(SENT);
        }

        @ParameterizedTest
        @ValueSource(strings = {"gzip", "br", "x-unknown", "identity, gzip"})
        void thatAreEncodedAreNot(String encoding) {
            assertThat(event(log, "application/json", encoding, "{\"a\":1}".getBytes(UTF_8)))
                    .doesNotContainKey(SENT);
        }
    }

    @Nested
    class OfCharsets {
        @Test
        void thatCannotBeReadAreNotShown() {
            Object foo = event(log, "application/json; charset=foo", null, "{\"a\":\"planted\"}".getBytes(UTF_8))
                    .get(SENT);

            assertThat(String.valueOf(foo)).doesNotContain("planted");
        }

        @Test
        void otherThanTheNamedOneAreNotShown() {
            Object shown = event(log, "application/json", null, "{\"a\":\"planted\"}".getBytes(UTF_16))
                    .get(SENT);

            assertThat(String.valueOf(shown)).doesNotContain("planted");
        }

        @Test
        void ofFormsAreRead() {
            assertThat(event(
                            log,
                            "application/x-www-form-urlencoded; charset=ISO-8859-1",
                            null,
                            "a=\u00e9".getBytes(ISO_8859_1)))
                    .containsEntry(SENT, "a=\u00e9");
        }
    }

    @Nested
    class LongerThanTheCap {
        @Test
        void areCutOnACharacterAndSaySo() {
            EventFixture small = log(9);
            byte[] body = ("a=" + "\u00e9".repeat(400)).getBytes(UTF_8);
            Map<String, Object> event = event(small, "application/x-www-form-urlencoded", null, body);

            assertThat(event).containsEntry("breakwater.body.truncated", true);
            assertThat(event.get(SENT).toString())
                    .startsWith("a=")
                    .doesNotContain("\ufffd")
                    .hasSizeLessThanOrEqualTo(9);
        }

        @Test
        void doNotShowTheBeginningOfASecret() {
            String secret = "AIza" + "B1c2D3e4F5".repeat(4).substring(0, 35);
            for (int before = 0; before < 40; before++) {
                EventFixture small = log(64);
                String body = "a=" + "x".repeat(before + 22) + ' ' + secret;
                Object shown = event(small, "application/x-www-form-urlencoded", null, body.getBytes(UTF_8))
                        .get(SENT);

                assertThat(String.valueOf(shown)).doesNotContain("AIzaB1c2");
            }
        }

        @Test
        void takeNoMoreMemoryThanIsShown() {
            Exchange exchange = TestExchange.get("/");
            Admission admission = log.admit(exchange);
            BodyTap tap = exchange.get(BodyTap.REQUEST);
            assertThat(tap.begins("application/json", null)).isTrue();
            byte[] part = new byte[8_192];
            for (int i = 0; i < 1_000; i++) {
                tap.take(part, 0, part.length);
            }

            assertThat(log.state.bodies.taken()).isLessThan(9_000);
            admission.complete(EventFixture.ok());
            assertThat(log.state.bodies.taken()).isZero();
        }
    }

    @Test
    void beyondTheMemoryForAllAreNotKeptButCounted() {
        BodyMemory memory = new BodyMemory(2_000);
        BodyCapture first = new BodyCapture(8_192, memory);
        BodyCapture second = new BodyCapture(8_192, memory);
        byte[] part = "x".repeat(1_500).getBytes(UTF_8);
        for (BodyCapture capture : List.of(first, second)) {
            assertThat(capture.begins("application/json", null)).isTrue();
            capture.take(part, 0, part.length);
        }
        second.take(part, 0, part.length);

        assertThat(memory.refused()).isEqualTo(1);
        assertThat(memory.taken()).isEqualTo(1_500);
        first.close();
        second.close();
        first.close();
        assertThat(memory.taken()).isZero();
    }

    @Test
    void thatGoOnAfterTheEventAreLetGo() {
        Exchange exchange = TestExchange.get("/");
        Admission admission = log.admit(exchange);
        BodyTap tap = exchange.get(BodyTap.RESPONSE);
        assertThat(tap.begins("application/json", null)).isTrue();
        admission.complete(EventFixture.ok());
        tap.take(new byte[100], 0, 100);
        tap.restart();
        tap.begins("application/json", null);
        tap.take(new byte[100], 0, 100);

        assertThat(log.state.bodies.taken()).isZero();
    }

    @Test
    void giveTheirMemoryBackThoughTheEventIsLost() {
        Exchange exchange = TestExchange.get("/");
        EventFixture sampledOut = new EventFixture(
                RequestLogPolicy.builder().bodies(LoggedBodies.BOTH).sample(0));
        Admission admission = sampledOut.admit(exchange);
        BodyTap tap = exchange.get(BodyTap.REQUEST);
        assertThat(tap.begins("application/json", null)).isTrue();
        tap.take(new byte[100], 0, 100);
        assertThat(sampledOut.state.bodies.taken()).isPositive();
        admission.complete(EventFixture.ok());

        assertThat(sampledOut.state.bodies.taken()).isZero();
    }
}
