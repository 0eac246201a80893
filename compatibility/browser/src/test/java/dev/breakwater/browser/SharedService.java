/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.browser;

import jakarta.servlet.http.HttpServlet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@link SharedApplication} with one CORS policy for each kind of path. Pages of {@code http://app.localhost} are
 * allowed, and nobody else.
 */
final class SharedService implements AutoCloseable {
    static final String ALLOWED = "app.localhost";
    static final String REFUSED = "evil.localhost";

    final SharedApplication application = new SharedApplication();
    final Service service;

    private SharedService(Stack stack, Map<String, String> settings) throws Exception {
        service = Service.start(stack, settings, Map.<String, HttpServlet>of("/", application));
    }

    /** With more settings beside the policies. */
    static SharedService start(Stack stack, Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("headers.preset", "api");
        // Where a page of the service itself is opened, which may connect to where it came from.
        settings.put("headers.rules[0].paths", "/strict/**");
        settings.put("headers.rules[0].preset", "html");
        policy(settings, 0, "/shared/**");
        policy(settings, 1, "/personal/**");
        settings.put("cors.policies[1].allow-credentials", "true");
        policy(settings, 2, "/kept/**");
        settings.put("cors.policies[2].max-age", "600s");
        policy(settings, 3, "/never-kept/**");
        settings.put("cors.policies[3].max-age", "0s");
        policy(settings, 4, "/timed/**");
        settings.put("cors.policies[4].timing-allow-origin", "*");
        policy(settings, 5, "/strict/**");
        settings.put("cors.policies[5].on-disallowed", "reject");
        return new SharedService(stack, settings);
    }

    private static void policy(Map<String, String> settings, int index, String path) {
        String policy = "cors.policies[" + index + "].";
        settings.put(policy + "paths", path);
        settings.put(policy + "allowed-origins", "http://" + ALLOWED + ":*");
        settings.put(policy + "allowed-methods", "GET, PUT, DELETE");
        settings.put(policy + "allowed-headers", "Content-Type, X-First, X-Second, X-Third");
        settings.put(policy + "exposed-headers", "X-Shown");
    }

    String url(String path) {
        return service.url(path);
    }

    /** The methods of the requests that the browser sent for a path, preflights included. */
    List<String> sent(String path) {
        return service.tap().methods(path);
    }

    @Override
    public void close() throws Exception {
        application.release();
        service.close();
    }
}
