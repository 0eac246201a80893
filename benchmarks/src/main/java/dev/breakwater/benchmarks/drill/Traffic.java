/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.drill;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Users who ask at a steady rate, whether those before them have their answer or not, and what they were told. */
final class Traffic implements AutoCloseable {
    /** In place of a status: there was no answer. */
    static final int NONE = 0;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(Traffic::daemon);
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private final IntFunction<HttpRequest> requests;
    private int sent;

    private Traffic(IntFunction<HttpRequest> requests) {
        this.requests = requests;
    }

    /**
     * Starts it.
     *
     * @param perSecond how many ask each second
     * @param requests what they ask, by their number
     */
    static Traffic start(int perSecond, IntFunction<HttpRequest> requests) {
        Traffic traffic = new Traffic(requests);
        long between = TimeUnit.SECONDS.toMicros(1) / perSecond;
        var unused = traffic.clock.scheduleAtFixedRate(traffic::next, 0, between, TimeUnit.MICROSECONDS);
        return traffic;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "traffic");
        thread.setDaemon(true);
        return thread;
    }

    private void next() {
        var unused = send(requests.apply(sent++));
    }

    /** Sends one more, which is counted like all others; the status of its answer. */
    CompletableFuture<Integer> send(HttpRequest request) {
        return http.sendAsync(request, BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode)
                .exceptionally(lost -> NONE)
                .thenApply(this::count);
    }

    private int count(int status) {
        synchronized (statuses) {
            statuses.merge(status, 1, Integer::sum);
        }
        return status;
    }

    /** How many answers there were since this was last asked, by status. */
    Map<Integer, Integer> taken() {
        synchronized (statuses) {
            Map<Integer, Integer> taken = new TreeMap<>(statuses);
            statuses.clear();
            return taken;
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
