/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.RawAnswer;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.stereotype.Controller;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Every way in which a response comes about, behind every way in which Spring Security is set up, with and without a CORS
 * policy of ours: each header has as many lines as it should. The first segment of a path says which security chain it
 * passes, the second whether the policy covers it.
 */
@Tag("container")
@Tag("long")
class EveryHeaderOnceTest {
    private static final List<String> ALWAYS = List.of(
            "Content-Security-Policy",
            "X-Content-Type-Options",
            "X-Frame-Options",
            "Referrer-Policy",
            "Cross-Origin-Opener-Policy",
            "Cross-Origin-Embedder-Policy",
            "Cross-Origin-Resource-Policy",
            "X-Permitted-Cross-Domain-Policies",
            "X-DNS-Prefetch-Control",
            "X-XSS-Protection",
            "Permissions-Policy",
            "Cache-Control",
            "X-Request-Id");
    // For secure requests only, or stripped.
    private static final List<String> NEVER = List.of("Strict-Transport-Security", "Server", "X-Powered-By");
    // Spring Security writes them with its Cache-Control, unless it finds one. Where asynchronous work fails, Undertow
    // takes all headers off before it does, and ours are back only with the error page.
    private static final List<String> THEIRS = List.of("Pragma", "Expires");
    private static final boolean IS_UNDERTOW = ClassUtils.isPresent("io.undertow.Undertow", null);
    private static final List<String> OURS_BY_POLICY = List.of(
            "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Access-Control-Expose-Headers");
    private static final List<String> ONLY_FOR_PREFLIGHTS =
            List.of("Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Access-Control-Max-Age");

    private static final List<String> CHAINS = List.of("defaults", "policies", "off", "cors");
    private static final String EVIL = "https://evil.com";

    @TempDir
    private static Path pages;

    private static Served secured;
    private static Served plain;

    @BeforeAll
    static void start() throws IOException {
        for (String chain : List.of("defaults", "policies", "off", "cors", "plain")) {
            for (String share : List.of("open", "closed")) {
                Path folder = Files.createDirectories(pages.resolve(chain).resolve(share));
                Files.writeString(folder.resolve("file.txt"), "file");
            }
        }
        secured = Served.start(Secured.class, arguments());
        plain = Served.start(
                Plain.class,
                arguments("--spring.autoconfigure.exclude="
                        + String.join(",", ServedApplicationTest.Application.SECURITY)));
    }

