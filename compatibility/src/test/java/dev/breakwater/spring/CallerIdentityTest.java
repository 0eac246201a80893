/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.breakwater.contract.PathSpellings;
import dev.breakwater.contract.RawAnswer;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.servlet.IdentifiedFilter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.filters.RemoteIpFilter;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.catalina.valves.ValveBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.ForwardedHeaderFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/** Who is charged, and what keeps that from being known, over real HTTP. */
@Tag("container")
@Tag("long")
class CallerIdentityTest {
    private static final String TOMCAT = "dev.breakwater.spring.CallerIdentityTest#isTomcat";
    private static final List<String> LIMITED = List.of(
            "--spring.autoconfigure.exclude=" + String.join(",", ServedApplicationTest.Application.SECURITY),
            "--breakwater.rate-limit.policies[0].name=login",
            "--breakwater.rate-limit.policies[0].paths=/login",
            "--breakwater.rate-limit.policies[0].limits=3 per hour");

    static boolean isTomcat() {
        return ClassUtils.isPresent("org.apache.catalina.startup.Tomcat", null);
    }

    /** Further values of a list are added to those of {@link #LIMITED}, as Spring does with repeated arguments. */
    private static Served served(Class<?> application, String... arguments) {
        return Served.start(application, with(arguments));
    }

    private static String[] with(String... arguments) {
        List<String> all = new ArrayList<>(LIMITED);
        all.addAll(List.of(arguments));
        return all.toArray(new String[0]);
    }

    private static Throwable fault(Class<?> application, String... arguments) {
        Throwable thrown = catchThrowable(() -> served(application, arguments).close());
        while (thrown != null && thrown.getCause() != null && !(thrown instanceof InvalidPolicyException)) {
            thrown = thrown.getCause();
        }
        return thrown;
    }

    /** Sends requests that each claim to be somebody else; how many of them were admitted. */
    private static int admitted(Served served) throws Exception {
        int admitted = 0;
        for (int i = 1; i <= 8; i++) {
            RawAnswer answer = served.get(
                    "/login",
                    "X-Forwarded-For: 203.0.113." + i,
                    "X-Forwarded-For: 198.51.100." + i + ", 192.0.2." + i,
                    "Forwarded: for=203.0.113." + i,
                    "X-Real-IP: 203.0.113." + i,
                    "X-Forwarded-Proto: https");
            admitted += answer.status() == 200 ? 1 : 0;
        }
        return admitted;
    }

