/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks;

import dev.breakwater.Breakwater;
import dev.breakwater.Guard;
import dev.breakwater.headers.CspNonce;
import dev.breakwater.headers.HeadersPolicy;
import dev.breakwater.headers.HeadersPreset;
import dev.breakwater.headers.SecurityHeadersGuard;
import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.servlet.BreakwaterFilter;
import dev.breakwater.servlet.GuardAlone;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
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
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CacheControlHeadersWriter;
import org.springframework.security.web.header.writers.HstsHeaderWriter;
import org.springframework.security.web.header.writers.XContentTypeOptionsHeaderWriter;
import org.springframework.security.web.header.writers.XXssProtectionHeaderWriter;
import org.springframework.security.web.header.writers.frameoptions.XFrameOptionsHeaderWriter;

/**
 * What security headers cost over TLS, beside Spring Security's. Ours are the 13 of the api preset and one more, laid down
 * before the application is called and kept whatever it does; ours also strip what tells what a service is made of.
 * Spring Security's are those of its five default writers, 7 over TLS, written when the application has returned.
 *
 * <p>{@code guard} and {@code spring-filter} wrap the response and write; {@code filter} is the whole chain with nothing
 * else in it. {@code page} has the html preset, with an application that reads the nonce; nobody reads it under
 * {@code page-unread}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class HeadersBenchmark {
    /** Who writes. */
    @Param({"nobody", "guard", "filter", "empty-filter", "page", "page-unread", "spring-writers", "spring-filter"})
    public String by = "guard";

    /** Who writes. */
    private interface Writer {
        void answer(StubRequest request, StubResponse response) throws IOException, ServletException;
    }

    private final FilterChain application = (req, res) -> {
        HttpServletResponse http = (HttpServletResponse) res;
        http.setStatus(200);
        http.setHeader("Content-Type", "application/json");
    };
    private final FilterChain page = (req, res) -> {
        HttpServletResponse http = (HttpServletResponse) res;
        http.setStatus(200);
        http.setHeader("Content-Type", "text/html");
        http.setHeader("X-Nonce", String.valueOf(req.getAttribute(CspNonce.ATTRIBUTE)));
    };
    private final StubRequest request = new StubRequest("GET", "https");
    private final StubResponse response = new StubResponse();
    private Writer writer = application::doFilter;

    /** Builds what is measured. */
    @Setup
    public void start() throws ServletException {
        writer = switch (by) {
            case "nobody" -> application::doFilter;
            case "guard" -> guard();
            case "filter" -> through(ours(List.of(headersGuard())));
            case "empty-filter" -> through(ours(List.of()));
            case "page" -> through(ours(List.of(pageGuard())), page);
            case "page-unread" -> through(ours(List.of(pageGuard())));
            case "spring-writers" -> springWriters();
            case "spring-filter" -> through(new HeaderWriterFilter(writers()));
            default -> throw new IllegalArgumentException(by);
        };
    }

    private static Guard headersGuard() {
        return new SecurityHeadersGuard(
                HeadersPolicy.builder().set("Origin-Agent-Cluster", "?1").build());
    }

    private static Guard pageGuard() {
        return new SecurityHeadersGuard(HeadersPolicy.of(HeadersPreset.HTML));
    }

    private Writer guard() {
        GuardAlone guard = new GuardAlone(headersGuard(), request);
        return (req, res) -> {
            HttpServletResponse passed = guard.pass(res);
            if (passed != null) {
                application.doFilter(req, passed);
            }
        };
    }

    private static Filter ours(List<Guard> guards) throws ServletException {
        Filter filter = new BreakwaterFilter(BreakwaterRuntime.of(Breakwater.of(guards)));
        filter.init(new StubFilterConfig());
        return filter;
    }

    private static List<HeaderWriter> writers() {
        return List.of(
                new XContentTypeOptionsHeaderWriter(),
                new XXssProtectionHeaderWriter(),
                new CacheControlHeadersWriter(),
                new HstsHeaderWriter(),
                new XFrameOptionsHeaderWriter());
    }

    private Writer springWriters() {
        List<HeaderWriter> writers = writers();
        return (req, res) -> {
            application.doFilter(req, res);
            for (HeaderWriter each : writers) {
                each.writeHeaders(req, res);
            }
        };
    }

    private Writer through(Filter filter) {
        return through(filter, application);
    }

    private static Writer through(Filter filter, FilterChain application) {
        return (req, res) -> filter.doFilter(req, res, application);
    }

    /** One request. */
    @Benchmark
    public int get() throws IOException, ServletException {
        request.recycle();
        response.recycle();
        writer.answer(request, response);
        return response.headerCount();
    }
}
