/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import java.time.DateTimeException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads lines of a ledger's file. Members it does not know are skipped: a later version may add some. Immutable. */
final class LineReader {
    private static final int DEEPEST = 8;

    private final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(32)
                    .build())
            .build();

    /**
     * The line.
     *
     * @throws BrokenLineException if it is none
     */
    Line read(byte[] bytes, int from, int length) {
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), bytes, from, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BrokenLineException("no JSON object");
            }
            LineFields fields = new LineFields();
            fields.read(parser);
            if (parser.nextToken() != null) {
                throw new BrokenLineException("more than one JSON object");
            }
            return fields.line();
        } catch (JacksonException malformed) {
            throw new BrokenLineException("no JSON");
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException impossible) {
            throw new BrokenLineException("a value that cannot be");
        }
    }
}
