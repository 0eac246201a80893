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
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.ratelimit.Bucket4jStore;
import dev.breakwater.ratelimit.Charge;
import dev.breakwater.ratelimit.RateLimitGuard;
import dev.breakwater.ratelimit.RateLimitPolicy;
import dev.breakwater.ratelimit.RateLimitStore;
import dev.breakwater.ratelimit.StoreAnswer;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often the store is asked about one request: it may be behind a network. */
@Tag("container")
final class LimitsAtOnceTest {
    private final CountingStore store = new CountingStore();
    private final BreakwaterRuntime runtime = BreakwaterRuntime.of(Breakwater.builder()
            .guards(List.of(RateLimitGuard.builder()
                    .store(store)
                    .policies(
                            RateLimitPolicy.builder("all")
                                    .limits("1000 per hour")
                                    .build(),
                            RateLimitPolicy.builder("mine")
                                    .limits("2 per hour")
                                    .key("user", "ip")
                                    .build(),
                            RateLimitPolicy.builder("users")
                                    .limits("5 per hour")
                                    .key("user")
                                    .build())
                    .build()))
            .build());
    private AdapterServer server;
    private RawClient client;

    private void start(Filter... filters) throws Exception {
        server = TestServer.start("", null, context -> {
            for (int i = 0; i < filters.length; i++) {
                add(context, "filter" + i, filters[i]);
            }
            ServletRegistration.Dynamic application = context.addServlet("application", new Application());
            application.setAsyncSupported(true);
            application.addMapping("/");
        });
        client = new RawClient(server.port());
    }

    @AfterEach
    void stopServer() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/plain", "/async", "/error", "/unauthorized"})
    void whereNothingAuthenticatesTheStoreIsAskedOnce(String path) throws Exception {
        start(new BreakwaterFilter(runtime));

        get(path, "nobody");

        assertThat(store.asked).hasValue(1);
        assertThat(store.settled).hasValue(0);
    }

    @Test
    void whoeverTheContainerKnowsIsChargedAtOnce() throws Exception {
        start(new Authentication(), new BreakwaterFilter(runtime));

        assertThat(statuses("alice", 3)).containsExactly(200, 200, 429);
        assertThat(statuses("bob", 3)).containsExactly(200, 200, 429);
        assertThat(statuses("nobody", 3)).containsExactly(200, 200, 429);
        assertThat(store.asked).hasValue(9);
        assertThat(store.settled).hasValue(0);
    }

    @Test
    void aSecondPointThatNobodyWaitsForChangesNothing() throws Exception {
        start(new BreakwaterFilter(runtime), new Authentication(), new IdentifiedFilter());

        assertThat(statuses("alice", 1)).containsExactly(200);
        assertThat(statuses("bob", 2)).containsExactly(200, 429);
        assertThat(store.asked).hasValue(3);
        assertThat(store.settled).hasValue(0);
    }

    @Test
    void whereSomethingAuthenticatesWhatWasProvisionalComesBack() throws Exception {
        start(BreakwaterFilter.beforeAuthentication(runtime), new Authentication(), new IdentifiedFilter());

        assertThat(statuses("alice", 1)).containsExactly(200);
        assertThat(store.asked).hasValue(2);
        assertThat(store.settled).hasValue(1);
    }

    @Test
    void everyPolicyIsListedOnceAndHasTakenOne() throws Exception {
        start(new BreakwaterFilter(runtime));

        assertThat(get("/plain", "nobody").elements("RateLimit"))
                .extracting(element -> element.substring(0, element.lastIndexOf(';')))
                .containsExactlyInAnyOrder("\"all\";r=999", "\"mine\";r=1", "\"users\";r=4");
    }

    private List<Integer> statuses(String user, int requests) throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            statuses.add(get("/plain", user).status());
        }
        return statuses;
    }

    private RawAnswer get(String path, String user) throws IOException {
        return client.send(new byte[0], "GET " + path + " HTTP/1.1", "Test-User: " + user);
    }

    private static void add(ServletContext context, String name, Filter filter) {
        FilterRegistration.Dynamic registration = context.addFilter(name, filter);
        registration.addMappingForUrlPatterns(
                EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR), true, "/*");
        registration.setAsyncSupported(true);
    }

    /** Knows everybody but {@code nobody}: before the chain as a container does, or behind it as a filter does. */
    private static final class Authentication extends HttpFilter {
        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String user = request.getHeader("Test-User");
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
            switch (request.getServletPath()) {
                case "/unauthorized" -> response.setStatus(401);
                case "/error" -> response.sendError(500);
                case "/async" -> dispatchOnce(request, response);
                default -> response.getWriter().write("served");
            }
        }

        private static void dispatchOnce(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getDispatcherType() == DispatcherType.ASYNC) {
                response.getWriter().write("served");
                return;
            }
            AsyncContext async = request.startAsync();
            async.dispatch();
        }
    }

    /** Counts questions. */
    private static final class CountingStore implements RateLimitStore {
        private final RateLimitStore memory = Bucket4jStore.of(TimeSource.system());
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger settled = new AtomicInteger();

        @Override
        public CompletionStage<StoreAnswer> decide(List<Charge> charges) {
            asked.incrementAndGet();
            return memory.decide(charges);
        }

        @Override
        public CompletionStage<StoreAnswer> settle(List<Settlement> settlements) {
            settled.incrementAndGet();
            return memory.settle(settlements);
        }
    }
}
