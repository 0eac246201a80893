/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Talks to the service as clients do: over its socket, and byte by byte where ordinary clients are too well-behaved. */
final class Client {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;

    Client(int port) {
        this.port = port;
    }

    String base() {
        return "http://localhost:" + port;
    }

    Response get(String path, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).GET().build());
    }

    Response post(String path, String json) throws IOException, InterruptedException {
        return send(posted(path, json));
    }

    private HttpRequest posted(String path, String json) {
        return request(path, "Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
    }

    Response preflight(String path, String origin, String method) throws IOException, InterruptedException {
        return send(request(path, "Origin", origin, "Access-Control-Request-Method", method)
                .method("OPTIONS", BodyPublishers.noBody())
                .build());
    }

    /** Sends this many at once and waits for all. */
    List<Response> burst(int count, String path) {
        return burst(count, request(path).GET().build());
    }

    /** The same with headers. */
    List<Response> burst(int count, String path, String name, String value) {
        return burst(count, request(path, name, value).GET().build());
    }

    /** The same with a body. */
    List<Response> burst(int count, String path, String json) {
        return burst(count, posted(path, json));
    }

    private List<Response> burst(int count, HttpRequest request) {
        List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sent.add(http.sendAsync(request, BodyHandlers.ofString()));
        }
        return sent.stream().map(answer -> response(answer.join())).toList();
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofMillis(TIMEOUT_MILLIS));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private Response send(HttpRequest request) throws IOException, InterruptedException {
        return response(http.send(request, BodyHandlers.ofString()));
    }

    private static Response response(HttpResponse<String> answer) {
        return new Response(answer.statusCode(), answer.headers().map(), answer.body());
    }

    /**
     * Sends a request exactly as it is written.
     *
     * @param from the address to come from
     * @param text one character per byte, without the last two headers and the empty line
     */
    Response raw(InetAddress from, String text) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(loopback(1), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            String whole = text + "\r\nHost: localhost:" + port + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(whole.getBytes(StandardCharsets.ISO_8859_1));
            return parse(socket.getInputStream());
        }
    }

    private static Response parse(InputStream in) throws IOException {
        String all = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        int end = all.indexOf("\r\n\r\n");
        String[] lines = (end < 0 ? all : all.substring(0, end)).split("\r\n", -1);
        if (lines[0].length() < 12) {
            throw new IOException("no answer");
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Arrays.stream(lines).skip(1).forEach(line -> {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, Math.max(colon, 0)), any -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        });
        return new Response(
                Integer.parseInt(lines[0].substring(9, 12)), headers, end < 0 ? "" : all.substring(end + 4));
    }

    /** The address {@code 127.0.0.last}. */
    static InetAddress loopback(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException impossible) {
            throw new AssertionError("four bytes are an address", impossible);
        }
    }

    /** Whether this machine lets a client come from the address; beyond Linux only 127.0.0.1 is sure. */
    static boolean canComeFrom(InetAddress address) {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(address, 0));
            return true;
        } catch (IOException notHere) {
            return false;
        }
    }
}
