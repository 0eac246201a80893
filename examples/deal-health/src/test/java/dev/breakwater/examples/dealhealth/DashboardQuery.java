/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A query of the dashboard of objectives.
 *
 * @param panel the title of its panel
 * @param expression the query, with Grafana's variables
 */
record DashboardQuery(String panel, String expression) {
    static List<DashboardQuery> all() {
        List<DashboardQuery> queries = new ArrayList<>();
        for (JsonNode panel : DeployFiles.json(DeployFiles.DASHBOARD).path("panels")) {
            panel.path("targets")
                    .forEach(target -> queries.add(new DashboardQuery(
                            panel.path("title").asText(), target.path("expr").asText())));
        }
        return queries;
    }

    /** As Grafana would send it. */
    String sent(String job) {
        return expression
                .replace("$__rate_interval", "1m")
                .replace("$instance", ".*")
                .replace("$job", job);
    }
}
