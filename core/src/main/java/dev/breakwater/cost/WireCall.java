/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a call, as an HTTP client makes it. Tell it what comes, in this order, and of the end exactly once or more
 * often: the first end counts, and what comes after it is not read. Answers with status 2xx are priced by the usage they
 * report; one that breaks off keeps all that was held for it, as nobody knows how much more was made than seen. A request
 * that never reached the provider, or that it refused with 3xx or 4xx, gives back all that was held, but for 408, and
 * Azure's 400, which it may bill. Of these and all others nobody knows what they cost: what was held counts in full. Safe
 * for use by many threads.
 */
public final class WireCall {
    private final LlmReading call;
    private final byte @Nullable [] body;
    private @Nullable Billing status;
    private boolean ended;

    WireCall(LlmReading call, byte @Nullable [] body) {
        this.call = call;
        this.body = body;
    }

    /**
     * The body to be sent: the one that was given unless a limit to its output was lowered or added, or its usage is asked
     * for; null if none was given. Not to be changed.
     */
    public byte @Nullable [] body() {
        return body;
    }

    /**
     * Status and headers are there.
     *
     * @param contentEncoding in which content coding the body is that will be {@linkplain #read read}; null for none
     */
    public synchronized void answered(int code, @Nullable String contentEncoding) {
        if (!ended && status == null) {
            status = Billing.ofStatus(code, call.api());
            call.contentEncoding(contentEncoding);
        }
    }

    /** A part of the answer's body, from the position to the limit, which may become equal. */
    public synchronized void read(ByteBuffer part) {
        if (!ended && status == Billing.ANSWERED) {
            call.read(part);
        }
    }

    /**
     * The attempt is over.
     *
     * @param failure null if the answer was read to its end; else what kept it from that, be it that nobody wants the rest
     */
    public void ended(@Nullable Throwable failure) {
        Billing known;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            known = status;
        }
        // Without the monitor: who is told of the end may take his time.
        switch (known == null ? Billing.ofUnanswered(failure) : known) {
            case ANSWERED -> settle(failure);
            case UNKNOWN -> call.unanswered();
            case NONE -> call.refused();
        }
    }

    private void settle(@Nullable Throwable failure) {
        if (failure == null) {
            call.end();
        } else {
            call.breakOff();
        }
    }

    /** The request was not sent after all. */
    public void neverSent() {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        call.refused();
    }
}
