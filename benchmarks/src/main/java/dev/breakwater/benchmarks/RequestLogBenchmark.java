/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks;

import dev.breakwater.Breakwater;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.requestlog.EventSink;
import dev.breakwater.requestlog.RequestLogGuard;
import dev.breakwater.requestlog.RequestLogPolicy;
import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.servlet.BreakwaterFilter;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.slf4j.event.Level;
import org.springframework.web.filter.AbstractRequestLoggingFilter;
import org.zalando.logbook.Correlation;
import org.zalando.logbook.HttpLogWriter;
import org.zalando.logbook.Logbook;
import org.zalando.logbook.Precorrelation;
import org.zalando.logbook.core.DefaultSink;
import org.zalando.logbook.json.JsonHttpLogFormatter;
import org.zalando.logbook.servlet.LogbookFilter;

/**
 * What it costs the request's thread to log a small GET, up to a sink that keeps nothing. Ours is one JSON event; Logbook's
 * are two, with headers and bodies as its defaults are; Spring's {@code CommonsRequestLoggingFilter} writes two lines of
 * text with client, query and headers, and neither status nor duration. Under {@code empty-filter} ours has no guards:
 * what all protections share.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class RequestLogBenchmark {
    /** Who logs. */
    @Param({"nobody", "empty-filter", "event", "logbook", "spring"})
    public String by = "event";

    private final byte[] body = "{\"id\":42,\"name\":\"Anchor\",\"price\":\"12.50\"}".getBytes(StandardCharsets.UTF_8);
    private final FilterChain application = (req, res) -> {
        HttpServletResponse http = (HttpServletResponse) res;
        http.setStatus(200);
        http.setHeader("Content-Type", "application/json");
        http.getOutputStream().write(body);
    };
    private final StubRequest request = new StubRequest();
    private final StubResponse response = new StubResponse();
    private Filter filter = (req, res, chain) -> chain.doFilter(req, res);

    /** Builds what is measured. */
    @Setup
    public void start(Blackhole sink) throws ServletException {
        switch (by) {
            case "nobody" -> {}
            case "empty-filter" -> filter = ours(Breakwater.of(List.of()));
            case "event" -> filter = ours(event(sink));
            case "logbook" -> filter = logbook(sink);
            case "spring" -> filter = spring(sink);
            default -> throw new IllegalArgumentException(by);
        }
    }

    private static Filter ours(Breakwater chain) throws ServletException {
        Filter filter = new BreakwaterFilter(BreakwaterRuntime.of(chain));
        filter.init(new StubFilterConfig());
        return filter;
    }

    private static Breakwater event(Blackhole sink) {
        RequestLogPolicy policy =
                RequestLogPolicy.builder().serviceName("orders").build();
        EventSink nowhere = new EventSink() {
            @Override
            public void write(Level level, String line) {
                sink.consume(line);
            }

            @Override
            public void write(Level level, CharSequence line) {
                sink.consume(line);
            }
        };
        RequestLogGuard log = RequestLogGuard.of(policy, nowhere, TimeSource.system());
        return Breakwater.builder().guards(List.of(log)).observers(List.of(log)).build();
    }

    private static Filter logbook(Blackhole sink) {
        HttpLogWriter writer = new HttpLogWriter() {
            @Override
            public void write(Precorrelation precorrelation, String line) {
                sink.consume(line);
            }

            @Override
            public void write(Correlation correlation, String line) {
                sink.consume(line);
            }
        };
        return new LogbookFilter(Logbook.builder()
                .sink(new DefaultSink(new JsonHttpLogFormatter(), writer))
                .build());
    }

    private static Filter spring(Blackhole sink) {
        AbstractRequestLoggingFilter logging = new AbstractRequestLoggingFilter() {
            @Override
            protected void beforeRequest(HttpServletRequest asked, String message) {
                sink.consume(message);
            }

            @Override
            protected void afterRequest(HttpServletRequest asked, String message) {
                sink.consume(message);
            }
        };
        logging.setIncludeClientInfo(true);
        logging.setIncludeQueryString(true);
        logging.setIncludeHeaders(true);
        return logging;
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
