/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.exchange.ProblemDetail;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

@Tag("minimal")
class JsonWriterTest {

    @Test
    void writesWhatItIsGiven() {
        String json = JsonWriter.object()
                .put("text", "a\"b\\c")
                .put("number", -5L)
                .put("flag", true)
                .put("list", List.of("x", "y"))
                .open("inner")
                .put("n", 1)
                .close()
                .openArray("items")
                .openElement()
                .put("n", 2)
                .close()
                .closeArray()
                .end();
        assertThat(json)
                .isEqualTo("{\"text\":\"a\\\"b\\\\c\",\"number\":-5,\"flag\":true,\"list\":[\"x\",\"y\"],"
                        + "\"inner\":{\"n\":1},\"items\":[{\"n\":2}]}");
    }

    @Property
    void aNameThatIsReadyIsWrittenLikeAnyOther(@ForAll String name, @ForAll String text) {
        JsonName ready = JsonName.of(name);
        assertThat(JsonWriter.object().put(ready, text).put(ready, 7).end())
                .isEqualTo(JsonWriter.object().put(name, text).put(name, 7).end());
    }

    @Property
    void aTextThatIsPutTogetherIsTheSameAsTheWhole(@ForAll String one, @ForAll long number, @ForAll String other) {
        String whole = one + number + other;
        JsonName name = JsonName.of("k");
        assertThat(JsonWriter.object()
                        .openText(name)
                        .part(one)
                        .part(number)
                        .part(other)
                        .closeText()
                        .put(name, new StringBuilder(whole))
                        .end())
                .isEqualTo(JsonWriter.object().put("k", whole).put("k", whole).end());
    }

    @Property
    void anyTextIsPrintableAsciiOnOneLineAndComesBack(@ForAll String text) {
        String json = JsonWriter.object().put("k", text).end();
        assertThat(json).matches("[ -~]*");
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            parser.nextToken();
            assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_STRING);
            assertThat(parser.getString()).isEqualTo(text);
        }
    }

    @Test
    void controlsAndMarksAreEscaped() {
        assertThat(JsonWriter.object()
                        .put("k", "\u001b\u007f\u0085\u2028\u202e\ud800")
                        .end())
                .isEqualToIgnoringCase("{\"k\":\"\\u001b\\u007f\\u0085\\u2028\\u202e\\ud800\"}");
    }

    @Test
    void aProblemIsAnRfc9457Object() {
        assertThat(ProblemDetail.of("about:blank", "Bad Request", 400, "Send JSON.")
                        .with("violated-policies", List.of("default"))
                        .toJson())
                .isEqualTo(
                        "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\"Send JSON.\","
                                + "\"violated-policies\":[\"default\"]}");
    }
}
