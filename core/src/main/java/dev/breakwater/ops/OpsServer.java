/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import com.sun.net.httpserver.HttpServer;
import dev.breakwater.Breakwater;
import dev.breakwater.Decision;
import dev.breakwater.Guard;
import dev.breakwater.GuardFailed;
import dev.breakwater.Observer;
import dev.breakwater.caller.CallerResolver;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.policy.Problems;
import java.io.IOException;
import java.net.BindException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A second port that answers probes and operators, and nothing else, on the JDK's HTTP server: it answers while the
 * application's own server starts, is out of threads or drains. The rules of access are the same as on the first port.
 * Its requests are not the application's: they are neither logged nor measured nor limited. Security events and faults of
 * guards are told to the application's observers all the same. Safe for use by many threads.
 *
 * <p>A few threads of its own serve it, which no client can keep: {@link Workers}. Connections on which nothing is sent
 * take none, and are closed by the JDK's server after a while.
 */
public final class OpsServer implements AutoCloseable {
    private static final Set<String> SERVED = Set.of("security-headers", "health", "operators");

    private final OpsPort place;
    private final HttpServer server;
    private final Workers workers;
    private volatile Breakwater chain = Breakwater.of(List.of());

    private OpsServer(OpsPort place, HttpServer server, TimeSource time, ScheduledExecutorService timer) {
        this.place = place;
        this.server = server;
        workers = new Workers(time, timer);
        server.setExecutor(workers);
        server.createContext("/", new OpsHandler(this::chain, workers, time));
    }

    /**
     * Takes the port; nothing is answered before {@link #start}.
     *
     * @param timer watches over clients that are slow
     * @throws dev.breakwater.policy.InvalidPolicyException if the port or the address cannot be had
     */
    public static OpsServer bind(OpsPort place, TimeSource time, ScheduledExecutorService timer) {
        try {
            return new OpsServer(place, HttpServer.create(place.socketAddress(), 0), time, timer);
        } catch (IOException unbound) {
            throw fault(place, unbound);
        }
    }

    private static RuntimeException fault(OpsPort place, IOException cause) {
        Problems problems = new Problems();
        String said = cause instanceof BindException ? String.valueOf(cause.getMessage()) : cause.toString();
        problems.error(
                "BW-OPS-009",
                "ops.port",
                place.number() + (place.address() == null ? "" : " of " + place.address()) + ": " + said,
                "a port that is free, of an address of this machine",
                "Something listens there already, or the address is another machine's: choose another ops.port (0 for"
                        + " any that is free), or correct ops.address.");
        try {
            problems.throwIfInvalid();
        } catch (RuntimeException invalid) {
            invalid.addSuppressed(cause);
            return invalid;
        }
        throw new IllegalStateException(cause);
    }

    /**
     * From the next request on, these guards answer: of the application's chain, those for probes and operators, and what
     * they need.
     *
     * @param publisher hears of security events and of guards that failed
     */
    public void use(List<Guard> guards, CallerResolver callers, TimeSource time, Observer publisher) {
        chain = Breakwater.builder()
                .guards(guards.stream()
                        .filter(guard -> SERVED.contains(guard.name()))
                        .toList())
                .callers(callers)
                .time(time)
                .observers(List.of((decision, exchange) -> hear(decision, exchange, publisher)))
                .build();
    }

    private static void hear(Decision decision, @Nullable Exchange exchange, Observer publisher) {
        boolean hasFailed = decision instanceof GuardFailed;
        if (hasFailed && exchange instanceof OpsExchange request) {
            request.fail();
        }
        if (hasFailed || decision.securityEvent() != null) {
            publisher.on(decision, exchange);
        }
    }

    private Breakwater chain() {
        return chain;
    }

    /** Begins to answer. */
    public void start() {
        // The server's own thread takes after the one that starts it, and must not keep the process alive.
        Thread starter = new Thread(server::start, "breakwater-ops-start");
        starter.setDaemon(true);
        starter.start();
        try {
            starter.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it is where this says, so that it can stay. */
    public boolean isAt(OpsPort wanted) {
        return place.equals(wanted);
    }

    /** The port that was taken. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Frees the port, and breaks off what is being answered. */
    @Override
    public void close() {
        server.stop(0);
        workers.close();
    }
}
