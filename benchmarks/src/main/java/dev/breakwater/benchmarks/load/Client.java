/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** Everybody who asks, in this process: few threads, and as many connections as there are requests at a time. */
final class Client implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int THREADS = 2;
    private static final int MOST_OPEN = 256;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, Client::daemon);
    private final ExecutorService clocks = Executors.newCachedThreadPool(Client::daemon);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(threads)
            .build();

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "load");
        thread.setDaemon(true);
        return thread;
    }

    /** A GET by this client, for whom a proxy speaks. */
    static HttpRequest get(URI uri, String address) {
        return asking(uri, address).build();
    }

    /** A POST of JSON by this client, for whom a proxy speaks. */
    static HttpRequest post(URI uri, String address, String json) {
        return asking(uri, address)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
    }

    static HttpRequest.Builder asking(URI uri, String address) {
        return asking(uri).header("X-Forwarded-For", address);
    }

    /** A request from this machine itself, as operators and probes send them. */
    static HttpRequest.Builder asking(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(PATIENCE);
    }

    /** Addresses of the range that is for benchmarks (RFC 2544), by number. */
    static String address(int client) {
        return "198.18." + (client >> 8) + "." + (client & 0xff);
    }

    /** One answer, in text. */
    String text(URI uri) throws IOException, InterruptedException {
        HttpRequest request =
                asking(uri).header("Accept", "text/plain;version=0.0.4").build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(uri + " answers " + answer.statusCode());
        }
        return answer.body();
    }

    /**
     * Sends at a fixed rate, whatever becomes of what was sent before, and measures from the moment at which each request
     * was to be sent: who is kept waiting here, waits.
     */
    CompletableFuture<Void> openLoop(Arrivals arrivals, Duration span, Tally tally) {
        return openLoop(arrivals, span, tally, new AtomicBoolean());
    }

    /** As above, and ends before its time as soon as it is said to be over. */
    CompletableFuture<Void> openLoop(Arrivals arrivals, Duration span, Tally tally, AtomicBoolean over) {
        return CompletableFuture.runAsync(() -> send(arrivals, span, tally, over), clocks);
    }

    /**
     * Who comes how often.
     *
     * @param perSecond requests, where they come at a fixed rate
     * @param requests by their number
     * @param mark what the answers contain that are to be counted apart
     * @param mostOpen at a time, as before a proxy with so many connections: what is beyond waits here, and its time runs
     *     all the same
     */
    record Arrivals(double perSecond, IntFunction<HttpRequest> requests, String mark, int mostOpen) {
        Arrivals(double perSecond, IntFunction<HttpRequest> requests) {
            this(perSecond, requests, "\0", MOST_OPEN);
        }
    }

    private void send(Arrivals arrivals, Duration span, Tally tally, AtomicBoolean over) {
        Semaphore open = new Semaphore(arrivals.mostOpen());
        long start = System.nanoTime();
        int all = (int) (arrivals.perSecond() * span.toNanos() / 1e9);
        for (int i = 0; i < all && !over.get(); i++) {
            long due = start + (long) (i * 1e9 / arrivals.perSecond());
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            open.acquireUninterruptibly();
            if (System.nanoTime() - due > PATIENCE.toNanos()) {
                tally.sending();
                tally.broken(new IOException("could not be sent for so long that nobody would wait for it"));
                open.release();
            } else {
                CompletableFuture<Void> unused = ask(arrivals.requests().apply(i), due, arrivals.mark(), tally)
                        .thenRun(open::release);
            }
        }
        open.acquireUninterruptibly(arrivals.mostOpen());
    }

    /**
     * So many who ask, wait for the answer, and ask again until the time is over. They begin one after the other, evenly
     * within the given time.
     */
    CompletableFuture<Void> closedLoop(int users, Duration begin, Arrivals arrivals, Duration span, Tally tally) {
        long end = System.nanoTime() + span.toNanos();
        AtomicInteger number = new AtomicInteger();
        CompletableFuture<?>[] all = new CompletableFuture<?>[users];
        for (int i = 0; i < users; i++) {
            Executor later = CompletableFuture.delayedExecutor(begin.toNanos() * i / users, TimeUnit.NANOSECONDS);
            all[i] = CompletableFuture.runAsync(() -> {}, later)
                    .thenCompose(begun -> again(arrivals, number, end, tally));
        }
        return CompletableFuture.allOf(all);
    }

    private CompletableFuture<Void> again(Arrivals arrivals, AtomicInteger number, long end, Tally tally) {
        long now = System.nanoTime();
        if (now - end >= 0) {
            return CompletableFuture.completedFuture(null);
        }
        return ask(arrivals.requests().apply(number.getAndIncrement()), now, arrivals.mark(), tally)
                .thenComposeAsync(done -> again(arrivals, number, end, tally), threads);
    }

    /** Sends one; done when there is an answer or none to be had. Never fails. */
    CompletableFuture<Void> ask(HttpRequest request, long due, String mark, Tally tally) {
        tally.sending();
        return http.sendAsync(request, BodyHandlers.ofString()).handle((answer, failure) -> {
            if (failure != null) {
                tally.broken(failure);
            } else {
                tally.answered(
                        answer.statusCode(),
                        System.nanoTime() - due,
                        answer.body().contains(mark));
            }
            return null;
        });
    }

    @Override
    public void close() {
        threads.shutdownNow();
        clocks.shutdownNow();
    }
}
