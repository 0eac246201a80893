/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks;

import dev.breakwater.Breakwater;
import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.requestlog.EventSink;
import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.servlet.BreakwaterFilter;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an ordinary GET costs on its way through the filter: through no filter at all, an empty chain, single protections,
 * and the whole chain with its request event written to a sink that keeps nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ChainBenchmark {
    /** Which protections stand. */
    @Param({"bare", "empty", "headers", "cors", "rate-limit", "request-log", "whole"})
    public String stands = "whole";

    private final StubRequest request = new StubRequest();
    private final StubResponse response = new StubResponse();
    private final FilterChain application = (req, res) -> {
        HttpServletResponse http = (HttpServletResponse) res;
        http.setStatus(200);
        http.setHeader("Content-Type", "application/json");
    };
    private Filter filter = (req, res, chain) -> chain.doFilter(req, res);
    private BreakwaterRuntime runtime = BreakwaterRuntime.of(Breakwater.of(List.of()));

    /** Builds what is measured. */
    @Setup
    public void start() throws ServletException {
        if (stands.equals("bare")) {
            return;
        }
        if (!stands.equals("empty")) {
            runtime = BreakwaterRuntime.builder(Layers.of(Layer.of("benchmark", settings())))
                    .eventSink(EVENTS_GO_NOWHERE)
                    .start();
        }
        filter = new BreakwaterFilter(runtime);
        filter.init(new StubFilterConfig());
    }

    private static final EventSink EVENTS_GO_NOWHERE = (level, line) -> {};

    private Map<String, String> settings() {
        boolean whole = stands.equals("whole");
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("headers.enabled", Boolean.toString(whole || stands.equals("headers")));
        settings.put("request-log.enabled", Boolean.toString(whole || stands.equals("request-log")));
        settings.put("health.enabled", Boolean.toString(whole));
        settings.put("cost.enabled", Boolean.toString(whole));
        settings.put("guide-variables", "false");
        if (whole || stands.equals("cors")) {
            settings.put("cors.policies[0].allowed-origins", "https://app.example.com");
        }
        if (whole || stands.equals("rate-limit")) {
            settings.put("rate-limit.policies[0].name", "default");
            settings.put("rate-limit.policies[0].limits", "1000000000 per second");
        }
        return settings;
    }

    /** Ends the runtime. */
    @TearDown
    public void stop() {
        runtime.close();
    }

    /** One request. */
    @Benchmark
    public int get() throws IOException, ServletException {
        request.recycle();
        response.recycle();
        filter.doFilter(request, response, application);
        return response.headerCount();
    }
}
