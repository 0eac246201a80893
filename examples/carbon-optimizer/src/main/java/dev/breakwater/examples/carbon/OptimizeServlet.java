/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import dev.breakwater.exchange.TimeSource;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/optimize}: where and when to run a workload. */
final class OptimizeServlet extends Endpoint {
    private static final long serialVersionUID = 1L;

    private final transient ElectricityMaps maps;
    private final transient TimeSource time;

    OptimizeServlet(ElectricityMaps maps, TimeSource time, MeterRegistry registry) {
        super("POST", "optimize_workload", registry);
        this.maps = maps;
        this.time = time;
    }

    private record Answer(
            String zone,
            Instant start,
            Instant end,
            double grams,
            Run now,
            double savedGrams,
            double savedPercent,
            String source) {}

    private record Run(String zone, Instant start, double grams) {}

    @Override
    Object answer(HttpServletRequest request) throws Refusal, IOException {
        if (!isJson(request.getContentType())) {
            throw new Refusal(415, "Expected a body of application/json.");
        }
        Instant now = time.now().truncatedTo(ChronoUnit.SECONDS);
        Workload work = WorkloadReader.read(request.getInputStream().readAllBytes(), now);
        return answer(work, Plan.of(work, forecasts(work), now));
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

    private static Answer answer(Workload work, Plan plan) {
        Plan.Run best = plan.best();
        Plan.Run now = plan.now();
        return new Answer(
                best.zone().key(),
                best.start(),
                best.start().plus(work.length()),
                rounded(best.grams()),
                new Run(now.zone().key(), now.start(), rounded(now.grams())),
                rounded(plan.savedGrams()),
                now.grams() == 0 ? 0 : rounded(100 * plan.savedGrams() / now.grams()),
                ElectricityMaps.source(plan.isEstimate()));
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
