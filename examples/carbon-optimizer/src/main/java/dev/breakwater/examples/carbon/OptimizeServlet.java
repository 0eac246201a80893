/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import dev.breakwater.examples.carbon.Plan.Run;
import dev.breakwater.exchange.TimeSource;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/optimize}: where and when to run a workload. */
final class OptimizeServlet extends Endpoint {
    private static final long serialVersionUID = 1L;

    private final transient ElectricityMaps maps;
    private final transient TimeSource time;

    OptimizeServlet(ElectricityMaps maps, TimeSource time, MeterRegistry registry) {
        super("optimize_workload", registry);
        this.maps = maps;
        this.time = time;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws Refusal, IOException {
        if (!isJson(request.getContentType())) {
            throw new Refusal(415, "Expected a body of application/json.");
        }
        Instant now = time.now();
        Workload work = WorkloadReader.read(request.getInputStream().readAllBytes(), now);
        answer(response, json(Plan.of(work, forecasts(work), now), work));
    }

    private static boolean isJson(@Nullable String type) {
        String media = type == null ? "" : type.split(";", 2)[0];
        return media.strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    // All zones are asked at once; each answers by the upstream's deadline at the latest.
    private List<Forecast> forecasts(Workload work) {
        List<CompletableFuture<Forecast>> asked =
                work.zones().stream().map(maps::forecast).toList();
        return asked.stream().map(CompletableFuture::join).toList();
    }

    private static Map<String, Object> json(Plan plan, Workload work) {
        Map<String, Object> json = json(plan.best());
        json.put("end", plan.best().start().plus(work.length()).toString());
        json.put("now", json(plan.now()));
        json.put("savedGrams", rounded(plan.savedGrams()));
        json.put("savedPercent", percent(plan));
        json.put("source", ElectricityMaps.source(plan.isEstimate()));
        return json;
    }

    private static Map<String, Object> json(Run run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("zone", run.zone().key());
        json.put("start", run.start().toString());
        json.put("grams", rounded(run.grams()));
        return json;
    }

    private static double percent(Plan plan) {
        double now = plan.now().grams();
        return now == 0 ? 0 : rounded(100 * plan.savedGrams() / now);
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
