/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What all endpoints do: they count their requests, answer with JSON, and say clearly what they cannot do. */
abstract class Endpoint extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final String method;
    private final transient Counter requests;

    /**
     * An endpoint.
     *
     * @param method the one it understands; with GET, HEAD as well
     * @param name what the counter {@code api_requests_total} calls it
     */
    Endpoint(String method, String name, MeterRegistry registry) {
        this.method = method;
        requests = Counter.builder("api.requests")
                .description("Requests that reached the application")
                .tag("endpoint", name)
                .register(registry);
    }

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        requests.increment();
        try {
            requireMethod(request, response);
            byte[] json = Json.write(answer(request));
            response.setContentType("application/json");
            response.setContentLength(json.length);
            response.getOutputStream().write(json); // of which the container sends nothing to HEAD
        } catch (Refusal refusal) {
            Problems.send(response, refusal.problem());
        }
    }

    private void requireMethod(HttpServletRequest request, HttpServletResponse response) throws Refusal {
        String asked = request.getMethod();
        boolean get = method.equals("GET");
        if (!asked.equals(method) && !(get && asked.equals("HEAD"))) {
            response.setHeader("Allow", get ? "GET, HEAD" : method); // RFC 9110, section 15.5.6
            throw new Refusal(405, "Expected " + method + '.');
        }
    }

    /** What becomes the answer's JSON. */
    abstract Object answer(HttpServletRequest request) throws Refusal, IOException;
}
