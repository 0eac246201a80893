/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Breakwater;
import dev.breakwater.contract.AdapterServer;
import dev.breakwater.contract.RawAnswer;
import dev.breakwater.contract.RawClient;
import dev.breakwater.ratelimit.RateLimitGuard;
import dev.breakwater.ratelimit.RateLimitPolicy;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Limits by user, or else by address, before and after authentication, as clients see them. */
@Tag("container")
final class LimitsBehindAuthenticationTest {
    private AdapterServer server;
    private RawClient client;

    @BeforeEach
    void startServer() throws Exception {
        BreakwaterRuntime runtime = BreakwaterRuntime.of(Breakwater.builder()
                .guards(List.of(RateLimitGuard.builder()
                        .policies(
                                RateLimitPolicy.builder("all")
                                        .limits("1000 per hour")
                                        .build(),
                                RateLimitPolicy.builder("sign-in")
                                        .limits("3 per hour")
                                        .key("user", "ip")
                                        .build())
                        .build()))
                .build());
        server = TestServer.start("", null, context -> {
            add(context, "outer", BreakwaterFilter.beforeAuthentication(runtime));
            add(context, "authentication", new Authentication());
            add(context, "inner", new IdentifiedFilter());
            context.addServlet("application", new Application()).addMapping("/");
        });
        client = new RawClient(server.port());
    }

    @AfterEach
    void stopServer() throws Exception {
        server.close();
    }

    @Test
    void guessingPasswordsIsLimited() throws Exception {
        List<Integer> expected = new ArrayList<>(List.of(401, 401, 401));
        expected.addAll(Collections.nCopies(9, 429));

        assertThat(statuses("wrong", 12)).isEqualTo(expected);
    }

    @Test
    void usersBehindOneAddressHaveTheirOwnQuotaAndLeaveTheAddressItsOwn() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(get("alice").status()).isEqualTo(200);
            assertThat(get("bob").status()).isEqualTo(200);
        }

        assertThat(get("alice").status()).isEqualTo(429);
        assertThat(get("bob").status()).isEqualTo(429);
        assertThat(statuses("wrong", 4)).containsExactly(401, 401, 401, 429);
    }

    @Test
    void aRefusedUserLeavesTheAddressItsQuota() throws Exception {
        assertThat(statuses("alice", 9)).containsExactly(200, 200, 200, 429, 429, 429, 429, 429, 429);

        assertThat(statuses("wrong", 4)).containsExactly(401, 401, 401, 429);
    }

    @Test
    void fieldsListEachPolicyOnceAndNameWhoeverIsCharged() throws Exception {
        get("alice");

        assertFields(get("alice"), 200, 998, 1);
        assertFields(get("wrong"), 401, 997, 2);
        assertFields(get("nobody"), 200, 996, 2);
        assertFields(get("alice"), 200, 995, 0);
        assertThat(get("alice").header("RateLimit")).singleElement().asString().contains("\"sign-in\";r=0");
    }

    @Test
    void fieldsSurviveAResetAfterAuthentication() throws Exception {
        assertFields(client.send(new byte[0], "GET /reset HTTP/1.1", "Test-User: alice"), 200, 999, 2);
    }

    private static void assertFields(RawAnswer answer, int status, int all, int signIn) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("RateLimit-Policy")).containsExactly("\"all\";q=1000;w=3600, \"sign-in\";q=3;w=3600");
        assertThat(answer.elements("RateLimit")).hasSize(2);
        assertThat(answer.header("RateLimit"))
                .singleElement()
                .asString()
                .contains("\"all\";r=" + all + ";")
                .contains("\"sign-in\";r=" + signIn + ";");
    }

    private List<Integer> statuses(String user, int requests) throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            statuses.add(get(user).status());
        }
        return statuses;
    }

    private RawAnswer get(String user) throws IOException {
        return client.send(new byte[0], "GET /plain HTTP/1.1", "Test-User: " + user);
    }

    private static void add(ServletContext context, String name, Filter filter) {
        FilterRegistration.Dynamic registration = context.addFilter(name, filter);
        registration.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), true, "/*");
        registration.setAsyncSupported(true);
    }

    /** Knows everybody but {@code nobody}, who stays anonymous, and {@code wrong}, who is refused. */
    private static final class Authentication extends HttpFilter {
        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String user = request.getHeader("Test-User");
            if ("wrong".equals(user) && request.getDispatcherType() == DispatcherType.REQUEST) {
                response.sendError(401);
                return;
            }
            Principal principal = "nobody".equals(user) ? null : () -> user;
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

    private static final class Application extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getServletPath().equals("/reset")) {
                response.reset();
            }
            response.getWriter().write("served");
        }
    }
}
