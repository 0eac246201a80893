/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.requestlog.EventSink;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.slf4j.event.Level;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Keeps the lines of a request log, and reads each strictly when it is asked for. */
final class CapturedEvents implements EventSink {
    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void write(Level level, String line) {
        lines.add(line);
    }

    /** Waits for so many events; more are a failure. */
    List<Map<String, Object>> await(int count) {
        soon().until(() -> lines.size() >= count);
        assertThat(lines).hasSize(count);
        return lines.stream().map(CapturedEvents::read).toList();
    }

    /** Waits for the event of the request that was answered with this id. */
    Map<String, Object> of(String requestId) {
        return soon().until(
                        () -> lines.stream()
                                .map(CapturedEvents::read)
                                .filter(event -> requestId.equals(event.get("http.request.id")))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static ConditionFactory soon() {
        return Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2));
    }

    /** One line of printable ASCII that holds one flat JSON object, no name twice. */
    private static Map<String, Object> read(String line) {
        assertThat(line).matches("[ -~]+");
        Map<String, Object> fields = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                Object value = parser.nextToken() == JsonToken.VALUE_NUMBER_INT
                        ? (Object) parser.getLongValue()
                        : parser.getString();
                assertThat(fields.put(name, value)).as(name).isNull();
            }
            assertThat(parser.currentToken()).isEqualTo(JsonToken.END_OBJECT);
            assertThat(parser.nextToken()).isNull();
        }
        return fields;
    }
}
