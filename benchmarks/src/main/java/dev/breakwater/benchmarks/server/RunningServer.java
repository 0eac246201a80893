/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.server;

import dev.breakwater.benchmarks.services.ServiceProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One server in a process of its own, found to do what it should. */
final class RunningServer implements AutoCloseable {
    static final String ORIGIN = "https://app.example.com";
    static final String BROWSER =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";

    private static final int MOST_WARM_UP = 120;
    private static final double STABLE = 0.95;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Variant variant;
    private final ServiceProcess process;
    private final URI hello;
    private final URI allocated;
    private final Path events;

    private RunningServer(Variant variant, ServiceProcess process, int port, int gauge, Path events) {
        this.variant = variant;
        this.process = process;
        this.hello = URI.create("http://127.0.0.1:" + port + "/api/hello");
        this.allocated = URI.create("http://127.0.0.1:" + gauge + "/allocated");
        this.events = events;
    }

    static RunningServer start(Variant variant, Options options) throws IOException, InterruptedException {
        int port = ServiceProcess.freePort();
        int gauge = ServiceProcess.freePort();
        Path events = options.target().resolve(variant.module + "-events.log").toAbsolutePath();
        Files.deleteIfExists(events);
        List<String> arguments = new ArrayList<>(List.of(
                "-Xms" + options.heap(),
                "-Xmx" + options.heap(),
                "-Dserver.port=" + port,
                "-Dgauge.port=" + gauge,
                "-Devents.file=" + events));
        if (!variant.profile.isEmpty()) {
            arguments.add("-Dspring.profiles.active=" + variant.profile);
        }
        ServiceProcess process = ServiceProcess.start(
                jar(variant, options), arguments, Map.of(), options.target().resolve(variant.module + ".log"));
        RunningServer server = new RunningServer(variant, process, port, gauge, events);
        try {
            process.awaitReady(server.hello);
            server.check();
            return server;
        } catch (IOException | InterruptedException | RuntimeException fault) {
            server.close();
            throw fault;
        }
    }

    // A jar with nothing but a manifest that names the class path, so that the server is started as services are.
    private static Path jar(Variant variant, Options options) throws IOException {
        Path list = options.modules().resolve(variant.module).resolve("target/classpath");
        if (!Files.exists(list)) {
            throw new IOException(list + " is not there. Build it first: mvn -q -DskipTests package");
        }
        Attributes attributes = new Attributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, variant.mainClass);
        attributes.put(
                Attributes.Name.CLASS_PATH,
                Stream.of(Files.readString(list).strip().split(":"))
                        .map(entry -> Path.of(entry).toUri().toString())
                        .collect(Collectors.joining(" ")));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putAll(attributes);
        Path jar = options.target().resolve(variant.module + ".jar");
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
        return jar;
    }

    private void check() throws IOException, InterruptedException {
        long before = Files.size(events);
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(hello)
                        .header("Origin", ORIGIN)
                        .header("User-Agent", BROWSER)
                        .build(),
                BodyHandlers.ofString());
        demand(answer.statusCode() == 200 && answer.body().contains("Hello"), "answers 200 with a greeting", answer);
        for (String header : variant.headers()) {
            demand(answer.headers().firstValue(header).isPresent(), "has the header " + header, answer);
        }
        if (variant.isBare()) {
            demand(answer.headers().firstValue("content-security-policy").isEmpty(), "has no headers", answer);
        }
        // The line is written when the request has ended, which may be after the client has the answer.
        for (int i = 0; i < 100 && Files.size(events) == before && !variant.isBare(); i++) {
            Thread.sleep(20);
        }
        demand(Files.size(events) > before != variant.isBare(), "writes an event unless it is bare", answer);
    }

    private void demand(boolean met, String what, HttpResponse<String> answer) throws IOException {
        if (!met) {
            throw new IOException(variant.module + " is not one that " + what + ": " + answer.statusCode() + " "
                    + answer.headers().map() + " " + answer.body() + ", see " + process.output());
        }
    }

    /** Loads the server for some seconds, and on until a request costs no less than it just did. */
    void warmUp(Options options) throws IOException, InterruptedException {
        double before = Double.MAX_VALUE;
        for (int passed = 0; passed < MOST_WARM_UP; passed += options.seconds()) {
            double now = measure(options).cpuMicros();
            if (passed + options.seconds() >= options.warmUp() && now > before * STABLE) {
                return;
            }
            before = now;
        }
    }

    /** Loads the server, and tells what it took. */
    Measurement measure(Options options) throws IOException, InterruptedException {
        long bytesBefore = allocated();
        long cpuBefore = process.cpuTime().toNanos();
        Wrk load = Wrk.run(hello, options.connections(), options.seconds());
        long cpu = process.cpuTime().toNanos() - cpuBefore;
        long bytes = allocated() - bytesBefore;
        long logged = Files.size(events);
        truncateEvents();
        if (load.failed() > 0) {
            throw new IOException(variant.module + " failed " + load.failed() + " times, see " + process.output());
        }
        double requests = load.requests();
        return new Measurement(
                cpu / requests / 1e3,
                load.perSecond(),
                load.p50Micros(),
                load.p99Micros(),
                bytes / requests,
                logged / requests);
    }

    // The server appends, so it goes on at the new end.
    private void truncateEvents() throws IOException {
        try (FileChannel file = FileChannel.open(events, StandardOpenOption.WRITE)) {
            file.truncate(0);
        }
    }

    private long allocated() throws IOException, InterruptedException {
        HttpRequest question = HttpRequest.newBuilder(allocated).build();
        return Long.parseLong(client.send(question, BodyHandlers.ofString()).body());
    }

    /** Its filters, as it says. */
    List<String> filters() throws IOException {
        try (Stream<String> lines = Files.lines(process.output())) {
            return lines.filter(line -> line.startsWith("filter ")).toList();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
