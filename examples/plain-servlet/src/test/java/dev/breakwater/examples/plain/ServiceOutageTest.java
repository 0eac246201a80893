/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.plain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.health.HealthCheck;
import dev.breakwater.redis.RedisProcess;
import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.servlet.BreakwaterFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two instances on one Redis, and what their callers see of what befalls it: 200 requests a second from eight threads. */
@Tag("heavy")
@Timeout(120)
final class ServiceOutageTest {
    private static final int THREADS = 8;
    private static final int NARROW = 51;
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1) * THREADS / 200;

    // What a request may take whatever happens to Redis: its time limit of 50 ms, and what a busy machine adds.
    private static final Duration LONG = Duration.ofMillis(50 + 250);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static RedisProcess redis;
    private static Instance first;
    private static Instance second;

    @BeforeAll
    static void start() throws Exception {
        redis = RedisProcess.started();
        first = Instance.start(redis);
        second = Instance.start(redis);
        awaitSharing(Duration.ofSeconds(10));
    }

    @AfterAll
    static void stop() throws Exception {
        first.close();
        second.close();
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"killed", "paused", "read-only"})
    void hurts_nobody_and_is_over_within_two_seconds(String way) throws Exception {
        Queue<Seen> seen = new ConcurrentLinkedQueue<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int i = 0; i < THREADS; i++) {
                Instance instance = i % 2 == 0 ? first : second;
                int caller = i;
                threads.execute(() -> callers(instance, caller, seen));
            }
            Awaitility.await().until(() -> seen.size() > 100);
            begin(way);
            int before = seen.size();
            Awaitility.await().until(() -> seen.size() > before + 200);
            end(way);
        } finally {
            threads.shutdownNow();
            assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
        awaitSharing(Duration.ofSeconds(2));

        assertThat(seen).allSatisfy(it -> assertThat(it.status()).isEqualTo(200));
        for (int i = 0; i < THREADS; i++) {
            int caller = i;
            assertThat(seen)
                    .filteredOn(it -> it.caller() == caller && it.nanos() > LONG.toNanos())
                    .as("slow answers to caller %s", caller)
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    // Each grants its half from a bucket that begins full, rounded up.
    @Test
    void admits_hardly_more_than_the_limit_on_both_together() throws Exception {
        // They hear of each other every two seconds.
        Awaitility.await().until(() -> first.instances() == 2 && second.instances() == 2);
        int admitted = 0;
        redis.kill();
        try {
            for (int i = 0; i < 2 * NARROW; i++) {
                admitted += first.get("/narrow").statusCode() == 200 ? 1 : 0;
                admitted += second.get("/narrow").statusCode() == 200 ? 1 : 0;
            }
        } finally {
            redis.start();
            awaitSharing(Duration.ofSeconds(2));
        }
        assertThat(admitted).isBetween(NARROW, NARROW + 2);
    }

    private static void begin(String way) {
        switch (way) {
            case "killed" -> redis.kill();
            case "paused" -> redis.pause();
            default -> redis.command("REPLICAOF", "127.0.0.1", "1");
        }
    }

    private static void end(String way) {
        switch (way) {
            case "killed" -> redis.start();
            case "paused" -> redis.resume();
            default -> redis.command("REPLICAOF", "NO", "ONE");
        }
    }

    // Each takes one of what the other has left.
    private static void awaitSharing(Duration longest) {
        Awaitility.await()
                .atMost(longest.plusSeconds(1))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    long left = first.left();
                    return second.left() == left - 1 && first.left() == left - 2;
                });
    }

    private static void callers(Instance instance, int caller, Queue<Seen> seen) {
        while (!Thread.currentThread().isInterrupted()) {
            long asked = System.nanoTime();
            try {
                int status = instance.get("/").statusCode();
                seen.add(new Seen(caller, status, System.nanoTime() - asked));
                LockSupport.parkNanos(PERIOD_NANOS - (System.nanoTime() - asked));
            } catch (InterruptedException over) {
                return;
            } catch (IOException fault) {
                seen.add(new Seen(caller, 0, System.nanoTime() - asked));
            }
        }
    }

    private record Seen(int caller, int status, long nanos) {}

    /** One instance of a service. */
    private record Instance(Tomcat tomcat, BreakwaterRuntime runtime, URI uri) {
        static Instance start(RedisProcess redis) throws Exception {
            BreakwaterRuntime runtime = BreakwaterRuntime.start(
                    "--breakwater.rate-limit.store=redis",
                    "--breakwater.redis.url=" + redis.url(),
                    "--breakwater.redis.key-prefix=outage",
                    "--breakwater.rate-limit.policies[0].name=all",
                    "--breakwater.rate-limit.policies[0].key=global",
                    "--breakwater.rate-limit.policies[0].limits=1000000 per 366 days",
                    "--breakwater.rate-limit.policies[1].name=narrow",
                    "--breakwater.rate-limit.policies[1].key=global",
                    "--breakwater.rate-limit.policies[1].paths=/narrow",
                    "--breakwater.rate-limit.policies[1].replaces=all",
                    "--breakwater.rate-limit.policies[1].limits=" + NARROW + " per 366 days");
            Tomcat tomcat = new Tomcat();
            tomcat.setBaseDir("target/tomcat");
            tomcat.setPort(0);
            Context context = tomcat.addContext("", null);
            context.addServletContainerInitializer(
                    (types, servlets) -> BreakwaterFilter.register(servlets, runtime), Set.of());
            Tomcat.addServlet(context, "empty", new Empty());
            context.addServletMappingDecoded("/*", "empty");
            tomcat.start();
            URI uri = URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/");
            return new Instance(tomcat, runtime, uri);
        }

        HttpResponse<Void> get(String path) throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(uri.resolve(path)).build();
            return CLIENT.send(request, HttpResponse.BodyHandlers.discarding());
        }

        long left() throws IOException, InterruptedException {
            String field = get("/").headers().firstValue("RateLimit").orElse("r=-1");
            String from = field.substring(field.indexOf("r=") + 2);
            return Long.parseLong(from.contains(";") ? from.substring(0, from.indexOf(';')) : from);
        }

        /** How many there are, as the health of redis says. */
        int instances() throws Exception {
            for (HealthCheck check : runtime.health().orElseThrow().checks()) {
                String message = check.name().equals("redis") ? check.check().message() : "";
                if (message.contains(" instance")) {
                    return Integer.parseInt(message.substring(0, message.indexOf(' ')));
                }
            }
            return 0;
        }

        void close() throws Exception {
            tomcat.stop();
            tomcat.destroy();
            runtime.close();
        }
    }

    /** Answers with nothing. */
    private static final class Empty extends HttpServlet {
        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {}
    }
}
