/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cost.usage.JsonScanner.End;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** The scanner takes for JSON what an established parser takes for JSON. */
class JsonScannerTest {
    private static final JsonFactory REFERENCE = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonPlaces.MAX_DEPTH)
                    .build())
            .build();

    @Provide
    Arbitrary<String> almostJson() {
        List<String> pieces = List.of(
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\"a\"",
                "\"usage\"",
                "\"\"",
                "\"\\n\\u00e9\\\\\"",
                "\"\\q\"",
                "\"\u00e9\"",
                "0",
                "-1",
                "12",
                "1.5",
                "1e5",
                "-0.5E+3",
                "01",
                "1.",
                ".5",
                "-",
                "1e",
                "true",
                "false",
                "null",
                "tru",
                "nulll",
                " ",
                "\n",
                "{\"a\":",
                "{\"a\":1}",
                "[1,2]",
                "{\"b\":[{}]}",
                "x",
                "\"open");
        return Arbitraries.of(pieces).list().ofMaxSize(12).map(list -> String.join("", list));
    }

    @Provide
    Arbitrary<String> json() {
        Arbitrary<String> scalar = Arbitraries.of(
                "0",
                "-1",
                "12.5e-3",
                "true",
                "false",
                "null",
                "\"\"",
                "\"text \\\" \\ud83d\\ude00 \u00e9\"",
                "99999999999999999999");
        return Arbitraries.recursive(
                () -> scalar,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(3).map(list -> "[" + String.join(" ,", list) + "]"),
                        inner.list().ofMaxSize(3).map(JsonScannerTest::object)),
                0,
                5);
    }

    private static String object(List<String> values) {
        StringBuilder object = new StringBuilder("{");
        for (int i = 0; i < values.size(); i++) {
            object.append(i == 0 ? "" : ",")
                    .append("\"k")
                    .append(i)
                    .append("\" :\n")
                    .append(values.get(i));
        }
        return object.append('}').toString();
    }

    private static End scan(byte[] body, int portion) {
        JsonScanner<AnthropicCounts> scanner =
                new JsonScanner<>(AnthropicCounts.FORMAT.document(), new AnthropicCounts());
        for (int from = 0; from < body.length; from += portion) {
            scanner.read(body, from, Math.min(body.length, from + portion));
        }
        return scanner.end();
    }

    private static boolean isJson(byte[] body) {
        try (JsonParser json = REFERENCE.createParser(ObjectReadContext.empty(), body)) {
            if (json.nextToken() == null) {
                return false;
            }
            json.skipChildren();
            return json.nextToken() == null && json.currentToken() == null;
        } catch (JacksonException notJson) {
            return false;
        }
    }

    @Property
    void takesJsonForJson(@ForAll("json") String text) {
        byte[] body = text.getBytes(UTF_8);
        assertThat(isJson(body)).isTrue();
        assertThat(scan(body, body.length)).isEqualTo(End.WHOLE);
        assertThat(scan(body, 1)).isEqualTo(End.WHOLE);
    }

    @Property(tries = 5000)
    void takesNothingElseForJson(@ForAll("almostJson") String text) {
        byte[] body = text.getBytes(UTF_8);
        assertThat(scan(body, Math.max(1, body.length)) == End.WHOLE).as(text).isEqualTo(isJson(body));
        assertThat(scan(body, 1)).as(text).isEqualTo(scan(body, Math.max(1, body.length)));
    }
}