    private static String[] arguments(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--breakwater.cors.policies[0].paths=/*/open/**",
                "--breakwater.cors.policies[0].allow-credentials=true",
                "--breakwater.cors.policies[0].exposed-headers=X-Rate",
                "--breakwater.cors.policies[0].max-age=600s",
                "--spring.web.resources.static-locations=" + pages.toUri()));
        arguments.addAll(List.of(more));
        return arguments.toArray(new String[0]);
    }

    @AfterAll
    static void stop() {
        secured.close();
        plain.close();
    }

    private static Served behind(String chain) {
        return chain.equals("plain") ? plain : secured;
    }

    private static String as(String user) {
        String credentials = user + ":secret";
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private static final List<Arguments> WAYS = List.of(
            Arguments.of("GET", "hello", 200),
            Arguments.of("HEAD", "hello", 200),
            Arguments.of("POST", "posted", 200),
            Arguments.of("POST", "hello", 405),
            Arguments.of("GET", "nowhere", 404),
            Arguments.of("GET", "boom", 500),
            Arguments.of("GET", "gone", 410),
            Arguments.of("GET", "teapot", 418),
            Arguments.of("GET", "reset", 202),
            Arguments.of("GET", "forward", 200),
            Arguments.of("GET", "include", 200),
            Arguments.of("GET", "view-forward", 200),
            Arguments.of("GET", "redirect", 302),
            Arguments.of("GET", "length", 200),
            Arguments.of("GET", "int-length", 200),
            Arguments.of("GET", "flushed", 200),
            Arguments.of("GET", "deferred", 201),
            Arguments.of("GET", "deferred-boom", 500),
            Arguments.of("GET", "callable-boom", 500),
            Arguments.of("GET", "stream", 200),
            Arguments.of("GET", "entity", 200),
            Arguments.of("GET", "entity-304", 304),
            Arguments.of("GET", "no-content", 204),
            Arguments.of("GET", "file.txt", 200));

    static Stream<Arguments> everyWayBehindEveryChain() {
        return Stream.concat(CHAINS.stream(), Stream.of("plain")).flatMap(EveryHeaderOnceTest::ways);
    }

    private static Stream<Arguments> ways(String chain) {
        List<Arguments> all = new ArrayList<>(WAYS);
        if (!chain.equals("plain")) {
            all.add(Arguments.of("GET", "private", 401));
            all.add(Arguments.of("GET", "admin", 403));
        }
        return all.stream()
                .flatMap(way -> Stream.of("open", "closed")
                        .map(share -> Arguments.of(chain, share, way.get()[0], way.get()[1], way.get()[2])));
    }

    @ParameterizedTest
    @MethodSource("everyWayBehindEveryChain")
    void eachIsThereOnceOrNotAtAll(String chain, String share, String method, String way, int status)
            throws Exception {
        String path = "/" + chain + "/" + share + "/" + (way.equals("entity-304") ? "entity" : way);
        String[] more = way.equals("entity-304")
                ? new String[] {"If-None-Match: \"v1\""}
                : way.equals("admin") ? new String[] {as("ann")} : new String[0];
        RawAnswer answer = behind(chain).send(method + " " + path, "", more);

        assertThat(answer.status()).isEqualTo(status);
        for (String name : ALWAYS) {
            assertThat(answer.header(name)).as(name).hasSize(1);
        }
        for (String name : NEVER) {
            assertThat(answer.header(name)).as(name).isEmpty();
        }
        for (String name : THEIRS) {
            assertThat(answer.header(name)).as(name).hasSizeBetween(0, IS_UNDERTOW && status == 500 ? 1 : 0);
        }
        for (String name : ONLY_FOR_PREFLIGHTS) {
            assertThat(answer.header(name)).as(name).isEmpty();
        }
        if (share.equals("open")) {
            isReadable(answer);
        } else {
            // Spring's own go with a reset, which Undertow does for every error.
            int byTheirs = !chain.equals("cors") ? 0 : way.equals("reset") || (IS_UNDERTOW && status == 500) ? 0 : 1;
            assertThat(answer.header("Access-Control-Allow-Origin")).hasSize(byTheirs);
            assertThat(answer.header("Access-Control-Expose-Headers")).isEmpty();
        }
    }

    private static void isReadable(RawAnswer answer) {
        for (String name : OURS_BY_POLICY) {
            assertThat(answer.header(name)).as(name).hasSize(1);
        }
        assertThat(answer.header("Access-Control-Allow-Origin")).containsExactly(Served.ORIGIN);
        assertThat(answer.header("Access-Control-Allow-Credentials")).containsExactly("true");
        assertThat(answer.elements("Access-Control-Expose-Headers"))
                .extracting(name -> name.toLowerCase(Locale.ROOT))
                .containsOnlyOnce("x-rate");
        assertThat(answer.header("Vary")).hasSize(1);
        assertThat(answer.elements("Vary")).containsOnlyOnce("Origin");
    }

    @ParameterizedTest
    @MethodSource("everyChain")
    void preflightsAreOursAndNoChainSeesThem(String chain) throws Exception {
        RawAnswer allowed = preflight(chain, Served.ORIGIN);
        RawAnswer refused = preflight(chain, EVIL);

        assertThat(allowed.status()).isEqualTo(204);
        assertThat(allowed.header("Access-Control-Allow-Origin")).containsExactly(Served.ORIGIN);
        assertThat(allowed.header("Access-Control-Max-Age")).containsExactly("600");
        assertThat(allowed.body()).isEmpty();
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.lines()).noneMatch(line -> line.startsWith("Access-Control-"));
        for (RawAnswer answer : List.of(allowed, refused)) {
            assertThat(answer.header("Vary")).hasSize(1);
            assertThat(answer.elements("Vary"))
                    .containsExactlyInAnyOrder(
                            "Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers");
            assertThat(answer.header("WWW-Authenticate")).isEmpty();
            assertThat(answer.header("Content-Security-Policy")).hasSize(1);
        }
    }

    static List<String> everyChain() {
        List<String> all = new ArrayList<>(CHAINS);
        all.add("plain");
        return all;
    }

    private static RawAnswer preflight(String chain, String origin) throws IOException {
        return behind(chain)
                .from(
                        origin,
                        "OPTIONS /" + chain + "/open/private",
                        "Access-Control-Request-Method: PUT",
                        "Access-Control-Request-Headers: authorization,content-type");
    }

    @Test
    void aPolicySetThroughSpringSecurityIsNotSent() throws Exception {
        RawAnswer answer = secured.get("/policies/open/hello");

        assertThat(answer.header("Content-Security-Policy"))
                .singleElement()
                .asString()
                .startsWith("default-src 'none'");
        assertThat(answer.header("Referrer-Policy")).containsExactly("no-referrer");
    }

    @Test
    void frameOptionsSetThroughSpringSecurityAre() throws Exception {
        assertThat(secured.get("/policies/open/hello").header("X-Frame-Options"))
                .containsExactly("SAMEORIGIN");
    }

    @Test
    void springsCorsStillRefusesWhatOnlyOursLetsThrough() throws Exception {
        RawAnswer bare = secured.from(EVIL, "GET /defaults/open/hello");
        RawAnswer refused = secured.from(EVIL, "GET /cors/open/hello");

        assertThat(bare.status()).isEqualTo(200);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("Invalid CORS request");
        for (RawAnswer answer : List.of(bare, refused)) {
            assertThat(answer.lines()).noneMatch(line -> line.startsWith("Access-Control-"));
            assertThat(answer.elements("Vary")).containsOnlyOnce("Origin");
        }
    }

    @Test
    void whatOnlySpringsCorsAllowsIsNotAllowed() throws Exception {
        RawAnswer answer = secured.from("https://theirs.example", "GET /cors/open/hello");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.lines()).noneMatch(line -> line.startsWith("Access-Control-"));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {

        @Bean
        Served.Ends ends() {
            return new Served.Ends();
        }

        @Bean
        Ways ways() {
            return new Ways();
        }

        @Bean
        Views views() {
            return new Views();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Plain.class)
    static class Secured {

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(User.withUsername("ann")
                    .password("{noop}secret")
                    .roles("USER")
                    .build());
        }

        private static HttpSecurity common(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.requestMatchers("/*/*/private")
                            .authenticated()
                            .requestMatchers("/*/*/admin")
                            .hasRole("ADMIN")
                            .anyRequest()
                            .permitAll())
                    .csrf(csrf -> csrf.disable())
                    .httpBasic(Customizer.withDefaults());
        }

        @Bean
        @Order(1)
        SecurityFilterChain policies(HttpSecurity http) throws Exception {
            return common(http.securityMatcher("/policies/**"))
                    .headers(headers -> headers.contentSecurityPolicy(
                                    policy -> policy.policyDirectives("default-src 'self'"))
                            .frameOptions(options -> options.sameOrigin())
                            .referrerPolicy(Customizer.withDefaults())
                            .permissionsPolicyHeader(policy -> policy.policy("camera=(self)")))
                    .build();
        }

        @Bean
        @Order(2)
        SecurityFilterChain off(HttpSecurity http) throws Exception {
            return common(http.securityMatcher("/off/**"))
                    .headers(headers -> headers.disable())
                    .build();
        }

        @Bean
        @Order(3)
        SecurityFilterChain cors(HttpSecurity http) throws Exception {
            CorsConfiguration allowed = new CorsConfiguration();
            allowed.setAllowedOrigins(List.of(Served.ORIGIN, "https://theirs.example"));
            allowed.setAllowedMethods(List.of("GET", "HEAD", "POST"));
            UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
            source.registerCorsConfiguration("/**", allowed);
            return common(http.securityMatcher("/cors/**"))
                    .cors(cors -> cors.configurationSource(source))
                    .build();
        }

        @Bean
        @Order(4)
        SecurityFilterChain defaults(HttpSecurity http) throws Exception {
            return common(http).build();
        }
    }

    @ResponseStatus(HttpStatus.GONE)
    static final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Controller
    @RequestMapping("/{chain}/{share}")
    static class Views {

        @GetMapping("/view-forward")
        String forward() {
            return "forward:hello";
        }

        @GetMapping("/redirect")
        String redirect() {
            return "redirect:hello";
        }
    }

    @RestController
    @RequestMapping("/{chain}/{share}")
    static class Ways {

        @GetMapping({"/hello", "/private", "/admin"})
        String hello() {
            return "hello";
        }

        @PostMapping("/posted")
        String posted() {
            return "posted";
        }

        @GetMapping("/boom")
        String boom() {
            throw new IllegalStateException("boom");
        }

        @GetMapping("/gone")
        String gone() {
            throw new Gone();
        }

        @GetMapping("/teapot")
        void teapot(HttpServletResponse response) throws IOException {
            response.sendError(418);
        }

        @GetMapping("/reset")
        void reset(HttpServletResponse response) throws IOException {
            response.setHeader("X-Frame-Options", "DENY");
            response.reset();
            response.setStatus(202);
            response.getWriter().write("reset");
        }

        @GetMapping("/forward")
        void forward(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
            request.getRequestDispatcher("hello").forward(request, response);
        }

        @GetMapping("/include")
        void include(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
            request.getRequestDispatcher("hello").include(request, response);
        }

        // What made Spring Security lose its headers: it takes the response for committed once it has a length.
        @GetMapping("/length")
        void length(HttpServletResponse response) throws IOException {
            response.setHeader("Content-Length", "6");
            response.getOutputStream().write("length".getBytes(StandardCharsets.UTF_8));
        }

        @GetMapping("/int-length")
        void intLength(HttpServletResponse response) throws IOException {
            response.setIntHeader("Content-Length", 6);
            response.getOutputStream().write("length".getBytes(StandardCharsets.UTF_8));
            response.flushBuffer();
        }

        @GetMapping("/flushed")
        void flushed(HttpServletResponse response) throws IOException {
            response.flushBuffer();
            response.getWriter().write("flushed");
        }

        @GetMapping("/deferred")
        DeferredResult<ResponseEntity<String>> deferred() {
            return later(ResponseEntity.status(201).body("made"));
        }

        @GetMapping("/deferred-boom")
        DeferredResult<String> deferredBoom() {
            return later(new IllegalStateException("later"));
        }

        private static <T> DeferredResult<T> later(Object outcome) {
            DeferredResult<T> result = new DeferredResult<>();
            CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS).execute(() -> {
                @SuppressWarnings("unchecked")
                T value = (T) outcome;
                boolean isSet = outcome instanceof Exception ? result.setErrorResult(outcome) : result.setResult(value);
                assertThat(isSet).isTrue();
            });
            return result;
        }

        @GetMapping("/callable-boom")
        Callable<String> callableBoom() {
            return () -> {
                throw new IllegalStateException("later");
            };
        }

        @GetMapping("/stream")
        StreamingResponseBody stream() {
            return out -> {
                for (int i = 0; i < 20; i++) {
                    out.write(new byte[4096]);
                    out.flush();
                }
            };
        }

        @GetMapping("/entity")
        ResponseEntity<String> entity() {
            return ResponseEntity.ok()
                    .cacheControl(CacheControl.maxAge(60, TimeUnit.SECONDS))
                    .eTag("v1")
                    .varyBy("Accept-Language")
                    .body("entity");
        }

        @GetMapping("/no-content")
        ResponseEntity<Void> nothing() {
            return ResponseEntity.noContent().build();
        }
    }
}
