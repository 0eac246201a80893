/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.breakwater.exchange.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for Electricity Maps where there is no key: the same wire format over real HTTP on the loopback interface, for
 * each hour of a day always the same intensity, least at noon. It can be told to fail.
 */
public final class ElectricityMapsStandIn implements AutoCloseable {
    static final String KEY = "no-key-needed";

    private static final String PATH = "/v3/carbon-intensity/";
    private static final int HOURS = 24;
    private static final int THREADS = 8;

    /** How calls are answered. */
    public enum Mode {
        /** As they should be. */
        WELL,
        /** With status 503. */
        FAILING,
        /** With status 200, and nothing that could be used. */
        BABBLING,
        /** Only after a second. */
        SLOW,
        /** Never. */
        HANGING
    }

    private final TimeSource time;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, ElectricityMapsStandIn::daemon);
    private final HttpServer server;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger toFail = new AtomicInteger();
    private final Set<SocketAddress> connections = ConcurrentHashMap.newKeySet();
    private volatile Mode mode = Mode.WELL;
    private volatile @Nullable String lastToken;

    ElectricityMapsStandIn(TimeSource time) {
        this.time = time;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noSocket) {
            throw new UncheckedIOException(
                    "the stand-in for Electricity Maps cannot listen on the loopback interface", noSocket);
        }
        server.createContext(PATH, this::handle);
        server.setExecutor(threads);
        server.start();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "electricity-maps-stand-in");
        thread.setDaemon(true);
        return thread;
    }

    URI url() {
        return URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort());
    }

    /** From now on calls are answered like this. */
    public void answer(Mode next) {
        mode = next;
    }

    /** The next calls are answered with status 503, so many of them. */
    public void failNext(int many) {
        toFail.set(many);
    }

    /** How many calls have come. */
    public int calls() {
        return calls.get();
    }

    /** Over how many connections they came. */
    int connections() {
        return connections.size();
    }

    /** What the last call came with. */
    @Nullable
    String lastToken() {
        return lastToken;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange call) throws IOException {
        calls.incrementAndGet();
        connections.add(call.getRemoteAddress());
        String token = call.getRequestHeaders().getFirst("auth-token");
        lastToken = token;
        if (mode == Mode.HANGING) {
            return; // which holds the connection and no thread
        }
        Zone zone = zone(call.getRequestURI().getQuery());
        if (token == null || token.isEmpty()) {
            send(call, 401, Map.of("error", "Invalid auth-token"));
        } else if (mode == Mode.FAILING || toFail.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            // As careless as real ones: what it says must go no further.
            send(call, 503, Map.of("error", "Service unavailable for token " + token));
        } else if (zone == null) {
            send(call, 404, Map.of("error", "Zone does not exist"));
        } else {
            send(call, 200, answer(call.getRequestURI().getPath().substring(PATH.length()), zone));
        }
    }

    private static @Nullable Zone zone(@Nullable String query) {
        return query == null || !query.startsWith("zone=") ? null : Zones.find(query.substring("zone=".length()));
    }

    private Map<String, Object> answer(String what, Zone zone) {
        Instant now = time.now();
        Map<String, Object> json = new LinkedHashMap<>();
        if (mode == Mode.BABBLING) {
            return json;
        }
        json.put("zone", zone.key());
        if (what.equals("forecast")) {
            json.put("forecast", forecast(zone, now.truncatedTo(ChronoUnit.HOURS)));
        } else {
            json.putAll(hour(zone, now.truncatedTo(ChronoUnit.HOURS)));
            json.put("createdAt", text(now.minus(3, ChronoUnit.DAYS)));
            json.put("emissionFactorType", "lifecycle");
            json.put("isEstimated", true);
            json.put("estimationMethod", "TIME_SLICER_AVERAGE");
        }
        json.put("updatedAt", text(now));
        json.put("temporalGranularity", "hourly");
        return json;
    }

    private static List<Map<String, Object>> forecast(Zone zone, Instant start) {
        List<Map<String, Object>> hours = new ArrayList<>();
        for (int i = 0; i < HOURS; i++) {
            hours.add(hour(zone, start.plus(i, ChronoUnit.HOURS)));
        }
        return hours;
    }

    private static Map<String, Object> hour(Zone zone, Instant start) {
        return Map.of("carbonIntensity", intensity(zone, start), "datetime", text(start));
    }

    /** The sun's share: down to 70 % of the average at noon, up to 130 % at midnight. */
    static int intensity(Zone zone, Instant hour) {
        int fromNoon = Math.abs(hour.atOffset(ZoneOffset.UTC).getHour() - 12);
        return zone.yearlyAverage() * (70 + 5 * fromNoon) / 100;
    }

    // The API writes milliseconds, zero or not.
    private static String text(Instant time) {
        String seconds = time.truncatedTo(ChronoUnit.SECONDS).toString();
        return seconds.substring(0, seconds.length() - 1) + ".000Z";
    }

    private void send(HttpExchange call, int status, Map<String, Object> answer) throws IOException {
        try (call) {
            if (mode == Mode.SLOW) {
                Thread.sleep(1000);
            }
            byte[] body = Json.write(answer);
            call.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
            call.sendResponseHeaders(status, body.length);
            call.getResponseBody().write(body);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