    @Nested
    class SpoofedHeaders {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "--unset",
                    "--server.forward-headers-strategy=none",
                    "--server.forward-headers-strategy=NONE",
                    "--breakwater.caller.forwarded-header=forwarded",
                    "--breakwater.caller.forwarded-header=none",
                    "--breakwater.caller.trusted-proxies=10.0.0.0/8"
                })
        void changeNothing(String setting) throws Exception {
            try (Served served = served(Application.class, setting)) {
                assertThat(admitted(served)).isEqualTo(3);
            }
        }

        @Test
        void changeNothingOnAPlatformOfProxiesWhereNoneIsSaid() throws Exception {
            try (Served served = served(
                    Application.class,
                    "--spring.main.cloud-platform=kubernetes",
                    "--server.forward-headers-strategy=none")) {
                assertThat(admitted(served)).isEqualTo(3);
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "--server.forward-headers-strategy=native",
                    "--server.forward-headers-strategy=framework",
                    "--server.forward-headers-strategy=Framework",
                    "--spring.main.cloud-platform=kubernetes",
                    "--spring.main.cloud-platform=heroku",
                    "--server.tomcat.remoteip.remote-ip-header=x-forwarded-for",
                    "--server.tomcat.remoteip.protocol-header=x-forwarded-proto"
                })
        void keepTheApplicationFromStartingWhereTheContainerBelievesThem(String setting) {
            assertThat(fault(Application.class, setting))
                    .isInstanceOf(InvalidPolicyException.class)
                    .hasMessageContaining("BW-SPRING-001");
        }
    }

    @Nested
    class IdentityLeftToTheContainer {
        // The peer is 127.0.0.1, which Tomcat's own list of internal proxies trusts; it walks from right to left.
        @ParameterizedTest
        @EnabledIf(TOMCAT)
        @ValueSource(strings = {"--server.forward-headers-strategy=native", "--spring.main.cloud-platform=kubernetes"})
        void isWhatItSays(String setting) throws Exception {
            try (Served served = served(Application.class, setting, "--breakwater.caller.forwarded-header=none")) {
                assertThat(admitted(served)).isEqualTo(8);
                for (int i = 0; i < 3; i++) {
                    assertThat(served.get("/login", "X-Forwarded-For: 1.2.3." + i + ", 192.0.2.99")
                                    .status())
                            .isEqualTo(200);
                }
                assertThat(served.get("/login", "X-Forwarded-For: 1.2.3.9, 192.0.2.99")
                                .status())
                        .isEqualTo(429);
            }
        }

        @Test
        void mayBeAFilterOfTheApplications() throws Exception {
            try (Served served = served(WithForwardedHeaderFilter.class, "--breakwater.caller.forwarded-header=none")) {
                assertThat(served.get("/login").status()).isEqualTo(200);
            }
        }
    }

    @Nested
    class WhatRewritesTheCallerInTheApplication {
        @ParameterizedTest
        @ValueSource(classes = {WithForwardedHeaderFilter.class, WithForwardedHeaderRegistration.class})
        void keepsItFromStarting(Class<?> application) {
            refuses(application);
        }

        @ParameterizedTest
        @EnabledIf(TOMCAT)
        @ValueSource(classes = {WithRemoteIpFilter.class, WithRemoteIpValve.class, WithCustomizedTomcat.class})
        void keepsItFromStartingOnTomcatToo(Class<?> application) {
            refuses(application);
        }

        private static void refuses(Class<?> application) {
            assertThat(fault(application))
                    .isInstanceOf(InvalidPolicyException.class)
                    .hasMessageContaining("BW-SPRING-004")
                    .hasMessageContaining("forwarded-header=none");
        }

        @Test
        void isFoundInTheServletContextIfItsBeanDoesNotTell() {
            assertThat(catchThrowable(() -> served(WithUntoldRegistration.class).close()))
                    .isNotNull();
        }

        @Test
        void isFineWithoutProtections() throws Exception {
            try (Served served = served(WithForwardedHeaderFilter.class, "--breakwater.enabled=false")) {
                assertThat(served.get("/login").status()).isEqualTo(200);
            }
        }
    }

    @Nested
    class UsersWithoutSpringSecurity {

        @Test
        @EnabledIf(TOMCAT)
        void countIfAValveKnowsThem() throws Exception {
            countEachAlone(WithAuthenticatingValve.class);
        }

        @Test
        void countIfAFilterBeforeTheSecondPointKnowsThem() throws Exception {
            countEachAlone(WithAuthenticatingFilter.class);
        }

        private static void countEachAlone(Class<?> application) throws Exception {
            try (Served served = served(application, "--breakwater.rate-limit.policies[0].key=user, ip")) {
                for (String caller : List.of("X-User: alice", "X-User: bob", "X-Nobody: at all")) {
                    List<Integer> statuses = new ArrayList<>();
                    for (int i = 0; i < 4; i++) {
                        statuses.add(served.get("/login", caller).status());
                    }
                    assertThat(statuses).as(caller).containsExactly(200, 200, 200, 429);
                }
            }
        }
    }

    @Nested
    class DoubtsAtTheStart {
        private final ByteArrayOutputStream output = new ByteArrayOutputStream();
        private final PrintStream console = System.out;

        @BeforeEach
        void listen() {
            System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        }

        @AfterEach
        void stopListening() {
            System.setOut(console);
        }

        private static final String WARN = "--logging.level.dev.breakwater=warn";

        @Test
        void patternsThatNoControllerHandles() throws Exception {
            served(
                            Application.class,
                            WARN,
                            "--breakwater.rate-limit.policies[0].paths=/logn,/items/7,/items/**,/files/**,/nowhere")
                    .close();

            assertThat(output.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("BW-SPRING-005")))
                    .hasSize(2)
                    .anySatisfy(line -> assertThat(line).contains("/logn", "Did you mean /login?"))
                    .anySatisfy(line -> assertThat(line).contains("/nowhere"));
        }

        @Test
        void exemptPatternsThatNoControllerHandles() throws Exception {
            served(Application.class, WARN, "--breakwater.rate-limit.policies[0].exempt-paths=/items/7,/statsu")
                    .close();

            assertThat(output.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("BW-SPRING-005")))
                    .singleElement()
                    .asString()
                    .contains("login.exempt-paths: /statsu ");
        }

        @Test
        void patternsWithoutTheContextPath() throws Exception {
            served(
                            Application.class,
                            WARN,
                            "--server.servlet.context-path=/app",
                            "--breakwater.rate-limit.policies[0].paths=/app/login")
                    .close();

            assertThat(output.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("BW-SPRING-005")))
                    .singleElement()
                    .asString()
                    .contains("login.paths: /login ");
        }

        @Test
        void usersWhereNobodyAuthenticates() throws Exception {
            served(Application.class, WARN, "--breakwater.rate-limit.policies[0].key=user")
                    .close();

            assertThat(output.toString(StandardCharsets.UTF_8)).containsOnlyOnce("BW-SPRING-006");
        }

        @Test
        void usersWhereAnotherKeyCountsAreOnlyMentioned() throws Exception {
            served(
                            Application.class,
                            "--logging.level.dev.breakwater=info",
                            "--breakwater.rate-limit.policies[0].key=user, ip")
                    .close();

            assertThat(output.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("BW-SPRING-006")))
                    .singleElement()
                    .asString()
                    .contains("INFO", "the next key counts in its place");
        }

        @Test
        void usersThatAFilterOfTheApplicationKnowsAreNone() throws Exception {
            served(WithAuthenticatingFilter.class, WARN, "--breakwater.rate-limit.policies[0].key=user")
                    .close();

            assertThat(output.toString(StandardCharsets.UTF_8)).doesNotContain("BW-SPRING-006");
        }

        @Test
        void aProxyThatIsNotTrustedIsNamedOnce() throws Exception {
            try (Served served = served(Application.class, WARN)) {
                admitted(served);
            }

            assertThat(output.toString(StandardCharsets.UTF_8)).containsOnlyOnce("BW-CALLER-022");
        }

        @Test
        void nothingElse() throws Exception {
            try (Served served = served(Application.class, WARN)) {
                served.get("/login");
            }

            assertThat(output.toString(StandardCharsets.UTF_8)).doesNotContain("BW-");
        }
    }

    @Nested
    class PathsInAnySpelling {
        @ParameterizedTest
        @ValueSource(strings = {"", "/app"})
        void areChargedIfTheyReachTheHandler(String contextPath) throws Exception {
            try (Served served = Served.start(
                    Application.class,
                    LIMITED.get(0),
                    "--breakwater.rate-limit.policies[0].name=login",
                    "--server.servlet.context-path=" + contextPath,
                    "--breakwater.rate-limit.policies[0].paths=" + contextPath + "/login",
                    "--breakwater.rate-limit.policies[0].limits=100000 per hour",
                    "--breakwater.rate-limit.policies[1].name=item",
                    "--breakwater.rate-limit.policies[1].paths=" + contextPath + "/items/{id}",
                    "--breakwater.rate-limit.policies[1].limits=100000 per hour")) {
                Answers answers = served.bean(Answers.class);
                List<String> escaped = new ArrayList<>(escaped(served, answers.logins, contextPath, "/login", "login"));
                escaped.addAll(escaped(served, answers.items, contextPath, "/items/7", "item"));
                assertThat(escaped).isEmpty();
            }
        }

        private static List<String> escaped(
                Served served, AtomicInteger calls, String contextPath, String path, String policy) throws Exception {
            List<String> escaped = new ArrayList<>();
            assertThat(served.get(contextPath + path).status()).isEqualTo(200);
            assertThat(calls.get()).isEqualTo(1);
            for (String spelling : PathSpellings.of(contextPath, path)) {
                int before = calls.get();
                RawAnswer answer = served.get(spelling);
                boolean isCharged = answer.header("RateLimit").toString().contains('"' + policy + '"');
                if (calls.get() > before && !isCharged) {
                    escaped.add(spelling + " " + answer.status());
                }
            }
            return escaped;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        Answers answers() {
            return new Answers();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithForwardedHeaderFilter extends Application {
        @Bean
        ForwardedHeaderFilter forwarded() {
            return new ForwardedHeaderFilter();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithForwardedHeaderRegistration extends Application {
        @Bean
        FilterRegistrationBean<ForwardedHeaderFilter> forwarded() {
            return new FilterRegistrationBean<>(new ForwardedHeaderFilter());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithUntoldRegistration extends Application {
        @Bean
        FilterRegistrationBean<?> forwarded() {
            return new FilterRegistrationBean<>(new ForwardedHeaderFilter());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithRemoteIpFilter extends Application {
        @Bean
        RemoteIpFilter remoteIp() {
            return new RemoteIpFilter();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithRemoteIpValve extends Application {
        @Bean
        RemoteIpValve remoteIp() {
            return new RemoteIpValve();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithCustomizedTomcat extends Application {
        @Bean
        WebServerFactoryCustomizer<WebServerFactory> valve() {
            return factory -> ContextValves.add(factory, new RemoteIpValve());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithAuthenticatingValve extends Application {
        @Bean
        WebServerFactoryCustomizer<WebServerFactory> valve() {
            return factory -> ContextValves.add(factory, new AuthenticatingValve());
        }
    }

    /** As docs/spring.md says it. */
    @Configuration(proxyBeanMethods = false)
    static class WithAuthenticatingFilter extends Application {
        @Bean
        FilterRegistrationBean<AuthenticatingFilter> authentication() {
            FilterRegistrationBean<AuthenticatingFilter> registration =
                    new FilterRegistrationBean<>(new AuthenticatingFilter());
            registration.setOrder(10);
            return registration;
        }

        @Bean
        FilterRegistrationBean<IdentifiedFilter> identified() {
            FilterRegistrationBean<IdentifiedFilter> registration =
                    new FilterRegistrationBean<>(new IdentifiedFilter());
            registration.setOrder(11);
            return registration;
        }
    }

    /** By reflection, because the type of Tomcat's factory differs between the lines of Boot. */
    private static final class ContextValves {
        static void add(WebServerFactory factory, Valve valve) {
            Method adder = ReflectionUtils.findMethod(factory.getClass(), "addContextValves", Valve[].class);
            ReflectionUtils.invokeMethod(adder, factory, (Object) new Valve[] {valve});
        }
    }

    private static final class AuthenticatingValve extends ValveBase {
        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            String user = request.getHeader("X-User");
            if (user != null) {
                request.setUserPrincipal(() -> user);
            }
            getNext().invoke(request, response);
        }
    }

    static final class AuthenticatingFilter extends OncePerRequestFilter {
        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String user = request.getHeader("X-User");
            Principal principal = user == null ? null : () -> user;
            chain.doFilter(
                    new HttpServletRequestWrapper(request) {
                        @Override
                        public Principal getUserPrincipal() {
                            return principal;
                        }
                    },
                    response);
        }
    }

    @RestController
    static class Answers {
        private final AtomicInteger logins = new AtomicInteger();
        private final AtomicInteger items = new AtomicInteger();

        @GetMapping("/login")
        String login() {
            logins.incrementAndGet();
            return "in";
        }

        @GetMapping("/items/{id}")
        String item(@PathVariable("id") String id) {
            items.incrementAndGet();
            return id;
        }

        @GetMapping("/files/{*rest}")
        String file(@PathVariable("rest") String rest) {
            return rest;
        }
    }
}
