/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import dev.breakwater.cost.ledger.LedgerRow.Event;
import dev.breakwater.cost.ledger.LedgerRow.Source;
import dev.breakwater.cost.usage.TokenUsage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The members of one line while it is read. For one thread. */
final class LineFields {
    private static final Words<Event> EVENTS = new Words<>(Event.values());
    private static final Words<Source> SOURCES = new Words<>(Source.values());

    private final List<Share> shares = new ArrayList<>(2);
    private final SpendFields spend = new SpendFields();
    private @Nullable String event;
    private @Nullable String id;
    private @Nullable String call;
    private long attempt = 1;
    private @Nullable Instant at;
    private @Nullable Instant begun;
    private @Nullable String provider;
    private @Nullable String model;
    private @Nullable TokenUsage usage;
    private @Nullable String prices;
    private long reserved;
    private @Nullable Source source;
    private @Nullable Instant expires;
    private @Nullable String route;
    private @Nullable String request;
    private @Nullable String budget;
    private @Nullable String key;
    private @Nullable String day;
    private long window;
    private long amount;
    private long limit;
    private long version;

    void read(JsonParser parser) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_STRING) {
                text(name, parser.getString());
            } else if (value == JsonToken.VALUE_NUMBER_INT) {
                number(name, parser.getLongValue());
            } else {
                nested(name, parser, value);
            }
        }
    }

    private void text(String name, String value) {
        switch (name) {
            case "event" -> event = value;
            case "id" -> id = value;
            case "call" -> call = value;
            case "at" -> at = Instants.parse(value);
            case "begun" -> begun = Instants.parse(value);
            case "provider" -> provider = value;
            case "model" -> model = value;
            case "prices" -> prices = value;
            case "source" -> source = SOURCES.get(value);
            case "expires" -> expires = Instants.parse(value);
            case "route" -> route = value;
            case "request" -> request = value;
            case "budget" -> budget = value;
            case "key" -> key = value;
            case "day" -> day = value;
            default -> {}
        }
    }

    private void number(String name, long value) {
        switch (name) {
            case "attempt" -> attempt = value;
            case "reserved" -> reserved = value;
            case "window" -> window = value;
            case "amount" -> amount = value;
            case "limit" -> limit = value;
            case "version" -> version = value;
            default -> spend.put(name, value);
        }
    }

    private void nested(String name, JsonParser parser, JsonToken value) {
        if (name.equals("usage") && value == JsonToken.START_OBJECT) {
            usage = UsageFields.read(parser);
        } else if (name.equals("budgets") && value == JsonToken.START_ARRAY) {
            shares(parser);
        } else {
            parser.skipChildren();
        }
    }

    private void shares(JsonParser parser) {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            shares.add(ShareFields.read(parser));
        }
    }

    Line line() {
        String what = required(event);
        return switch (what) {
            case "ledger" -> new Line.Head(version);
            case "carried" -> new Line.Carried(new Slot(required(budget), required(key), window), amount, limit);
            case "day" -> day();
            case "hour" -> new Line.OfHour(required(at), spend.build());
            default -> new Line.Happened(entry(EVENTS.get(what)));
        };
    }

    private Line day() {
        LocalDate date = LocalDate.parse(required(day));
        if (budget != null) {
            return new Line.HolderOfDay(date, new SpendBook.Holder(budget, required(key)), spend.build());
        }
        return new Line.KindOfDay(date, new SpendBook.Kind(required(provider), required(model), route), spend.build());
    }

    private Entry entry(Event what) {
        LedgerRow row = new LedgerRow(
                what,
                required(id),
                call,
                Math.toIntExact(attempt),
                required(at),
                required(begun),
                required(provider),
                required(model),
                usage,
                prices,
                notNegative(reserved),
                notNegative(spend.nanoUsd()),
                source,
                List.of(),
                expires,
                route,
                request);
        return new Entry(row, shares);
    }

    static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new BrokenLineException("a member is missing");
        }
        return value;
    }

    static long notNegative(long amount) {
        if (amount < 0) {
            throw new BrokenLineException("a negative amount");
        }
        return amount;
    }
}
