/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.RawAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whichever way a response takes, it carries the same headers of ours as a plain one: none is lost, none comes twice.
 * All ways there are in the Servlet API, times presets, times error pages of the application's or the container's.
 */
@Tag("container")
@Tag("long")
final class HeaderSurvivalTest {
    private static final String FROM_APP = "Origin: " + WirePolicies.APP;
    private static final String JETTYS_CACHE_CONTROL = "must-revalidate,no-cache,no-store";
    private static final String FROM_ELSEWHERE = "Origin: https://elsewhere.example";

    /** What differs from response to response, and no protection decides. */
    private static final Set<String> NOT_OURS = Set.of(
            "date",
            "connection",
            "keep-alive",
            "content-type",
            "content-length",
            "content-encoding",
            "content-language",
            "transfer-encoding",
            "location",
            "set-cookie",
            "allow",
            "retry-after",
            "ratelimit",
            "ratelimit-policy");

    private static final List<String> WAYS = List.of(
            "/throw",
            "/throw-checked",
            "/throw-after-write",
            "/throw-after-flush",
            "/send-error-500",
            "/send-error-404",
            "/set-status-500",
            "/bad-request",
            "/reset",
            "/reset-429",
            "/reset-buffer",
            "/reset-send-error",
            "/length-flush",
            "/int-length",
            "/long-length",
            "/flush",
            "/close",
            "/large",
            "/redirect",
            "/see-other",
            "/include",
            "/forward",
            "/forward-forward",
            "/forward-throw",
            "/forward-send-error",
            "/names-itself",
            "/not-modified",
            "/no-content",
            "/async",
            "/async-dispatch",
            "/async-dispatch-throw",
            "/async-dispatch-forward",
            "/async-redirect",
            "/async-send-error",
            "/async-throw");

    /** What the application writes of its own in place of a default of ours. */
    private static final Map<String, String> OVERWRITTEN =
            Map.of("x-frame-options", "SAMEORIGIN", "referrer-policy", "origin");

    @ParameterizedTest(name = "{0}, error pages of the application''s: {1}, shared with an origin: {2}")
    @CsvSource({
        "api, true, true",
        "api, false, false",
        "html-strict, true, true",
        "html-strict, false, true",
    })
    void noHeaderIsLostAndNoneComesTwice(String preset, boolean errorPage, boolean shared) throws Exception {
        Map<String, String> settings = settings(preset, shared);
        ExecutorService aside = Executors.newCachedThreadPool();
        try (WireService service = errorPage ? WireService.with(settings) : WireService.withoutErrorPage(settings)) {
            Losses losses = new Losses(preset.startsWith("html"), errorPage);
            List<Callable<Void>> later = new ArrayList<>();
            for (String origin : shared ? List.of(FROM_APP, FROM_ELSEWHERE) : List.of(FROM_APP)) {
                // Tomcat looks for timeouts once in a second: meanwhile the others can be asked for.
                Future<RawAnswer> timeout = aside.submit(() -> service.send("GET /async-timeout", origin));
                Map<String, String> expected = ours(service.send("GET /plain", origin));
                assertThat(expected).containsKeys("content-security-policy", "cache-control", "x-request-id");
                assertThat(expected).hasSizeGreaterThan(12);
                assertThat(expected.containsKey("access-control-allow-origin"))
                        .isEqualTo(shared && origin.equals(FROM_APP));
                everyWay(service, origin, expected, losses);
                later.add(() -> losses.look("GET /async-timeout", timeout.get(), expected));
            }
            for (Callable<Void> look : later) {
                look.call();
            }
            assertThat(losses.found).as("lost or doubled").isEmpty();
            assertThat(losses.looked).isGreaterThan(2 * WAYS.size());
        } finally {
            aside.shutdownNow();
        }
    }

    @Test
    void noHeaderOfOurRefusalUnderOverloadIsLostEither() throws Exception {
        Map<String, String> settings = settings("api", true);
        try (WireService service = WireService.with(settings);
                WireConnection held = service.connect()) {
            Map<String, String> expected = ours(service.send("GET /plain", FROM_APP));
            expected.put("cache-control", "no-store");
            settings.put("overload.max-concurrent", "1");
            service.use(WireService.settings(settings));
            held.write(WireService.request("GET /async-held"));
            assertThat(service.scenes.holding.await(20, TimeUnit.SECONDS)).isTrue();
            RawAnswer answer = service.send("GET /plain", FROM_APP);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(ours(answer)).isEqualTo(expected);
        }
    }

    private static Map<String, String> settings(String preset, boolean shared) {
        Map<String, String> settings = new HashMap<>(shared ? WirePolicies.p1() : Map.of());
        settings.put("headers.preset", preset);
        settings.put("request.max-body-size", "10B");
        settings.put("request.max-uri-length", "100B");
        settings.put("rate-limit.policies[0].name", "one");
        settings.put("rate-limit.policies[0].paths", "/limited");
        settings.put("rate-limit.policies[0].limits", "1 per hour");
        return settings;
    }

    private static void everyWay(WireService service, String origin, Map<String, String> expected, Losses losses)
            throws Exception {
        for (String method : List.of("GET", "HEAD")) {
            for (String path : WAYS) {
                if (losses.isUnanswered(path)) {
                    continue;
                }
                losses.look(method + " " + path, service.send(method + " " + path, origin), expected);
            }
        }
        compressed(service, origin, expected, losses);
        overwritten(service, origin, expected, losses);
        refusals(service, origin, expected, losses);
    }

