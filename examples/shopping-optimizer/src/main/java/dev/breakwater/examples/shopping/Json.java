/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import dev.breakwater.upstream.AnswerCodec;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON in and out. */
public final class Json {
    // The second of two equal names would win, and which one a proxy looked at nobody knows.
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Nothing is made of half an answer.
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private Json() {}

    /**
     * One JSON value.
     *
     * @throws JacksonException if it is not that; its message quotes what was read
     */
    public static JsonNode read(byte[] text) {
        return MAPPER.readTree(text);
    }

    /** A value as JSON. */
    public static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** How answers of this type are written for other instances, and read. */
    static <T> AnswerCodec<T> codec(String name, Class<T> type) {
        return AnswerCodec.text(name, Json::text, text -> MAPPER.readValue(text, type));
    }
}
