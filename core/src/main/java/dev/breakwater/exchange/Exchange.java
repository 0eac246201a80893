/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.exchange;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request as guards see it: a view that each web stack provides, with typed slots for what guards learn along the
 * way, and the one place where header rules can be laid down while the application is at work. The request's own values
 * are fixed when the view is made, so that forwards and error pages do not change them.
 *
 * <p>An exchange is handed from thread to thread by the web stack and by {@link CurrentExchange#wrap}; it is not for
 * use by several threads at the same time. What is put into a slot for such use must be safe for it.
 */
public abstract class Exchange {
    private static final @Nullable Object[] NO_SLOTS = {};

    // Room for what the guards of a whole chain put there, so that it is made once.
    private static final int GROWTH = 16;

    // Slot, value, slot, value. Requests carry a handful of them, so a scan by identity beats a map.
    private @Nullable Object[] slots = NO_SLOTS;
    private HeaderRules amendments = HeaderRules.none();
    private @Nullable String route;

    /** For adapters. */
    protected Exchange() {}

    /** The method, exactly as sent; methods are case-sensitive (RFC 9110 section 9.1). */
    public abstract String method();

    /**
     * The path decoded, with dot segments and path parameters resolved, beginning with the
     * context path. Policies match on this one.
     */
    public abstract String path();

    /** The path as it was sent, undecoded. For logs; never match on it. */
    public abstract String rawPath();

    /** The query string as it was sent, without the question mark. */
    public abstract @Nullable String query();

    /** The protocol and version: {@code HTTP/1.1}. */
    public abstract String protocol();

    /** The scheme of the connection itself; behind a proxy, what the client used is in the caller. */
    public abstract String scheme();

    /** The authority the request was sent to on this connection: {@code Host} or {@code :authority}, as sent. */
    public abstract @Nullable String authority();

    /** The first line of this header, or null if there is none. Names compare without regard to case. */
    public abstract @Nullable String header(String name);

    /** All lines of this header in order; empty if there is none. */
    public abstract List<String> headers(String name);

    /** The names of all headers, in any order. */
    public abstract Iterable<String> headerNames();

    /** Shows all header lines, those of one name together, until the visitor has seen enough. */
    public void visitHeaders(HeaderVisitor visitor) {
        for (String name : headerNames()) {
            for (String value : headers(name)) {
                if (!visitor.visit(name, value)) {
                    return;
                }
            }
        }
    }

    /** The address of the socket's other end as text, or null if the connection has none. */
    public abstract @Nullable String peerAddress();

    /** The authenticated user's name; null before authentication and for anonymous requests. */
    public abstract @Nullable String user();

    /**
     * Whether {@link #user()} is final from the first admission point on, because the second one follows at once, with
     * nothing between them that could authenticate. What depends on the user may then be decided at the first. False unless
     * an adapter knows better.
     */
    public boolean isUserFinal() {
        return false;
    }

    /** When the request began, by the wall clock. For showing; durations come from {@link #startNanos()}. */
    public abstract Instant startedAt();

    /** When the request began, by {@link TimeSource#nanoTime()}. */
    public abstract long startNanos();

    /**
     * Reads the request's body, for a guard that answers the request itself; whoever reads it after that finds nothing.
     * Blocks as long as the client takes to send it.
     *
     * @return the body, empty if there is none; null if it is longer than {@code maxBytes}
     * @throws IOException if the connection breaks, or the body's framing cannot be read
     */
    public abstract byte @Nullable [] readBody(int maxBytes) throws IOException;

    /**
     * Hands the application a value under a name, by the web stack's own means: a servlet request has it as an attribute.
     * Does nothing where a stack has no such means.
     */
    public void publish(String name, Object value) {}

    /**
     * Lays down further rules over this request's response, from now on and after those of the chain: of two that speak
     * of one header, this one stands. What has been sent to the client already is not changed by it.
     */
    public final void amend(HeaderRules more) {
        amendments = amendments.and(more);
        amended();
    }

    /** The rules that were laid down while the request was under way. */
    public final HeaderRules amendments() {
        return amendments;
    }

    /** For adapters: there are new {@link #amendments()}, which an {@link dev.breakwater.Admission} has in its rules. */
    protected void amended() {}

    /**
     * A header of the response as it stands now; null if there is none, or the web stack cannot say. Of several lines, the
     * first.
     */
    public @Nullable String responseHeader(String name) {
        return null;
    }

    /**
     * Says which of its routes the application answers this request with, where its framework does not say so itself:
     * {@code /orders/{id}}. Metrics count by it, so never hand in a path that a client chose.
     */
    public final void route(String template) {
        route = template;
    }

    /** What {@link #route(String)} was told, or null. */
    public final @Nullable String route() {
        return route;
    }

    /** What is in the slot, or null. */
    public final <T> @Nullable T get(Slot<T> slot) {
        @Nullable Object[] held = slots;
        for (int i = 0; i < held.length; i += 2) {
            if (held[i] == slot) {
                return slot.cast(held[i + 1]);
            }
        }
        return null;
    }

    /** Puts a value into the slot, in place of what was there. */
    public final <T> void put(Slot<T> slot, T value) {
        int place = placeOf(slot);
        if (place == slots.length) {
            slots = Arrays.copyOf(slots, place + GROWTH);
        }
        slots[place] = slot;
        slots[place + 1] = value;
    }

    private int placeOf(Slot<?> slot) {
        int place = 0;
        while (place < slots.length && slots[place] != null && slots[place] != slot) {
            place += 2;
        }
        return place;
    }
}
