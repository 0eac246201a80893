/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.json;

import java.io.StringWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Writes one JSON value as one line of printable ASCII: line breaks, escape sequences, bidirectional marks, lone
 * surrogates and DEL never appear as themselves, so the text is safe in a log, whatever was put in. Not for use by
 * several threads.
 */
public final class JsonWriter {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .characterEscapes(new AsciiControls())
            .build();

    private final StringWriter text;
    private final JsonGenerator generator;

    private JsonWriter() {
        text = new StringWriter(256);
        generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text);
    }

    /** Begins an object. */
    public static JsonWriter object() {
        JsonWriter writer = new JsonWriter();
        writer.generator.writeStartObject();
        return writer;
    }

    /** Adds a member. */
    public JsonWriter put(String name, String value) {
        generator.writeStringProperty(name, value);
        return this;
    }

    /** Adds a member. */
    public JsonWriter put(String name, long value) {
        generator.writeNumberProperty(name, value);
        return this;
    }

    /** Adds a member. */
    public JsonWriter put(String name, boolean value) {
        generator.writeBooleanProperty(name, value);
        return this;
    }

    /** Adds a member that lists texts. */
    public JsonWriter put(String name, List<String> values) {
        generator.writeArrayPropertyStart(name);
        for (String value : values) {
            generator.writeString(value);
        }
        generator.writeEndArray();
        return this;
    }

    /** Begins an object that is a member; {@link #close()} ends it. */
    public JsonWriter open(String name) {
        generator.writeObjectPropertyStart(name);
        return this;
    }

    /** Begins an array of objects that is a member; {@link #openElement()} adds one, {@link #closeArray()} ends it. */
    public JsonWriter openArray(String name) {
        generator.writeArrayPropertyStart(name);
        return this;
    }

    /** Begins an object inside an array; {@link #close()} ends it. */
    public JsonWriter openElement() {
        generator.writeStartObject();
        return this;
    }

    /** Ends the innermost object. */
    public JsonWriter close() {
        generator.writeEndObject();
        return this;
    }

    /** Ends the innermost array. */
    public JsonWriter closeArray() {
        generator.writeEndArray();
        return this;
    }

    /** Ends the whole and gives its text. */
    public String end() {
        generator.writeEndObject();
        generator.close();
        return text.toString();
    }

    /** Jackson leaves DEL as it is; terminals do not. */
    private static final class AsciiControls extends CharacterEscapes {
        private static final long serialVersionUID = 1L;
        private static final int DEL = 0x7f;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes[DEL] = ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public SerializableString getEscapeSequence(int character) {
            throw new AssertionError("standard escapes only");
        }
    }
}
