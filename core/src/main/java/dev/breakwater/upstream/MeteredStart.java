/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of an attempt whose meter may refuse it, or let it wait. Either it is made, or its caller has gone and the
 * meter is told so when it answers at last: one of both, once.
 */
final class MeteredStart<T extends @Nullable Object> {
    private final HttpWork<T> work;
    private final Attempt<HttpResponse<T>, ?> attempt;
    private final HttpRequest request;
    private final HttpMeter meter;
    private final Engine engine;
    private final CallContext context;
    private final AtomicBoolean decided = new AtomicBoolean();

    MeteredStart(
            HttpWork<T> work,
            Attempt<HttpResponse<T>, ?> attempt,
            HttpRequest request,
            HttpMeter meter,
            Engine engine) {
        this.work = work;
        this.attempt = attempt;
        this.request = request;
        this.meter = meter;
        this.engine = engine;
        context = attempt.context().keep();
    }

    void begin(String callId) {
        CompletableFuture<? extends HttpMeter.Reading> leave = ask(callId);
        if (leave.isDone()) {
            answered(leave);
            return;
        }
        attempt.waitsWith(this::giveUp);
        CompletableFuture<?> unused = leave.whenComplete((reading, failure) -> {
            // The thread is the meter's, and a fallback may take its time.
            Runnable goOn = () -> context.run(() -> answered(leave));
            engine.handOver(goOn, goOn);
        });
    }

    private CompletableFuture<? extends HttpMeter.Reading> ask(String callId) {
        CallContext previous = context.enter();
        try {
            CompletionStage<? extends HttpMeter.Reading> leave = meter.begin(request, callId, attempt.number());
            return leave.toCompletableFuture();
        } catch (Throwable fault) {
            return CompletableFuture.failedFuture(fault);
        } finally {
            CallContext.leave(previous);
        }
    }

    private void answered(CompletableFuture<? extends HttpMeter.Reading> leave) {
        HttpMeter.Reading reading = null;
        Throwable fault = null;
        try {
            reading = Objects.requireNonNull(leave.join(), "the meter's reading");
        } catch (Throwable failed) {
            fault = failed;
        }
        MeteredBody body = new MeteredBody(reading, context, engine);
        if (!decided.compareAndSet(false, true)) {
            body.neverSent();
        } else if (attempt.isSettled()) {
            body.neverSent();
            attempt.neverBegan(null);
        } else {
            goOn(body, fault);
        }
    }

    private void goOn(MeteredBody body, @Nullable Throwable fault) {
        SpendRefusedException refusal = fault == null ? null : refusal(fault);
        if (refusal != null) {
            attempt.refused(refusal);
        } else {
            send(body);
        }
    }

    /** Why nothing is sent though, or because, the meter failed; null if that is no reason. */
    private @Nullable SpendRefusedException refusal(Throwable fault) {
        SpendRefusedException refusal = Failures.spendRefusal(fault);
        if (refusal != null) {
            return refusal;
        }
        engine.meterFailed(Failures.unwrapped(fault));
        return isRequired() ? unmetered() : null;
    }

    private boolean isRequired() {
        CallContext previous = context.enter();
        try {
            return meter.isRequired();
        } catch (Throwable fault) {
            engine.meterFailed(fault);
            return true;
        } finally {
            CallContext.leave(previous);
        }
    }

    private void send(MeteredBody body) {
        HttpRequest metered;
        try {
            metered = body.request(request);
        } catch (Throwable fault) {
            engine.meterFailed(fault);
            body.neverSent();
            attempt.refused(unmetered());
            return;
        }
        attempt.admitted();
        work.send(attempt, metered, body);
    }

    private static SpendRefusedException unmetered() {
        return new SpendRefusedException("the meter failed, and nothing is sent without it", null);
    }

    /** Nobody waits any more. */
    private void giveUp() {
        if (decided.compareAndSet(false, true)) {
            attempt.neverBegan(null);
        }
    }
}
