/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.breakwater.contract.RawAnswer;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Twenty times both of two instances are replaced, each a process that gets SIGTERM, behind a proxy that knows no more than
 * their ready probes, while forty clients keep their connections and send 200 requests a second. Nobody notices. The
 * drain's delay is two seconds: four polls of the proxy.
 */
@Tag("container")
@Tag("heavy")
final class RollingRestartTest {
    private static final int RESTARTS = 20;
    private static final int CLIENTS = 40;
    private static final long EVERY_MILLIS = 200;

    private final AtomicLong sent = new AtomicLong();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    @Test
    void isNoticedByNobody() throws Exception {
        roll("2s", RESTARTS);

        assertThat(failures).isEmpty();
        assertThat(sent.get()).isGreaterThan(RESTARTS * 200L);
    }

    /** What the test above is worth: the same without the delay fails at once. */
    @Test
    void isNoticedWithoutADelay() throws Exception {
        roll("0s", 1);

        assertThat(failures).isNotEmpty();
    }

    private void roll(String delay, int restarts) throws Exception {
        assumeTrue(isNewest() && !TestServer.usesVirtualThreads(), "once on Tomcat, once on Jetty");
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        long start = System.nanoTime();
        try (PollingProxy proxy = new PollingProxy();
                Instances instances = new Instances(proxy, delay)) {
            for (int i = 0; i < CLIENTS; i++) {
                int first = i;
                clients.execute(() -> ask(proxy.port(), first));
            }
            for (int i = 0; i < restarts; i++) {
                instances.replace(0);
                instances.replace(1);
            }
            over = true;
            clients.shutdown();
            assertThat(clients.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            System.out.println(System.getProperty("test.server") + ": " + restarts + " rolling restarts of two, "
                    + sent + " requests in " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) + " s, "
                    + failures.size() + " failed " + failures + " " + proxy.faults());
        } finally {
            over = true;
            clients.shutdownNow();
        }
    }

    // Servlet 6.1: Tomcat 11 and Jetty's ee11.
    private static boolean isNewest() {
        for (var method : HttpServletResponse.class.getMethods()) {
            if (method.getName().equals("sendRedirect") && method.getParameterCount() == 3) {
                return true;
            }
        }
        return false;
    }

    /** Sends a request every 200 ms over one connection; one in ten takes its time. */
    private void ask(int port, int first) {
        long next = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(first * EVERY_MILLIS / CLIENTS);
        try (WireConnection connection = WireConnection.to(port)) {
            for (int i = first; !over; i++) {
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                next += TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS);
                String kind = i % 3 == 0 ? "/async" : "/work";
                RawAnswer answer = connection.send(
                        List.of("GET " + kind + "?" + (i % 10 == 0 ? 300 : 2) + " HTTP/1.1", "Host: localhost"));
                sent.incrementAndGet();
                if (answer.status() != 200 || !answer.text().equals("done")) {
                    failures.add(answer.status() + " after " + sent);
                }
            }
        } catch (Exception | AssertionError broken) {
            failures.add(broken.toString());
        }
    }

    /** Two at a time, and those that are on their way out. */
    private static final class Instances implements AutoCloseable {
        private final PollingProxy proxy;
        private final String delay;
        private final DrainedProcess[] current = new DrainedProcess[2];

        Instances(PollingProxy proxy, String delay) throws Exception {
            this.proxy = proxy;
            this.delay = delay;
            current[0] = started();
            current[1] = started();
        }

        private DrainedProcess started() throws Exception {
            DrainedProcess next = new DrainedProcess("health.drain-delay=" + delay, "health.drain-exit=true");
            proxy.add(next.port());
            await().atMost(Duration.ofSeconds(30)).until(() -> proxy.isReady(next.port()));
            return next;
        }

        /** Tells one to end, starts another meanwhile, and goes on when the first has ended and the second is ready. */
        void replace(int index) throws Exception {
            DrainedProcess before = current[index];
            before.terminate();
            current[index] = started();
            assertThat(before.status()).as("exit status").isZero();
            proxy.remove(before.port());
        }

        @Override
        public void close() {
            for (DrainedProcess process : current) {
                if (process != null) {
                    process.close();
                }
            }
        }
    }
}
