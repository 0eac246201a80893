/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.TestApplication;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests of every ending at once, many at a time: as many events as requests, none twice, and nothing held back. */
@Tag("container")
final class ChaosTest {
    private static final int CLIENTS = 16;
    // Few failures: containers write long about each.
    private static final List<String> SCENES = List.of(
            "/plain",
            "/plain",
            "/plain",
            "/plain",
            "/text",
            "/text",
            "/text",
            "/text",
            "/echo",
            "/echo",
            "/reset",
            "/reset",
            "/missing",
            "/missing",
            "/complete",
            "/complete",
            "/dispatch",
            "/dispatch",
            "/throw",
            "/cut-off");

    private final AtomicInteger entered = new AtomicInteger();

    @Test
    void losesNoEventAndWritesNoneTwice() throws Exception {
        // The whole number once for each line of servers, and not on each of them.
        run(StatusScenes.areThereOverloads() ? 10_000 : 1_000);
    }

    @Test
    @Tag("heavy")
    void losesNoEventAndWritesNoneTwiceForLong() throws Exception {
        run(200_000);
    }

    private void run(int requests) throws Exception {
        try (TalliedService service = new TalliedService(Map.of(), ErrorPageServlet.PATH, this::deploy)) {
            scenes(service);
            ExecutorService pool = Executors.newFixedThreadPool(CLIENTS);
            try {
                List<Callable<Integer>> clients = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    Random random = new Random(i);
                    clients.add(() -> client(service.port(), requests / CLIENTS, random));
                }
                for (Future<Integer> client : pool.invokeAll(clients)) {
                    assertThat(client.get()).isEqualTo(requests / CLIENTS);
                }
            } finally {
                pool.shutdownNow();
            }
            Awaitility.await()
                    .dontCatchUncaughtExceptions()
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(20))
                    .untilAsserted(() -> {
                        assertThat(service.ended()).isEqualTo(entered.get());
                        assertThat(service.events.lines).hasSize(entered.get());
                        assertThat(service.runtime.load().inFlight()).isZero();
                    });
            assertThat(entered.get()).isGreaterThan(requests * 9 / 10);
            service.forgetEnds();
        }
    }

    private void deploy(ServletContext context, @Nullable BreakwaterRuntime runtime) {
        FilterRegistration.Dynamic door = context.addFilter("door", new Door(entered));
        door.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        door.setAsyncSupported(true);
        TalliedService.register(context, runtime);
        context.addServlet("errors", new ErrorPageServlet()).addMapping(ErrorPageServlet.PATH);
    }

    private static void scenes(TalliedService service) {
        service.on("/plain", (request, response) -> response.getOutputStream().print("plain"))
                .on("/text", (request, response) -> response.getWriter().print("text"))
                .on("/throw", (request, response) -> {
                    throw new TestApplication.Failure();
                })
                .on("/cut-off", (request, response) -> {
                    response.getOutputStream().print("part");
                    response.flushBuffer();
                    throw new TestApplication.Failure();
                })
                .on("/echo", (request, response) -> request.getInputStream().transferTo(response.getOutputStream()))
                .on("/reset", (request, response) -> {
                    response.getWriter().print("never sent");
                    response.reset();
                })
                .on("/complete", (request, response) -> {
                    AsyncContext async = request.startAsync();
                    async.start(() -> {
                        async.complete();
                    });
                })
                .on("/dispatch", (request, response) -> {
                    if (request.getDispatcherType() == DispatcherType.REQUEST) {
                        AsyncContext async = request.startAsync();
                        async.start(async::dispatch);
                    } else {
                        response.getOutputStream().print("dispatched");
                    }
                });
    }

    /** Sends so many requests; one in fifty leaves before its answer comes. */
    private static int client(int port, int requests, Random random) throws IOException {
        WireConnection connection = WireConnection.to(port);
        int sent = 0;
        while (sent < requests) {
            String scene = SCENES.get(random.nextInt(SCENES.size()));
            List<String> lines = List.of("GET " + scene + " HTTP/1.1", "Host: localhost");
            boolean leaves = random.nextInt(50) == 0;
            boolean isOpen;
            if (leaves) {
                connection.write(lines);
                isOpen = false;
            } else {
                isOpen = isWhole(connection, lines);
            }
            sent++;
            if (!isOpen) {
                connection.close();
                connection = WireConnection.to(port);
            }
        }
        connection.close();
        return sent;
    }

    private static boolean isWhole(WireConnection connection, List<String> lines) throws IOException {
        try {
            var answer = connection.send(lines);
            return answer.whole() && !answer.header("Connection").contains("close");
        } catch (IOException cut) {
            return false;
        }
    }

    /** Counts the requests that come in. */
    private static final class Door extends HttpFilter {
        private static final long serialVersionUID = 1L;
        private final transient AtomicInteger entered;

        Door(AtomicInteger entered) {
            this.entered = entered;
        }

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            entered.incrementAndGet();
            chain.doFilter(request, response);
        }
    }
}
