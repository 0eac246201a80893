/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import dev.breakwater.cost.usage.Modality;
import dev.breakwater.cost.usage.TokenClass;
import dev.breakwater.cost.usage.TokenUsage;
import dev.breakwater.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines of a ledger's file. What {@link JsonWriter} writes has no line breaks but ours and is ASCII, so that a line
 * is a line whatever a client named itself.
 */
final class LineWriter {
    static final int VERSION = 1;

    private static final TokenClass[] CLASSES = TokenClass.values();

    private LineWriter() {}

    static byte[] bytes(Line line) {
        StringBuilder text = new StringBuilder(512);
        JsonWriter json = JsonWriter.object(text);
        if (line instanceof Line.Happened happened) {
            row(json, happened.entry());
        } else {
            sum(json, line);
        }
        json.endInBuffer();
        return text.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void row(JsonWriter json, Entry entry) {
        LedgerRow row = entry.row();
        json.put("event", lower(row.event())).put("id", Bounded.text(row.id()));
        put(json, "call", row.callId());
        json.put("attempt", row.attempt())
                .put("at", row.at().toString())
                .put("begun", row.begun().toString())
                .put("provider", Bounded.text(row.provider()))
                .put("model", Bounded.text(row.requestModel()));
        if (row.usage() != null) {
            usage(json.open("usage"), row.usage());
            json.close();
        }
        put(json, "prices", row.prices());
        json.put("reserved", row.reservedNanoUsd()).put("nanoUsd", row.nanoUsd());
        if (row.source() != null) {
            json.put("source", lower(row.source()));
        }
        shares(json, entry);
        put(json, "expires", row.expiresAt());
        put(json, "route", row.route());
        put(json, "request", row.requestId());
    }

    private static void usage(JsonWriter json, TokenUsage usage) {
        json.put("quality", lower(usage.quality()));
        counts(json, usage);
        put(json, "searches", usage.webSearches());
        put(json, "tools", usage.toolCalls());
        put(json, "tier", usage.serviceTier());
        put(json, "speed", usage.speed());
        put(json, "region", usage.region());
        put(json, "model", usage.responseModel());
        put(json, "answer", usage.responseId());
        if (usage.reportedNanoUsd() != TokenUsage.NOT_REPORTED) {
            json.put("reported", usage.reportedNanoUsd());
        }
        if (!usage.modalities().isEmpty()) {
            json.put(
                    "modalities",
                    usage.modalities().stream().sorted().map(LineWriter::name).toList());
        }
    }

    private static void counts(JsonWriter json, TokenUsage usage) {
        for (TokenClass tokenClass : CLASSES) {
            put(json, TokenNames.ofText(tokenClass), usage.tokens(tokenClass, Modality.TEXT));
        }
        if (!usage.isTextOnly()) {
            TokenNames.OTHERS.forEach(name -> put(json, name.text(), usage.tokens(name.tokenClass(), name.modality())));
        }
    }

    private static String name(Modality modality) {
        return lower(modality);
    }

    private static void shares(JsonWriter json, Entry entry) {
        List<Share> shares = entry.shares();
        if (shares.isEmpty()) {
            return;
        }
        json.openArray("budgets");
        for (Share share : shares) {
            slot(json.openElement(), share.slot());
            json.put("amount", share.amount()).put("limit", share.limit());
            if (entry.isKept()) {
                // For whoever reads the row: it follows from the others.
                json.put("counted", entry.spent(share));
            }
            json.close();
        }
        json.closeArray();
    }

    private static void slot(JsonWriter json, Slot slot) {
        json.put("budget", slot.budget()).put("key", slot.key()).put("window", slot.window());
    }

    private static void sum(JsonWriter json, Line line) {
        if (line instanceof Line.Head head) {
            json.put("event", "ledger").put("version", head.version());
        } else if (line instanceof Line.Carried carried) {
            slot(json.put("event", "carried"), carried.slot());
            json.put("amount", carried.amount()).put("limit", carried.limit());
        } else if (line instanceof Line.KindOfDay day) {
            json.put("event", "day").put("day", day.day().toString());
            json.put("provider", day.kind().provider()).put("model", day.kind().model());
            put(json, "route", day.kind().route());
            spend(json, day.spend());
        } else if (line instanceof Line.HolderOfDay day) {
            json.put("event", "day").put("day", day.day().toString());
            json.put("budget", day.holder().budget()).put("key", day.holder().key());
            spend(json, day.spend());
        } else if (line instanceof Line.OfHour hour) {
            spend(json.put("event", "hour").put("at", hour.hour().toString()), hour.spend());
        }
    }

    private static void spend(JsonWriter json, Spend spend) {
        put(json, "calls", spend.calls());
        put(json, "in", spend.inputTokens());
        put(json, "cached", spend.cachedTokens());
        put(json, "out", spend.outputTokens());
        put(json, "nanoUsd", spend.nanoUsd());
        put(json, "assumed", spend.assumedNanoUsd());
        put(json, "unpriced", spend.unpriced());
        put(json, "estimated", spend.estimated());
        put(json, "orphans", spend.orphans());
    }

    private static void put(JsonWriter json, String name, long count) {
        if (count != 0) {
            json.put(name, count);
        }
    }

    private static void put(JsonWriter json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, Bounded.text(value));
        }
    }

    private static void put(JsonWriter json, String name, @Nullable Instant value) {
        if (value != null) {
            json.put(name, value.toString());
        }
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
