/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision.load;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** People who ask, wait for the answer and ask something else, many at a time and each on a connection of their own. */
final class Users {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI where;
    private final AtomicInteger questions = new AtomicInteger();

    Users(int port) {
        where = URI.create("http://127.0.0.1:" + port + "/api/v1/decide");
    }

    /** So many for so long, and until the last answer has come. */
    StepResult ask(int many, Duration span) {
        Tally tally = new Tally();
        long started = System.nanoTime();
        long end = started + span.toNanos();
        List<CompletableFuture<?>> all = new ArrayList<>(many);
        for (int i = 0; i < many; i++) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            all.add(done);
            next(end, tally, done);
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).join();
        return tally.result(many, Duration.ofNanos(System.nanoTime() - started));
    }

    private void next(long end, Tally tally, CompletableFuture<Void> done) {
        long sent = System.nanoTime();
        if (sent - end >= 0) {
            done.complete(null);
            return;
        }
        CompletableFuture<?> unused = http.sendAsync(question(), BodyHandlers.ofString())
                .handle((answer, failure) -> {
                    tally.add(answer, System.nanoTime() - sent);
                    next(end, tally, done);
                    return answer;
                });
    }

    /** Each another one, so that the cache has none of them. */
    private HttpRequest question() {
        String json = "{\"message\":\"How do I do number " + questions.incrementAndGet() + "?\",\"plan\":\"pro\"}";
        return HttpRequest.newBuilder(where)
                .header("Content-Type", "application/json")
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString(json))
                .build();
    }

    private static final class Tally {
        private long[] nanos = new long[1_024];
        private int answers;
        private int errors;
        private int refused;
        private int fallbacks;

        synchronized void add(@Nullable HttpResponse<String> answer, long took) {
            if (answers == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * answers);
            }
            nanos[answers++] = took;
            if (answer == null) {
                errors++;
            } else if (answer.statusCode() == 503 || answer.statusCode() == 429) {
                refused++;
            } else if (answer.statusCode() != 200) {
                errors++;
            } else if (answer.body().contains("\"source\":\"fallback\"")) {
                fallbacks++;
            }
        }

        synchronized StepResult result(int users, Duration took) {
            long[] sorted = Arrays.copyOf(nanos, answers);
            Arrays.sort(sorted);
            return new StepResult(
                    users, took, answers, errors, refused, fallbacks, at(sorted, 50), at(sorted, 95), at(sorted, 99));
        }

        private static long at(long[] sorted, int percent) {
            int index = (int) Math.ceil(percent / 100.0 * sorted.length) - 1;
            return sorted.length == 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(sorted[Math.max(0, index)]);
        }
    }
}
