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
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.openjdk.jmh.infra.Blackhole;
import org.slf4j.event.Level;

/**
 * What a GET of another origin costs on its way through security headers, CORS, a rate limit by address and a request log
 * as JSON to a sink that keeps nothing: {@code breakwater} is our whole chain, with all else that it does by default;
 * {@code peers} are Spring Security with only its header writers, Spring's CORS filter, Bucket4j and Logbook, one behind
 * the other. The single peers are what each of them adds. Logbook's events are two, with headers and bodies; ours is one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PeersBenchmark {
    private static final int BUFFER = 8192;
    private static final String ORIGIN = "https://app.example.com";

    /** What the request passes. */
    @Param({"bare", "breakwater", "peers", "spring-security", "spring-cors", "bucket4j", "logbook"})
    public String stands = "breakwater";

    private final byte[] body = "{\"id\":42,\"name\":\"Anchor\",\"price\":\"12.50\"}".getBytes(StandardCharsets.UTF_8);
    private final StubRequest request = new StubRequest().header("Origin", ORIGIN);
    private final StubResponse response = new StubResponse();
    private final HttpServletResponse sized = new HttpServletResponseWrapper(response) {
        @Override
        public int getBufferSize() { // Spring Security asks
            return BUFFER;
        }
    };
    private BreakwaterRuntime runtime = BreakwaterRuntime.of(Breakwater.of(List.of()));
    private FilterChain chain = (req, res) -> {
        HttpServletResponse http = (HttpServletResponse) res;
        http.setStatus(200);
        http.setHeader("Content-Type", "application/json");
        http.getOutputStream().write(body);
    };

    /** Builds what is measured. */
    @Setup
    public void start(Blackhole sink) throws ServletException {
        List<Filter> filters = filters(sink);
        for (int i = filters.size() - 1; i >= 0; i--) {
            Filter filter = filters.get(i);
            FilterChain behind = chain;
            filter.init(new StubFilterConfig());
            chain = (req, res) -> filter.doFilter(req, res, behind);
        }
    }

    private List<Filter> filters(Blackhole sink) {
        return switch (stands) {
            case "bare" -> List.of();
            case "breakwater" -> List.of(ours(sink));
            case "peers" -> PeerFilters.all(ORIGIN, sink);
            case "spring-security" -> List.of(PeerFilters.headers());
            case "spring-cors" -> List.of(PeerFilters.cors(ORIGIN));
            case "bucket4j" -> List.of(PeerFilters.rateLimit());
            case "logbook" -> List.of(PeerFilters.log(sink));
            default -> throw new IllegalArgumentException(stands);
        };
    }

    private Filter ours(Blackhole sink) {
        Map<String, String> settings = Map.of(
                "guide-variables", "false",
                "cors.policies[0].allowed-origins", ORIGIN,
                "rate-limit.policies[0].name", "default",
                "rate-limit.policies[0].limits", "1000000000 per second");
        runtime = BreakwaterRuntime.builder(Layers.of(Layer.of("benchmark", settings)))
                .eventSink(consume(sink))
                .start();
        return new BreakwaterFilter(runtime);
    }

    private static EventSink consume(Blackhole sink) {
        return new EventSink() {
            @Override
            public void write(Level level, String line) {
                sink.consume(line);
            }

            @Override
            public void write(Level level, CharSequence line) {
                sink.consume(line);
            }
        };
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
        chain.doFilter(request, sized);
        return response.headerCount();
    }
}
