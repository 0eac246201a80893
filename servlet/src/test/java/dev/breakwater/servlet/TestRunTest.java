/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Breakwater;
import dev.breakwater.contract.AdapterServer;
import dev.breakwater.contract.RawClient;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That a run is what it says it is. */
@Tag("container")
final class TestRunTest {
    @Test
    void thereIsOneServletApi() throws Exception {
        String api = Servlet.class.getName().replace('.', '/') + ".class";
        assertThat(Collections.list(getClass().getClassLoader().getResources(api)))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/plain", "/async", "/error"})
    void requestsAreServedOnTheThreadsAskedFor(String path) throws Exception {
        BreakwaterRuntime runtime = BreakwaterRuntime.of(Breakwater.of(List.of()));
        try (AdapterServer server = TestServer.start("", "/page", context -> {
            BreakwaterFilter.register(context, runtime);
            ServletRegistration.Dynamic threads = context.addServlet("threads", new Threads());
            threads.addMapping("/");
            threads.setAsyncSupported(true);
        })) {
            String answer = new RawClient(server.port())
                    .send(new byte[0], "GET " + path + " HTTP/1.1")
                    .text();
            assertThat(answer).isEqualTo(TestServer.usesVirtualThreads() ? "virtual" : "platform");
        }
    }

    /** Says what kind of thread it is called on: at once, after a dispatch, or as an error page. */
    private static final class Threads extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            switch (request.getServletPath()) {
                case "/async" -> request.startAsync().dispatch("/plain");
                case "/error" -> response.sendError(500);
                default -> response.getWriter().print(isVirtual(Thread.currentThread()) ? "virtual" : "platform");
            }
        }

        // By name, because JDK 17 has neither virtual threads nor the method.
        private static boolean isVirtual(Thread thread) {
            try {
                return Runtime.version().feature() >= 21
                        && (Boolean) Thread.class.getMethod("isVirtual").invoke(thread);
            } catch (ReflectiveOperationException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }
}