    private static void compressed(WireService service, String origin, Map<String, String> expected, Losses losses)
            throws IOException {
        for (String path : List.of("/plain", "/reset", "/forward", "/include", "/large", "/throw")) {
            RawAnswer answer = service.send("GET " + path, origin, "Accept-Encoding: gzip");
            boolean zipped = answer.header("Content-Encoding").contains("gzip");
            Map<String, String> too = new LinkedHashMap<>(expected);
            if (answer.elements("Vary").contains("Accept-Encoding")) {
                too.merge("vary", "accept-encoding", HeaderSurvivalTest::joined);
            }
            losses.look("GET " + path + ", compressed", answer, too);
            assertThat(zipped || path.equals("/throw")).as(path).isTrue();
        }
    }

    private static void overwritten(WireService service, String origin, Map<String, String> expected, Losses losses)
            throws IOException {
        Map<String, String> theirs = new LinkedHashMap<>(expected);
        theirs.putAll(OVERWRITTEN);
        theirs.merge("vary", "cookie", HeaderSurvivalTest::joined);
        losses.look("GET /overwrite", service.send("GET /overwrite", origin), theirs);
    }

    /** Comma-joined, and in an order of their own. */
    private static String joined(String list, String more) {
        return sorted(list + "," + more);
    }

    private static String sorted(String list) {
        List<String> elements = new ArrayList<>();
        for (String element : list.toLowerCase(Locale.ROOT).split(",")) {
            elements.add(element.strip());
        }
        elements.sort(null);
        return String.join(",", elements);
    }

    private static void refusals(WireService service, String origin, Map<String, String> ours, Losses losses)
            throws IOException {
        // Our own problems say themselves that they are not to be kept.
        Map<String, String> expected = new LinkedHashMap<>(ours);
        expected.put("cache-control", "no-store");
        service.send("GET /limited", origin);
        RawAnswer limited = service.send("GET /limited", origin);
        assertThat(limited.status()).isEqualTo(429);
        losses.look("429", limited, expected);

        RawAnswer large = service.send("POST /plain", origin, "Content-Length: 11");
        assertThat(large.status()).isEqualTo(413);
        losses.look("413", large, expected);

        RawAnswer uri = service.send("GET /plain?" + "a".repeat(200), origin);
        assertThat(uri.status()).isEqualTo(414);
        losses.look("414", uri, expected);
    }

    /** Ours alone, by lower-case name; a nonce or a request id as a word that stands for it. */
    private static Map<String, String> ours(RawAnswer answer) {
        Map<String, String> ours = new TreeMap<>();
        for (String line : answer.lines()) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            if (!NOT_OURS.contains(name)) {
                // Twice is no value that anything expects.
                ours.merge(name, constant(name, line.substring(colon + 1).strip()), (first, more) -> "twice: " + more);
            }
        }
        return ours;
    }

    private static String constant(String name, String value) {
        if (name.equals("x-request-id")) {
            return "an id";
        }
        if (name.equals("vary") || name.startsWith("access-control-")) {
            return sorted(value);
        }
        return value.replaceAll("'nonce-[A-Za-z0-9+/_=-]+'", "'nonce-N'");
    }

    /** What was found to be wrong so far. */
    private static final class Losses {
        final List<String> found = new ArrayList<>();
        private final boolean pages;
        private final boolean errorPage;
        int looked;

        Losses(boolean pages, boolean errorPage) {
            this.pages = pages;
            this.errorPage = errorPage;
        }

        // Tomcat gives no answer at all to what fails where asynchronous work begins, unless it has an error page to
        // call.
        boolean isUnanswered(String path) {
            return TestServer.isTomcat() && !errorPage && path.equals("/async-throw");
        }

        Void look(String way, RawAnswer answer, Map<String, String> expected) {
            looked++;
            Map<String, String> seen = ours(answer);
            Map<String, String> due = new TreeMap<>(expected);
            boolean isKept = "no-cache".equals(seen.get("cache-control"));
            if (isKept && answer.status() < 400 && mayBeKept(way, answer)) {
                due.put("cache-control", "no-cache");
            }
            if (isJettysError(answer)) {
                // Jetty forbids every cache to keep an error, in words of its own.
                due.put("cache-control", JETTYS_CACHE_CONTROL);
                // And takes Vary off before it writes a page of its own.
                if (!errorPage) {
                    due.remove("vary");
                }
            }
            due.forEach((name, value) -> {
                if (!value.equals(seen.get(name))) {
                    found.add(way + " " + answer.status() + ": " + name + ": " + seen.get(name) + " and not " + value);
                }
            });
            seen.keySet().removeAll(due.keySet());
            seen.forEach((name, value) -> found.add(way + " " + answer.status() + ": " + name + ": " + value + " too"));
            return null;
        }

        // Pages may be kept, by who asked at least, as long as nobody has read the nonce.
        private boolean mayBeKept(String way, RawAnswer answer) {
            // What is read after the response has begun comes too late to change it.
            return pages && (way.endsWith("/flush") || !answer.text().matches(".*<[A-Za-z0-9+/=]{20,}>.*"));
        }

        private static boolean isJettysError(RawAnswer answer) {
            return TestServer.isJetty()
                    && answer.status() >= 400
                    && answer.header("Cache-Control").equals(List.of(JETTYS_CACHE_CONTROL));
        }
    }
}
