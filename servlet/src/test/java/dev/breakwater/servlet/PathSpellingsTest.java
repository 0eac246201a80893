/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.contract.AdapterServer;
import dev.breakwater.contract.PathSpellings;
import dev.breakwater.contract.RawAnswer;
import dev.breakwater.contract.RawClient;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a client spells a path, whatever reaches a handler is charged to the policy of that handler's path. */
@Tag("container")
final class PathSpellingsTest {
    private static final String HANDLER = "X-Handler";
    private static final List<String> PATHS = List.of("/login", "/admin/users", "/api/v1/login", "/report.do");

    private final AtomicInteger calls = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(strings = {"", "/app"})
    void whateverReachesAHandlerIsCharged(String contextPath) throws Exception {
        try (BreakwaterRuntime runtime = runtime(contextPath);
                AdapterServer server = TestServer.start(contextPath, ErrorPageServlet.PATH, context -> {
                    BreakwaterFilter.register(context, runtime);
                    context.addServlet("login", new Handler("/login", true)).addMapping("/login");
                    context.addServlet("admin", new Handler("/admin/users", false))
                            .addMapping("/admin/*");
                    context.addServlet("api", new Handler("/api/v1/login", false))
                            .addMapping("/api/*");
                    context.addServlet("report", new Handler("/report.do", true))
                            .addMapping("*.do");
                    context.addServlet("rest", new Handler("none", false)).addMapping("/");
                    context.addServlet("errors", new ErrorPageServlet()).addMapping(ErrorPageServlet.PATH);
                })) {
            RawClient client = new RawClient(server.port());
            List<String> escaped = new ArrayList<>();
            for (String path : PATHS) {
                for (String spelling : PathSpellings.of(contextPath, path)) {
                    int before = calls.get();
                    RawAnswer answer = client.send(new byte[0], "GET " + spelling + " HTTP/1.1");
                    boolean isPlain = spelling.equals(contextPath + path);
                    if (calls.get() > before && !isCharged(answer, path)) {
                        escaped.add(spelling + " -> " + answer.header(HANDLER));
                    }
                    assertThat(!isPlain || calls.get() > before).as(spelling).isTrue();
                }
                assertThat(client.send(new byte[0], "GET " + contextPath + path.toUpperCase(Locale.ROOT) + " HTTP/1.1")
                                .header(HANDLER))
                        .doesNotContain(path);
            }
            assertThat(escaped).isEmpty();
        }
    }

    private static boolean isCharged(RawAnswer answer, String path) {
        return answer.header("RateLimit").stream().anyMatch(field -> field.contains('"' + name(path) + '"'));
    }

    private static String name(String path) {
        return path.substring(1).replace('/', '-');
    }

    // A servlet that answers whatever ends like this has to be limited like this.
    private static String pattern(String path) {
        return path.endsWith(".do") ? "/**/*.do" : path;
    }

    private static BreakwaterRuntime runtime(String contextPath) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < PATHS.size(); i++) {
            settings.put("rate-limit.policies[" + i + "].name", name(PATHS.get(i)));
            settings.put("rate-limit.policies[" + i + "].paths", contextPath + pattern(PATHS.get(i)));
            settings.put("rate-limit.policies[" + i + "].limits", "100000 per hour");
        }
        settings.put("request-log.enabled", "false");
        return BreakwaterRuntime.builder(Layers.of(Layer.of("test", settings))).start();
    }

    /** Answers its path, and knows it either by its mapping or as routers do, by the rest of the path. */
    private final class Handler extends HttpServlet {
        private static final long serialVersionUID = 1;

        private final String path;
        private final boolean byMapping;

        Handler(String path, boolean byMapping) {
            this.path = path;
            this.byMapping = byMapping;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            String asked = rest(request.getServletPath()) + rest(request.getPathInfo());
            if (byMapping || asked.equals(path) || asked.equals(path + "/")) {
                calls.incrementAndGet();
                response.setHeader(HANDLER, path);
            } else {
                response.setStatus(404);
            }
        }

        private static String rest(@Nullable String part) {
            return part == null ? "" : part;
        }
    }
}
