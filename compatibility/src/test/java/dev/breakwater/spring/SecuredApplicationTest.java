/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.RawAnswer;
import dev.breakwater.servlet.BreakwaterFilter;
import dev.breakwater.servlet.IdentifiedFilter;
import jakarta.servlet.Filter;
import java.lang.StackWalker.StackFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A Spring MVC application behind Spring Security, over real HTTP. */
@Tag("container")
class SecuredApplicationTest {
    // What Spring Security and Breakwater both write, and what only one of them does.
    private static final List<String> ONCE = List.of(
            "Content-Security-Policy",
            "X-Content-Type-Options",
            "X-Frame-Options",
            "X-XSS-Protection",
            "Referrer-Policy",
            "Cache-Control",
            "X-Request-Id",
            "Access-Control-Allow-Origin",
            "Vary");

    private static Served served;

    @BeforeAll
    static void start() {
        served = Served.start(
                Application.class,
                "--breakwater.rate-limit.policies[0].name=per-user",
                "--breakwater.rate-limit.policies[0].paths=/limited",
                "--breakwater.rate-limit.policies[0].key=user, ip",
                "--breakwater.rate-limit.policies[0].limits=2 per hour");
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static String as(String user) {
        String credentials = user + ":secret";
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private static void carriesEachOnce(RawAnswer answer) {
        for (String name : ONCE) {
            assertThat(answer.header(name)).as(name + " of " + answer.status()).hasSize(1);
        }
        assertThat(answer.elements("Vary")).containsOnlyOnce("Origin");
    }

    @ParameterizedTest
    @CsvSource({
        "/private, nobody, 401",
        "/admin, ann, 403",
        "/private, ann, 200",
        "/boom, ann, 500",
        "/nowhere, ann, 404"
    })
    void everyAnswerCarriesEachHeaderOnceAndEndsOnce(String path, String user, int status) throws Exception {
        RawAnswer answer = served.get(path, as(user));

        assertThat(answer.status()).isEqualTo(status);
        carriesEachOnce(answer);
        assertThat(served.end().status()).isEqualTo(status);
    }

    @Test
    void anAnonymousRequestIsChallengedUnderOurHeaders() throws Exception {
        RawAnswer answer = served.get("/private");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).hasSize(1);
        carriesEachOnce(answer);
    }

    @Test
    void usersBehindOneAddressHaveQuotasOfTheirOwnAndTheAnonymousShareTheAddress() throws Exception {
        assertThat(statuses("ann", 3)).containsExactly(200, 200, 429);
        assertThat(statuses("bob", 3)).containsExactly(200, 200, 429);
        assertThat(List.of(
                        served.get("/limited").status(),
                        served.get("/limited").status(),
                        served.get("/limited").status()))
                .containsExactly(200, 200, 429);
        RawAnswer refused = served.get("/limited", as("ann"));
        carriesEachOnce(refused);
        assertThat(refused.header("RateLimit")).hasSize(1);
        assertThat(refused.header("Retry-After")).hasSize(1);
        assertThat(refused.header("Content-Type")).containsExactly("application/problem+json");
    }

    private static List<Integer> statuses(String user, int times) throws Exception {
        Integer[] statuses = new Integer[times];
        for (int i = 0; i < times; i++) {
            statuses[i] = served.get("/limited", as(user)).status();
        }
        return List.of(statuses);
    }

    @Test
    void preflightsPassAndAreNotChallenged() throws Exception {
        RawAnswer answer = served.send(
                "OPTIONS /private",
                "",
                "Access-Control-Request-Method: PUT",
                "Access-Control-Request-Headers: authorization");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("WWW-Authenticate")).isEmpty();
        assertThat(answer.elements("Access-Control-Allow-Headers"))
                .extracting(name -> name.toLowerCase(Locale.ROOT))
                .contains("authorization");
    }

    @Test
    void probesNeedNoUser() throws Exception {
        assertThat(served.get("/livez").status()).isEqualTo(200);
    }

    @Test
    void theFiltersStandRightAroundSpringSecurity() throws Exception {
        List<String> filters = List.of(served.get("/filters", as("ann")).text().split(","));

        assertThat(filters)
                .filteredOn(filter -> !filter.endsWith(".ServerHttpObservationFilter"))
                .first()
                .isEqualTo(BreakwaterFilter.class.getName());
        assertThat(filters).containsSequence(FilterChainProxy.class.getName(), IdentifiedFilter.class.getName());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Served.Ends ends() {
            return new Served.Ends();
        }

        @Bean
        Answers answers() {
            return new Answers();
        }

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(
                    User.withUsername("ann")
                            .password("{noop}secret")
                            .roles("USER")
                            .build(),
                    User.withUsername("bob")
                            .password("{noop}secret")
                            .roles("USER")
                            .build());
        }

        @Bean
        SecurityFilterChain security(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.requestMatchers("/limited", "/error")
                            .permitAll()
                            .requestMatchers("/admin")
                            .hasRole("ADMIN")
                            .anyRequest()
                            .authenticated())
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }
    }

    @RestController
    static class Answers {

        @GetMapping({"/private", "/admin", "/limited"})
        String hello() {
            return "hello";
        }

        /** The filters that were called on the way here, the outermost first: read off the stack, as any server has one. */
        @GetMapping("/filters")
        String filters() {
            List<String> innermostFirst = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                    .walk(frames -> frames.map(StackFrame::getDeclaringClass)
                            .filter(Filter.class::isAssignableFrom)
                            .map(Class::getName)
                            .distinct()
                            .collect(Collectors.toCollection(ArrayList::new)));
            Collections.reverse(innermostFirst);
            return String.join(",", innermostFirst);
        }

        @GetMapping("/boom")
        String boom() {
            throw new IllegalStateException("boom");
        }
    }
}
