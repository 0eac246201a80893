/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import dev.breakwater.exchange.MediaChoice;
import dev.breakwater.exchange.Reply;
import dev.breakwater.metrics.Exposition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells operators what is counted, in the format that {@code Accept} asks for. Safe for use by many threads. */
public final class MetricsEndpoints {
    private static final String JSON = "application/json";
    private static final String PLAIN = "text/plain; charset=utf-8";

    private final MetricsDocument document;
    private final MetricsSummary summary;
    private final @Nullable Exposition exposition;

    /**
     * Endpoints about this.
     *
     * @param exposition how meters are told to Prometheus; null if they cannot be
     */
    public MetricsEndpoints(MetricsState state, @Nullable Exposition exposition) {
        document = new MetricsDocument(state);
        summary = new MetricsSummary(state);
        this.exposition = exposition;
    }

    /** Everything, as JSON; to whoever would rather have one of Prometheus' formats, the meters in it. */
    public Endpoint json() {
        Exposition meters = exposition;
        if (meters == null) {
            return exchange -> Reply.of(200, JSON, document.toJson());
        }
        List<String> offers = List.of(JSON, Exposition.OPEN_METRICS, Exposition.TEXT);
        return exchange -> {
            String chosen = MediaChoice.of(exchange, offers);
            return chosen.equals(JSON) ? Reply.of(200, JSON, document.toJson()) : exposed(meters, chosen);
        };
    }

    /** All meters, for Prometheus; null if there is nothing that could tell them. */
    public @Nullable Endpoint prometheus() {
        Exposition meters = exposition;
        List<String> offers = List.of(Exposition.TEXT, Exposition.OPEN_METRICS);
        return meters == null ? null : exchange -> exposed(meters, MediaChoice.of(exchange, offers));
    }

    /** The state on one screen. */
    public Endpoint summary() {
        List<String> offers = List.of(PLAIN, JSON);
        return exchange -> MediaChoice.of(exchange, offers).equals(JSON)
                ? Reply.of(200, JSON, summary.toJson())
                : Reply.of(200, PLAIN, summary.toText());
    }

    private static Reply exposed(Exposition meters, String mediaType) {
        return Reply.of(200, mediaType, meters.scrape(mediaType));
    }
}
