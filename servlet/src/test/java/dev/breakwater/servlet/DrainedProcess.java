/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.contract.AdapterServer;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** A service in a process of its own, which drains when it is told to end, and the one who started it. */
final class DrainedProcess implements AutoCloseable {
    private static final String PORT = "listens at ";

    private final Process process;
    private final Queue<String> output = new ConcurrentLinkedQueue<>();
    private final Thread reader;
    private final int port;

    /** Starts it on the server that this test run is for, with these settings: {@code health.drain-delay=1s}. */
    DrainedProcess(String... settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx128m",
                "-Dtest.server=" + System.getProperty("test.server"),
                "-cp",
                System.getProperty("java.class.path"),
                DrainedProcess.class.getName()));
        command.addAll(List.of(settings));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        port = portIn(lines);
        reader = new Thread(() -> lines.lines().forEach(output::add), "output of " + port);
        reader.setDaemon(true);
        reader.start();
    }

    private int portIn(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            output.add(line);
            if (line.startsWith(PORT)) {
                return Integer.parseInt(line.substring(PORT.length()));
            }
        }
        process.destroyForcibly();
        throw new IOException("did not start: " + output);
    }

    int port() {
        return port;
    }

    /** Sends SIGTERM; by its handle, because the process itself would close its output to us. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** The exit status, once it has ended. */
    int status() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("does not end: " + output);
        }
        reader.join(10_000);
        return process.exitValue();
    }

    /** The line that says what became of the requests. */
    String closingLine() {
        return output.stream()
                .filter(line -> line.contains("Breakwater drained"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no closing line: " + output));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The service. */
    public static void main(String... settings) throws Exception {
        // Other tests have no use for it, so it is off for them.
        ((Logger) LoggerFactory.getLogger("dev.breakwater.drain")).setLevel(Level.INFO);
        Map<String, String> values = new HashMap<>();
        for (String setting : settings) {
            String[] parts = setting.split("=");
            values.put(parts[0], parts[1]);
        }
        BreakwaterRuntime runtime = BreakwaterRuntime.builder(Layers.of(Layer.of("test", values)))
                .eventSink((level, line) -> {})
                .start();
        AdapterServer server = TestServer.start("", null, context -> {
            BreakwaterFilter.register(context, runtime);
            register(context);
        });
        runtime.drainOnShutdown(server);
        System.out.println(PORT + server.port());
    }

    private static void register(ServletContext context) {
        ServletRegistration.Dynamic servlet = context.addServlet("work", new Work());
        servlet.addMapping("/");
        servlet.setAsyncSupported(true);
    }

    /** Takes as long as the query says, in milliseconds, on the request's thread or beside it. */
    private static final class Work extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            long millis = Long.parseLong(request.getQueryString());
            if (request.getServletPath().equals("/async")) {
                AsyncContext context = request.startAsync();
                context.setTimeout(0);
                context.start(() -> {
                    answer(response, millis);
                    context.complete();
                });
            } else {
                answer(response, millis);
            }
        }

        private static void answer(HttpServletResponse response, long millis) {
            try {
                TimeUnit.MILLISECONDS.sleep(millis);
                response.setContentLength(4);
                response.getOutputStream().print("done");
            } catch (IOException | InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
