/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Breakwater;
import dev.breakwater.Completed;
import dev.breakwater.Decision;
import dev.breakwater.contract.AdapterServer;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.requestlimits.RequestLimitsGuard;
import dev.breakwater.requestlimits.RequestLimitsPolicy;
import dev.breakwater.requestlimits.RequestRefused;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** One servlet, which does what a test says, behind request limits on the server of this test run. */
final class WeighedService implements AutoCloseable {
    final AtomicInteger calls = new AtomicInteger();
    final List<RequestRefused.Reason> refused = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Outcome> ends = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> reads = new LinkedBlockingQueue<>();
    private final BreakwaterRuntime runtime;
    private final AdapterServer server;
    private volatile @Nullable Handler handler;
    private boolean forgets;

    /** What a test does in the application's place. */
    @FunctionalInterface
    interface Handler {
        void handle(HttpServletRequest request, HttpServletResponse response) throws Exception;
    }

    WeighedService(RequestLimitsPolicy policy) throws Exception {
        runtime = BreakwaterRuntime.of(Breakwater.builder()
                .guards(List.of(new RequestLimitsGuard(policy)))
                .observers(List.of(this::heard))
                .build());
        server = TestServer.start("", null, context -> {
            BreakwaterFilter.register(context, runtime);
            ServletRegistration.Dynamic registration = context.addServlet("application", new Application());
            registration.addMapping("/");
            registration.setAsyncSupported(true);
            registration.setMultipartConfig(new MultipartConfigElement(System.getProperty("java.io.tmpdir")));
        });
    }

    private void heard(Decision decision, dev.breakwater.exchange.@Nullable Exchange exchange) {
        if (decision instanceof RequestRefused refusal) {
            refused.add(refusal.why());
        }
        if (decision instanceof Completed completed && exchange != null) {
            reads.add(completed.outcome().bytesRead());
            ends.add(completed.outcome());
        }
    }

    /** From now on requests meet this. */
    WeighedService on(Handler next) {
        handler = next;
        return this;
    }

    /** A new connection. */
    Wire connect() throws IOException {
        return new Wire(server.port());
    }

    /** Waits for the end of the next request, and checks how it ended. */
    Outcome assertEnded(int status, Outcome.Kind kind) throws InterruptedException {
        Outcome outcome = nextEnd();
        assertThat(outcome.status()).as("status told").isEqualTo(status);
        assertThat(outcome.kind()).isEqualTo(kind);
        return outcome;
    }

    /** Waits for the end of the next request. */
    Outcome nextEnd() throws InterruptedException {
        Outcome outcome = ends.poll(20, TimeUnit.SECONDS);
        assertThat(outcome).as("the end").isNotNull();
        return outcome;
    }

    /** How much was read of the body of the next request that ends. */
    long bytesRead() throws InterruptedException {
        Long read = reads.poll(20, TimeUnit.SECONDS);
        assertThat(read).isNotNull();
        return read;
    }

    /** It does not matter what has ended. */
    void forgetEnds() {
        forgets = true;
    }

    /** Checks that nothing else has ended, when all is over. */
    void assertNoMoreEnds() {
        assertThat(ends).isEmpty();
    }

    static void soon(Runnable assertion) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(assertion::run);
    }

    @Override
    public void close() throws Exception {
        server.close();
        runtime.close();
        if (!forgets) {
            assertNoMoreEnds();
        }
    }

    private final class Application extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            calls.incrementAndGet();
            try {
                Handler current = handler;
                if (current != null) {
                    current.handle(request, response);
                }
            } catch (IOException | RuntimeException failure) {
                throw failure;
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
    }
}
