/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.infra.Blackhole;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CacheControlHeadersWriter;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.HstsHeaderWriter;
import org.springframework.security.web.header.writers.XContentTypeOptionsHeaderWriter;
import org.springframework.security.web.header.writers.XXssProtectionHeaderWriter;
import org.springframework.security.web.header.writers.frameoptions.XFrameOptionsHeaderWriter;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import org.zalando.logbook.Correlation;
import org.zalando.logbook.HttpLogWriter;
import org.zalando.logbook.Logbook;
import org.zalando.logbook.Precorrelation;
import org.zalando.logbook.core.DefaultSink;
import org.zalando.logbook.json.JsonHttpLogFormatter;
import org.zalando.logbook.servlet.LogbookFilter;

/** What a team puts together by itself: one filter for each of headers, CORS, limits and the log. */
final class PeerFilters {
    private static final long LIMIT = 1_000_000_000;

    private PeerFilters() {}

    static List<Filter> all(String origin, Blackhole sink) {
        return List.of(headers(), cors(origin), rateLimit(), log(sink));
    }

    /** Spring Security with its default header writers and a content security policy, and nothing else. */
    static Filter headers() {
        HeaderWriterFilter writers = new HeaderWriterFilter(List.of(
                new XContentTypeOptionsHeaderWriter(),
                new XXssProtectionHeaderWriter(),
                new CacheControlHeadersWriter(),
                new HstsHeaderWriter(),
                new XFrameOptionsHeaderWriter(),
                new ContentSecurityPolicyHeaderWriter("default-src 'none'; frame-ancestors 'none'")));
        return new FilterChainProxy(new DefaultSecurityFilterChain(AnyRequestMatcher.INSTANCE, writers));
    }

    static Filter cors(String origin) {
        CorsConfiguration configuration = new CorsConfiguration();
        configuration.setAllowedOrigins(List.of(origin));
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/**", configuration);
        return new CorsFilter(source);
    }

    /** A bucket for each address, as Bucket4j's documentation does it, in a cache that forgets. */
    static Filter rateLimit() {
        LoadingCache<String, Bucket> buckets = Caffeine.newBuilder()
                .expireAfterAccess(Duration.ofHours(1))
                .build(address -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(LIMIT).refillGreedy(LIMIT, Duration.ofSeconds(1)))
                        .build());
        return (request, response, chain) -> {
            ConsumptionProbe probe = buckets.get(request.getRemoteAddr()).tryConsumeAndReturnRemaining(1);
            HttpServletResponse http = (HttpServletResponse) response;
            if (probe.isConsumed()) {
                http.setHeader("X-Rate-Limit-Remaining", Long.toString(probe.getRemainingTokens()));
                chain.doFilter(request, response);
            } else {
                long seconds = TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill());
                http.setHeader("X-Rate-Limit-Retry-After-Seconds", Long.toString(seconds));
                http.setStatus(429);
            }
        };
    }

    /** Logbook as its defaults are: two events, with headers and bodies. */
    static Filter log(Blackhole sink) {
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
}
