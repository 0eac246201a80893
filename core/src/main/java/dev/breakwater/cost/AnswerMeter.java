/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.upstream.Meter;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Measures answers that are held in full. */
final class AnswerMeter<T> implements Meter<T> {
    private final LlmMeter meter;
    private final LlmApi api;
    private final String model;
    private final Function<? super T, byte[]> body;

    AnswerMeter(LlmMeter meter, LlmApi api, String model, Function<? super T, byte[]> body) {
        this.meter = meter;
        this.api = api;
        this.model = model;
        this.body = body;
    }

    @Override
    public void ended(@Nullable T answer, @Nullable Throwable failure) {
        switch (billing(answer, failure)) {
            case ANSWERED -> answered(answer);
            case UNKNOWN -> meter.open(api, model).unanswered();
            case NONE -> {
                // Nothing was done for it.
            }
        }
    }

    private Billing billing(@Nullable Object answer, @Nullable Throwable failure) {
        if (failure != null) {
            return Billing.ofFailure(failure);
        }
        return answer instanceof HttpResponse<?> response
                ? Billing.ofStatus(response.statusCode(), api)
                : Billing.ANSWERED;
    }

    private void answered(@Nullable T answer) {
        LlmReading call = meter.open(api, model);
        if (answer instanceof HttpResponse<?> response) {
            call.contentEncoding(HttpReading.contentEncoding(response.headers()));
        }
        try {
            if (answer != null) {
                call.read(ByteBuffer.wrap(body.apply(answer)));
            }
            call.end();
        } catch (RuntimeException noBody) {
            // It was billed all the same.
            call.unanswered();
            throw noBody;
        }
    }
}
