/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.util.Map;

/**
 * An HTTP request of a client that holds a thread while it waits, to be sent once for each attempt: what adapters for
 * such clients implement. {@link UpstreamHttp} is the adapter for the JDK's client. Used by one thread at a time, but by
 * others than the caller's.
 *
 * @param <T> the client's answer
 */
public interface HttpSender<T> {
    /** The request's method, in upper case. */
    String method();

    /** Whether the request has a field of this name by itself. */
    boolean hasHeader(String name);

    /**
     * Sends the request.
     *
     * @param more fields that it lacks: its correlation with the request on whose behalf it is made, and how long the answer
     *     is waited for
     * @return an answer that may be used; one that tells of the upstream's trouble is thrown instead, as an {@link
     *     HttpStatusException}
     * @throws Exception if there is none
     */
    T send(Map<String, String> more) throws Exception;

    /** Nobody will use this answer, which holds a connection perhaps. Must not throw. */
    default void drop(T answer) {}

    /** Describes the call: the request sent through the pipeline. It is repeated as its method allows. */
    default Call<T> through(Upstream upstream) {
        return Call.of(upstream, new SentWork<>(this, Map.of()));
    }
}
