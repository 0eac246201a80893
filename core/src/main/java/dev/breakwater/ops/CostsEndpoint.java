/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import dev.breakwater.cost.SpendState;
import dev.breakwater.cost.ledger.SpendBook;
import dev.breakwater.cost.ledger.SpendDimension;
import dev.breakwater.cost.ledger.SpendQuery;
import dev.breakwater.cost.ledger.SpendReport;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.ProblemDetail;
import dev.breakwater.exchange.Reply;
import dev.breakwater.json.JsonWriter;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells operators what calls to language models have cost: {@code ?by=day|provider|model|route|budget}, {@code
 * &format=json|csv|text}, {@code &from=2026-11-01&to=2026-11-30}. Keys of budgets are shown, since who spends is what is
 * asked. Safe for use by many threads.
 */
public final class CostsEndpoint implements Endpoint {
    /** Where it answers. */
    public static final String PATH = "/breakwater/costs";

    private static final List<String> PARAMETERS = List.of("by", "format", "from", "to");
    private static final List<String> FORMATS = List.of("json", "csv", "text");
    private static final String EXPECTED =
            "Expected: by=day, provider, model, route or budget; format=json, csv or text;"
                    + " from and to as days such as 2026-11-30.";

    private final SpendBook book;
    private final Supplier<SpendState> state;
    private final LongSupplier requests;

    /**
     * An endpoint at {@link #PATH}.
     *
     * @param requests how many requests there were since the start, to share the cost
     */
    public CostsEndpoint(SpendBook book, Supplier<SpendState> state, LongSupplier requests) {
        this.book = book;
        this.state = state;
        this.requests = requests;
    }

    @Override
    public Reply answer(Exchange exchange) {
        Map<String, String> asked = asked(exchange.query());
        SpendQuery query = asked == null ? null : query(asked);
        return asked == null || query == null
                ? Reply.problem(ProblemDetail.of(400, EXPECTED))
                : told(SpendReport.of(book, query), asked.getOrDefault("format", "json"));
    }

    private Reply told(SpendReport report, String format) {
        return switch (format) {
            case "csv" -> Reply.of(200, "text/csv; charset=utf-8", report.toCsv());
            case "text" -> Reply.of(200, "text/plain; charset=utf-8", report.toText());
            default -> Reply.of(200, "application/json", json(report));
        };
    }

    private String json(SpendReport report) {
        JsonWriter json = report.toJson(JsonWriter.object());
        SpendFigures.budgets(json, state.get());
        return json.end();
    }

    private @Nullable SpendQuery query(Map<String, String> asked) {
        try {
            String by = asked.getOrDefault("by", SpendDimension.DAY.text());
            SpendQuery query = SpendQuery.by(SpendDimension.valueOf(by.toUpperCase(Locale.ROOT)))
                    .between(day(asked.get("from")), day(asked.get("to")));
            // Requests are counted since the start, so that only then they are those that were paid for.
            return asked.containsKey("from") || asked.containsKey("to")
                    ? query
                    : query.perRequests(requests.getAsLong());
        } catch (IllegalArgumentException | DateTimeException unknown) {
            return null;
        }
    }

    private static @Nullable LocalDate day(@Nullable String text) {
        return text == null ? null : LocalDate.parse(text);
    }

    /** What is asked for by name; null if a name is not known, there twice, or a format is not. */
    private static @Nullable Map<String, String> asked(@Nullable String query) {
        Map<String, String> asked = new HashMap<>();
        int start = 0;
        while (query != null && start < query.length()) {
            int and = query.indexOf('&', start);
            int end = and < 0 ? query.length() : and;
            int equals = query.indexOf('=', start);
            String name = equals < 0 || equals > end ? "" : query.substring(start, equals);
            if (!PARAMETERS.contains(name) || asked.put(name, query.substring(equals + 1, end)) != null) {
                return null;
            }
            start = end + 1;
        }
        return FORMATS.contains(asked.getOrDefault("format", "json")) ? asked : null;
    }
}
