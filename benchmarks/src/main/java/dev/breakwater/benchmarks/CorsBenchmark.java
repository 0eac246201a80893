/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks;

import dev.breakwater.Breakwater;
import dev.breakwater.Guard;
import dev.breakwater.cors.CorsGuard;
import dev.breakwater.cors.CorsPolicy;
import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.servlet.BreakwaterFilter;
import dev.breakwater.servlet.GuardAlone;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
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
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/**
 * What CORS costs, beside Spring's and Tomcat's, all with one policy: two origins with credentials, four methods, three
 * request headers, one exposed header, a maximum age.
 *
 * <p>Two pairs are alike. {@code guard} and {@code spring-processor} decide and write the headers to the response, for a
 * request whose path has led to a policy already in Spring's case; ours finds it each time, and wraps the response so
 * that the headers stay. {@code filter}, {@code spring-filter} and {@code tomcat-filter} are what a service installs:
 * ours is then the whole chain with nothing else in it, and does on the way what every other protection needs too.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class CorsBenchmark {
    private static final int HOSTILE_LENGTH = 8 * 1024;
    private static final List<String> ORIGINS = List.of("https://app.example.com", "https://admin.example.com");
    private static final List<String> METHODS = List.of("GET", "PUT", "PATCH", "DELETE");
    private static final List<String> HEADERS = List.of("Content-Type", "Authorization", "X-Foo");

    /** What is asked; the hostile ones are preflights with 8 KB of header names. */
    @Param({"no-origin", "actual", "preflight", "hostile-commas", "hostile-names", "hostile-allowed"})
    public String request = "actual";

    /** Who answers. */
    @Param({"guard", "spring-processor", "filter", "spring-filter", "tomcat-filter"})
    public String by = "guard";

    /** Who answers. */
    private interface Answerer {
        void answer(StubRequest request, StubResponse response) throws IOException, ServletException;
    }

    private final FilterChain application = (req, res) -> {
        HttpServletResponse http = (HttpServletResponse) res;
        http.setStatus(200);
        http.setHeader("Content-Type", "application/json");
    };
    private final StubResponse response = new StubResponse();
    private StubRequest asked = new StubRequest();
    private Answerer answerer = (req, res) -> {};

    /** Builds what is measured. */
    @Setup
    public void start() throws ServletException {
        asked = asked();
        answerer = switch (by) {
            case "guard" -> guard();
            case "spring-processor" -> springProcessor();
            case "filter" -> through(ours());
            case "spring-filter" -> through(spring());
            case "tomcat-filter" -> through(tomcat());
            default -> throw new IllegalArgumentException(by);
        };
    }

    private StubRequest asked() {
        String names = switch (request) {
            case "preflight" -> "authorization,content-type,x-foo";
            case "hostile-commas" -> ",".repeat(HOSTILE_LENGTH);
            case "hostile-names" -> distinctNames();
            case "hostile-allowed" -> "x-foo,".repeat(HOSTILE_LENGTH / "x-foo,".length());
            default -> "";
        };
        StubRequest made = new StubRequest(names.isEmpty() ? "GET" : "OPTIONS", "http");
        if (!names.isEmpty()) {
            made.header("Access-Control-Request-Method", "PUT").header("Access-Control-Request-Headers", names);
        }
        return request.equals("no-origin") ? made : made.header("Origin", ORIGINS.get(0));
    }

    private static String distinctNames() {
        StringBuilder names = new StringBuilder();
        for (int i = 1000; names.length() < HOSTILE_LENGTH; i++) {
            names.append(names.isEmpty() ? "" : ",").append("x-a").append(i);
        }
        return names.toString();
    }

    private static Guard corsGuard() {
        return new CorsGuard(List.of(CorsPolicy.builder()
                .paths(List.of("/api/**"))
                .allowedOrigins(ORIGINS)
                .allowedMethods(METHODS)
                .allowedHeaders(HEADERS)
                .exposedHeaders(List.of("X-Rate"))
                .allowCredentials(true)
                .maxAge(Duration.ofMinutes(10))
                .build()));
    }

    private Answerer guard() {
        GuardAlone guard = new GuardAlone(corsGuard(), asked);
        return (req, res) -> {
            HttpServletResponse passed = guard.pass(res);
            if (passed != null) {
                application.doFilter(req, passed);
            }
        };
    }

    private static Filter ours() throws ServletException {
        Filter filter = new BreakwaterFilter(BreakwaterRuntime.of(Breakwater.of(List.of(corsGuard()))));
        filter.init(new StubFilterConfig());
        return filter;
    }

    private static CorsConfiguration springConfiguration() {
        CorsConfiguration configuration = new CorsConfiguration();
        configuration.setAllowedOrigins(ORIGINS);
        configuration.setAllowedMethods(METHODS);
        configuration.setAllowedHeaders(HEADERS);
        configuration.setExposedHeaders(List.of("X-Rate"));
        configuration.setAllowCredentials(true);
        configuration.setMaxAge(Duration.ofMinutes(10));
        return configuration;
    }

    private Answerer springProcessor() {
        DefaultCorsProcessor processor = new DefaultCorsProcessor();
        CorsConfiguration configuration = springConfiguration();
        return (req, res) -> {
            if (processor.processRequest(configuration, req, res) && !CorsUtils.isPreFlightRequest(req)) {
                application.doFilter(req, res);
            }
        };
    }

    private static Filter spring() throws ServletException {
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/api/**", springConfiguration());
        Filter filter = new org.springframework.web.filter.CorsFilter(source);
        filter.init(new StubFilterConfig());
        return filter;
    }

    private static Filter tomcat() throws ServletException {
        Filter filter = new org.apache.catalina.filters.CorsFilter();
        filter.init(new StubFilterConfig(Map.of(
                "cors.allowed.origins",
                String.join(",", ORIGINS),
                "cors.allowed.methods",
                String.join(",", METHODS),
                "cors.allowed.headers",
                String.join(",", HEADERS),
                "cors.exposed.headers",
                "X-Rate",
                "cors.support.credentials",
                "true",
                "cors.preflight.maxage",
                "600")));
        return filter;
    }

    private Answerer through(Filter filter) {
        return (req, res) -> filter.doFilter(req, res, application);
    }

    /** One request. */
    @Benchmark
    public int ask() throws IOException, ServletException {
        asked.recycle();
        response.recycle();
        answerer.answer(asked, response);
        return response.headerCount();
    }
}
