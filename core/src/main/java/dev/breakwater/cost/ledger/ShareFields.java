/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The members of one of a line's budgets. */
final class ShareFields {
    private @Nullable String budget;
    private @Nullable String key;
    private long window;
    private long amount;
    private long limit;

    private ShareFields() {}

    static Share read(JsonParser parser) {
        ShareFields fields = new ShareFields();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            fields.take(name, parser, parser.nextToken());
        }
        Slot slot = new Slot(LineFields.required(fields.budget), LineFields.required(fields.key), fields.window);
        return new Share(slot, LineFields.notNegative(fields.amount), fields.limit);
    }

    private void take(String name, JsonParser parser, JsonToken value) {
        switch (name) {
            case "budget" -> budget = parser.getString();
            case "key" -> key = parser.getString();
            case "window" -> window = parser.getLongValue();
            case "amount" -> amount = parser.getLongValue();
            case "limit" -> limit = parser.getLongValue();
            default -> skip(parser, value);
        }
    }

    private static void skip(JsonParser parser, JsonToken value) {
        if (value.isStructStart()) {
            parser.skipChildren();
        }
    }
}
