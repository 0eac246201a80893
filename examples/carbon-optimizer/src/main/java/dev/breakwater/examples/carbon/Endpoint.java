/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** What all endpoints do: they count their requests, answer with JSON, and say clearly what they cannot do. */
abstract class Endpoint extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Counter requests;

    /**
     * An endpoint.
     *
     * @param name what the counter {@code api_requests_total} calls it
     */
    Endpoint(String name, MeterRegistry registry) {
        requests = Counter.builder("api.requests")
                .description("Requests that reached the application")
                .tag("endpoint", name)
                .register(registry);
    }

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        requests.increment();
        try {
            super.service(request, response);
        } catch (Refusal refusal) {
            Problems.send(response, refusal.problem());
        }
    }

    static void answer(HttpServletResponse response, Map<String, ?> json) throws IOException {
        response.setContentType("application/json");
        response.getOutputStream().write(Json.write(json));
    }
}
