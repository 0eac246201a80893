/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.drill;

import java.time.Duration;
import java.util.List;

/** One job of a scrape configuration. */
final class ScrapeJob {
    private ScrapeJob() {}

    static String of(String job, String path, Duration interval, List<Integer> ports) {
        StringBuilder text = new StringBuilder("  - job_name: ").append(job).append('\n');
        text.append("    metrics_path: ").append(path).append('\n');
        text.append("    scrape_interval: ").append(Speed.text(interval)).append('\n');
        text.append("    scrape_timeout: ").append(Speed.text(interval)).append('\n');
        text.append("    static_configs:\n      - targets:\n");
        ports.forEach(port ->
                text.append("          - 127.0.0.1:").append(port.intValue()).append('\n'));
        return text.toString();
    }
}
