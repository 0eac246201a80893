/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

/** Meters as text for Prometheus. Safe for use by many threads. */
@FunctionalInterface
public interface Exposition {
    /** The media type of the text format, which every scraper reads. */
    String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    /** The media type of OpenMetrics, the format that carries exemplars. */
    String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /** The meters now, in the format of this media type: {@link #TEXT} or {@link #OPEN_METRICS}. */
    String scrape(String mediaType);
}
