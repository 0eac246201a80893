/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.redact.Redactions.Kind;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyRedactionTest {
    private static final int CAP = 8192;

    private final Redactions redactions = new Redactions();
    private final Redactor redactor = Redactor.standard().counting(redactions);

    private String body(String type, String body) {
        return body(type, body, false).text();
    }

    private RedactedBody body(String type, String body, boolean cut) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return redactor.body(type, null, bytes, bytes.length, cut, CAP);
    }

    private String json(String body) {
        return body("application/json", body);
    }

    @Nested
    class Json {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{\"password\":\"x\",\"n\":1} | {\"password\":\"REDACTED\",\"n\":1}",
                    "{ \"a\" : { \"b\" : [ { \"apiKey\" : \"x\" } ] } } | { \"a\" : { \"b\" : [ { \"apiKey\" : \"REDACTED\" } ] } }",
                    "{\"pass\\u0077ord\":\"x\"} | {\"pass\\u0077ord\":\"REDACTED\"}",
                    "{\"credentials\":{\"user\":\"u\",\"x\":[1]},\"n\":1} | {\"credentials\":\"REDACTED\",\"n\":1}",
                    "{\"passwords\":[\"x\",\"y\"]} | {\"passwords\":\"REDACTED\"}",
                    "{\"pin\":1234,\"cvv\":123,\"n\":-1.5e3} | {\"pin\":\"REDACTED\",\"cvv\":\"REDACTED\",\"n\":-1.5e3}",
                    "{\"authenticated\":true,\"token\":null,\"session\":false} | {\"authenticated\":true,\"token\":null,\"session\":false}",
                    "{\"code\":\"US\",\"state\":\"0123456789abcdef\"} | {\"code\":\"US\",\"state\":\"REDACTED\"}",
                    "{\"state\":[[\"0123456789abcdef\",\"CA\"]]} | {\"state\":[[\"REDACTED\",\"CA\"]]}",
                    "{\"usage\":{\"prompt_tokens\":12,\"totalTokens\":3}} | {\"usage\":{\"prompt_tokens\":12,\"totalTokens\":3}}",
                    "{\"headers\":[{\"name\":\"X-Api-Key\",\"value\":\"x\"},{\"name\":\"Host\",\"value\":\"h\"}]} | {\"headers\":[{\"name\":\"X-Api-Key\",\"value\":\"REDACTED\"},{\"name\":\"Host\",\"value\":\"h\"}]}",
                    "{\"m\":\"see https://u:p@h/?token=x now\"} | {\"m\":\"see https://REDACTED@h/?token=REDACTED now\"}",
                    "{\"m\":\"{\\\"password\\\":\\\"x\\\"}\"} | {\"m\":\"REDACTED\"}",
                    "{\"next\":\"https%3A%2F%2Fh%2F%3Ftoken%3Dx\"} | {\"next\":\"REDACTED\"}",
                    "{\"card\":4111111111111111} | {\"card\":\"REDACTED\"}",
                    "{\"card\":\"4111 1111 1111 1111\"} | {\"card\":\"REDACTED1111\"}",
                    "{\"sk_live_0123456789abcdef\":1} | {\"REDACTED\":1}",
                    "\"Bearer abcdef012345\" | \"Bearer REDACTED\"",
                    "[] | []",
                    "{\"password\":\"\"} | {\"password\":\"\"}",
                })
        void losesItsSecretsAndKeepsItsForm(String body, String expected) {
            assertThat(json(body)).isEqualTo(expected);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"a\":1",
                    "{\"a\":1}{\"b\":2}",
                    "{'a':1}",
                    "{\"a\":01}",
                    "{\"a\":+1}",
                    "{\"a\":1,}",
                    "[1,]",
                    "[1 2]",
                    "{\"a\" 1}",
                    "{\"a\":\"\u0001\"}",
                    "{\"a\":\"\\x\"}",
                    "{\"a\":\"\\u12g4\"}",
                    "{\"a\":nul}",
                    "{\"a\":nulL}",
                    "[}",
                    "]",
                    "password=x",
                    "\0\0\0",
                    "{\"a\":.5}",
                    "{\"a\":1.}",
                    "{\"a\":1e}",
                })
        void isReplacedAsAWholeIfItIsNone(String body) {
            assertThat(json(body)).matches("REDACTED \\(no JSON, " + body.length() + " bytes, [0-9a-f]{8}\\)");
        }

        @Test
        void isReplacedIfItIsNestedTooDeep() {
            assertThat(json("[".repeat(64) + "]".repeat(64))).startsWith("[[");
            assertThat(json("[".repeat(65) + "]".repeat(65))).startsWith("REDACTED (no JSON");
            assertThat(json("{\"a\":".repeat(64) + "{\"password\":\"x\"}" + "}".repeat(64)))
                    .startsWith("REDACTED (no JSON");
            assertThat(json("{\"a\":".repeat(63) + "{\"password\":\"x\"}" + "}".repeat(63)))
                    .contains("\"password\":\"REDACTED\"");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{\"a\":\"secr | {\"a\":\"REDACTED\"}",
                    "{\"a\":\"secr\\ | {\"a\":\"REDACTED\"}",
                    "{\"a\":\"secr\\u00 | {\"a\":\"REDACTED\"}",
                    "{\"a\":1,\"b\":12 | {\"a\":1,\"b\":\"REDACTED\"}",
                    "{\"a\":1,\"b\":tr | {\"a\":1,\"b\":\"REDACTED\"}",
                    "{\"a\":1,\"b\": | {\"a\":1}",
                    "{\"a\":1,\"pass | {\"a\":1}",
                    "{\"a\":1, | {\"a\":1}",
                    "{\"a\":[1,{\"b\":\"x\" | {\"a\":[1,{\"b\":\"x\"}]}",
                    "{\"a\":[\"x | {\"a\":[\"REDACTED\"]}",
                    "[\"x | [\"REDACTED\"]",
                    "{\"secrets\":[{\"b\":\"x\" | {\"secrets\":\"REDACTED\"}",
                    "{\"n\":[{\"secrets\":[1,2 | {\"n\":[{\"secrets\":\"REDACTED\"}]}",
                    "{\"password\":\"x\",\"b\":\"y | {\"password\":\"REDACTED\",\"b\":\"REDACTED\"}",
                    "{ | {}",
                    "\"x | \"REDACTED\"",
                })
        void isClosedIfItWasCut(String body, String expected) {
            RedactedBody redacted = body("application/json", body, true);

            assertThat(redacted).isEqualTo(new RedactedBody(expected, true));
        }

        @Test
        void isCutAtTheCap() {
            byte[] bytes = ("{\"a\":\"" + "x".repeat(100) + "\",\"password\":\"y\"}").getBytes(StandardCharsets.UTF_8);

            assertThat(redactor.json(bytes, bytes.length, false, 20))
                    .isEqualTo(new RedactedBody("{\"a\":\"xxxxxxxxxxxxxx", true));
        }

        @Test
        void isReplacedAlikeIfItIsAlike() {
            assertThat(json("{")).isEqualTo(json("{")).isNotEqualTo(json("["));
        }

        @Test
        void isCounted() {
            json("{\"password\":\"x\",\"credentials\":{\"a\":1},\"pin\":1}");

            assertThat(redactions.count(Kind.JSON)).isEqualTo(3);
            assertThat(redactions.count(Kind.VALUE)).isZero();
        }
    }

    @Nested
    class LinesAndEvents {
        @Test
        void areJudgedLineByLine() {
            assertThat(body("application/x-ndjson", "{\"a\":1}\n\n{\"token\":\"x\"}\nno\n{\"b\":2}\n"))
                    .matches("(?s)\\{\"a\":1}\n\n\\{\"token\":\"REDACTED\"}\nREDACTED \\(no JSON, 2 bytes, .{8}\\)\n"
                            + "\\{\"b\":2}\n");
            assertThat(body("application/x-ndjson", "{\"a\":1}\n{\"b\":\"x", true))
                    .isEqualTo(new RedactedBody("{\"a\":1}\n{\"b\":\"REDACTED\"}", true));
        }

        @Test
        void areJudgedEventByEvent() {
            assertThat(
                            body(
                                    "text/event-stream; charset=utf-8",
                                    ": hi\nevent: x\nid: 7\ndata: {\"token\":\ndata: \"x\"}\n\ndata: [DONE]\n\ndata: a password=x\r\n\r\n"))
                    .isEqualTo(": hi\nevent: x\nid: 7\ndata: {\"token\":\ndata: \"REDACTED\"}\n\ndata: [DONE]\n\n"
                            + "data: a password=REDACTED\n\n");
            assertThat(body("text/event-stream", "data: {\"a\":1}\n\ndata: {\"b\":\"x", true))
                    .isEqualTo(new RedactedBody("data: {\"a\":1}\n\ndata: {\"b\":\"REDACTED\"}\n", true));
            assertThat(body("text/event-stream", "data: abc", true))
                    .isEqualTo(new RedactedBody("data: REDACTED\n", true));
            assertThat(body("text/event-stream", "id: abc", true)).isEqualTo(new RedactedBody("REDACTED", true));
        }
    }

    @Nested
    class AForm {
        private static final String TYPE = "application/x-www-form-urlencoded";

        @Test
        void losesItsSecrets() {
            assertThat(body(TYPE, "user=kim&pass%77ord=x+y&a=%41")).isEqualTo("user=kim&pass%77ord=REDACTED&a=%41");
            assertThat(redactions.count(Kind.FORM)).isOne();
        }

        @Test
        void losesWhatWasCut() {
            assertThat(body(TYPE, "a=1&b=2", true)).isEqualTo(new RedactedBody("a=1&b=REDACTED", true));
            assertThat(body(TYPE, "a=1&b", true)).isEqualTo(new RedactedBody("a=1&REDACTED", true));
        }

        @ParameterizedTest
        @ValueSource(strings = {"foo", "utf-16", "utf-7", "ibm037", "", "iso-2022-jp"})
        void isReplacedIfItsCharsetCannotBeJudged(String charset) {
            assertThat(body(TYPE + "; charset=" + charset, "a=1")).startsWith("REDACTED (" + TYPE + ", 3 bytes, ");
        }

        @Test
        void mayBeInACharsetThatSaysItsByteOrder() {
            byte[] bytes = "a=1&token=x".getBytes(StandardCharsets.UTF_16);

            assertThat(redactor.form(bytes, bytes.length, StandardCharsets.UTF_16, false, CAP)
                            .text())
                    .isEqualTo("a=1&token=REDACTED");
            assertThat(redactor.form(bytes, bytes.length, Charset.forName("IBM1047"), false, CAP)
                            .text())
                    .startsWith("REDACTED (IBM1047");
        }
    }

    @Nested
    class OtherBodies {
        @Test
        void ofManyPartsGiveTheirNames() {
            String body = "--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nsecret\r\n--b\r\n"
                    + "Content-Type: image/png\r\nContent-Disposition: form-data; filename=\"f\"; name=\"photo\"\r\n\r\nPNG\r\n"
                    + "--b--\r\n";

            assertThat(body("multipart/form-data; boundary=b", body)).isEqualTo("title, photo");
            assertThat(body("multipart/form-data; boundary=\"b\"", body)).isEqualTo("title, photo");
            assertThat(body("multipart/form-data", body)).startsWith("REDACTED (multipart/form-data, ");
        }

        @ParameterizedTest
        @ValueSource(strings = {"text/plain", "application/xml", "application/graphql", "image/png", "nonsense"})
        void giveTheirTypeAndLength(String type) {
            assertThat(body(type, "secret")).matches("REDACTED \\(" + type + ", 6 bytes, [0-9a-f]{8}\\)");
        }

        @Test
        void areNotDecoded() {
            byte[] bytes = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

            assertThat(redactor.body("application/json", "gzip", bytes, 7, false, CAP)
                            .text())
                    .startsWith("REDACTED (gzip, 7 bytes");
            assertThat(redactor.body("application/json", "identity", bytes, 7, false, CAP)
                            .text())
                    .isEqualTo("{\"a\":1}");
            assertThat(redactor.body(null, null, bytes, 7, false, CAP).text()).startsWith("REDACTED (no type");
        }

        @Test
        void mayBeEmpty() {
            assertThat(redactor.body("application/json", null, new byte[0], 5, false, CAP))
                    .isEqualTo(new RedactedBody("", false));
        }
    }

    @Test
    void neverFailsAndNeverExceedsTheCap() {
        Random random = new Random(7);
        String alphabet =
                "{}[]\":,\\u0041 %=&;-_\n\r\0data:password-----BEGIN PRIVATE KEYAKIA4111\u00e9\ud83d\ude00--b";
        for (String type : new String[] {
            "application/json",
            "application/jsonl",
            "text/event-stream",
            "multipart/x; boundary=b",
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/json; charset=utf-16",
            "; ;=\"",
            "a/b; charset=\"",
        }) {
            for (int i = 0; i < 3000; i++) {
                StringBuilder text = new StringBuilder();
                for (int k = random.nextInt(60); k > 0; k--) {
                    text.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                assertThat(body(type, text.toString(), i % 2 == 0).text()).hasSizeLessThanOrEqualTo(CAP);
                byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
                assertThat(redactor.body(type, null, bytes, bytes.length, i % 2 == 0, 8)
                                .text())
                        .hasSizeLessThanOrEqualTo(8);
            }
        }
    }
}
