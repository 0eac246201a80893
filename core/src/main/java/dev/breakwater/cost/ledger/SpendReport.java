/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import dev.breakwater.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What was spent, line by line. Immutable. What its texts say is what {@link Spend} has; amounts are given in nano-dollars,
 * which are exact whole numbers, and in dollars for people.
 */
public final class SpendReport {
    private static final long[] DAILY = {1_000, 10_000, 100_000, 1_000_000};
    private static final int DAYS = 30;

    private final SpendQuery query;
    private final String zone;
    private final List<Line> lines;
    private final Spend total;

    private SpendReport(SpendQuery query, String zone, List<Line> lines, Spend total) {
        this.query = query;
        this.zone = zone;
        this.lines = lines;
        this.total = total;
    }

    /**
     * One line.
     *
     * @param name of the day, provider, model, route or budget key
     * @param spend its sums
     */
    public record Line(String name, Spend spend) {}

    /**
     * What so many calls a day cost in a month of 30 days.
     *
     * @param callsPerDay how many
     * @param nanoUsd what they cost, at the measured cost of a call
     */
    public record Monthly(long callsPerDay, long nanoUsd) {}

    /** Folds the sums of a book. */
    public static SpendReport of(SpendBook book, SpendQuery query) {
        List<Line> lines = new ArrayList<>();
        for (Map.Entry<String, Spend> line :
                book.lines(query.by(), query::includes).entrySet()) {
            lines.add(new Line(line.getKey(), line.getValue()));
        }
        return new SpendReport(query, book.zone().toString(), List.copyOf(lines), book.total(query::includes));
    }

    /** The lines, in the order of their names. */
    public List<Line> lines() {
        return lines;
    }

    /** The sums of all calls, each counted once. */
    public Spend total() {
        return total;
    }

    /** What 1,000, 10,000, 100,000 and 1,000,000 calls a day cost in a month; empty while no cost is known. */
    public List<Monthly> monthly() {
        if (total.priced() <= 0) {
            return List.of();
        }
        List<Monthly> table = new ArrayList<>(DAILY.length);
        for (long daily : DAILY) {
            table.add(new Monthly(daily, total.nanoUsdFor(daily * DAYS)));
        }
        return table;
    }

    /** As one JSON object. */
    public String toJson() {
        return toJson(JsonWriter.object()).end();
    }

    /** Adds its members to an object of the caller. */
    public JsonWriter toJson(JsonWriter json) {
        json.put("by", query.by().text()).put("zone", zone);
        if (query.from() != null) {
            json.put("from", query.from().toString());
        }
        if (query.to() != null) {
            json.put("to", query.to().toString());
        }
        json.openArray("lines");
        for (Line line : lines) {
            json.openElement().put("name", line.name());
            members(json, line.spend());
            json.close();
        }
        json.closeArray().open("total");
        members(json, total);
        if (query.requests() > 0) {
            json.put("requests", query.requests())
                    .put("usdPer1000Requests", Usd.text(total.nanoUsdPer1000(query.requests())));
        }
        return monthly(json.close());
    }

    private static void members(JsonWriter json, Spend spend) {
        json.put("calls", spend.calls())
                .put("inputTokens", spend.inputTokens())
                .put("cachedTokens", spend.cachedTokens())
                .put("outputTokens", spend.outputTokens())
                .put("nanoUsd", spend.nanoUsd())
                .put("usd", Usd.text(spend.nanoUsd()))
                .put("assumedNanoUsd", spend.assumedNanoUsd())
                .put("unpriced", spend.unpriced())
                .put("estimated", spend.estimated())
                .put("orphans", spend.orphans())
                .put("usdPer1000Calls", Usd.text(spend.nanoUsdPer1000Calls()));
    }

    private JsonWriter monthly(JsonWriter json) {
        json.openArray("monthly");
        for (Monthly row : monthly()) {
            json.openElement()
                    .put("callsPerDay", row.callsPerDay())
                    .put("nanoUsd", row.nanoUsd())
                    .put("usd", Usd.text(row.nanoUsd()))
                    .close();
        }
        return json.closeArray();
    }

    /**
     * The lines as comma-separated values (RFC 4180) with a head and without the total, so that a spreadsheet can sum. Names
     * that a spreadsheet would run as a formula have an apostrophe before them.
     */
    public String toCsv() {
        Csv csv = new Csv();
        csv.plain(query.by().text())
                .plain("calls,input_tokens,cached_tokens,output_tokens,nano_usd,usd,assumed_nano_usd")
                .plain("unpriced,estimated,orphans,usd_per_1000_calls")
                .end();
        lines.forEach(line -> line(csv.cell(line.name()), line.spend()));
        return csv.toString();
    }

    private static void line(Csv csv, Spend spend) {
        csv.plain(spend.calls())
                .plain(spend.inputTokens())
                .plain(spend.cachedTokens())
                .plain(spend.outputTokens())
                .plain(spend.nanoUsd())
                .plain(Usd.text(spend.nanoUsd()))
                .plain(spend.assumedNanoUsd())
                .plain(spend.unpriced())
                .plain(spend.estimated())
                .plain(spend.orphans())
                .plain(Usd.text(spend.nanoUsdPer1000Calls()))
                .end();
    }

    /** For a terminal. */
    public String toText() {
        StringBuilder text = new StringBuilder(256);
        lines.forEach(line -> line(text, SafeText.of(line.name()), line.spend()));
        line(text, "total", total);
        text.append('\n');
        for (Monthly row : monthly()) {
            text.append(row.callsPerDay())
                    .append(" calls a day: ")
                    .append(Usd.text(row.nanoUsd()))
                    .append(" USD in 30 days\n");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, Spend spend) {
        text.append(name)
                .append(": ")
                .append(Usd.text(spend.nanoUsd()))
                .append(" USD, ")
                .append(spend.calls())
                .append(" calls, ")
                .append(spend.inputTokens())
                .append(" tokens in (")
                .append(spend.cachedTokens())
                .append(" cached), ")
                .append(spend.outputTokens())
                .append(" out");
        notes(text, spend);
        text.append('\n');
    }

    private static void notes(StringBuilder text, Spend spend) {
        note(text, spend.estimated(), " estimated");
        note(text, spend.unpriced(), " of unknown cost");
        note(text, spend.orphans(), " orphaned");
        if (spend.assumedNanoUsd() != 0) {
            text.append(", and ").append(Usd.text(spend.assumedNanoUsd())).append(" USD assumed");
        }
    }

    private static void note(StringBuilder text, long count, String what) {
        if (count > 0) {
            text.append(", ").append(count).append(what);
        }
    }
}
