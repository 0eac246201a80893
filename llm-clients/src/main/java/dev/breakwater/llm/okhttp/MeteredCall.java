/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.llm.okhttp;

import dev.breakwater.cost.WireCall;
import dev.breakwater.cost.WireMeter;
import dev.breakwater.cost.usage.LlmEndpoint;
import dev.breakwater.upstream.SpendRefusedException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import okhttp3.Interceptor.Chain;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * One call of the client, which may take several attempts. Travels with its request as a tag. The attempts follow each
 * other, so that one thread at a time is here.
 */
final class MeteredCall {
    private static final String RETRIES = "X-Stainless-Retry-Count";
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final WireMeter meter;
    private final LlmEndpoint endpoint;
    private final Request request;
    private final byte @Nullable [] body;
    private final @Nullable String id;
    private int attempt;
    private WireCall current;
    private boolean sent;
    private int status;
    private @Nullable Throwable failure;

    /** Waits until the budgets have held what the first attempt can cost. */
    MeteredCall(WireMeter meter, LlmEndpoint endpoint, Request request) throws IOException {
        this.meter = meter;
        this.endpoint = endpoint;
        this.request = request;
        body = bytes(request.body());
        id = request.header(IDEMPOTENCY_KEY);
        attempt = attempt(request.header(RETRIES));
        current = begin();
    }

    /** A body that may be written only once is, here. One that goes on while the answer comes cannot be known before. */
    private static byte @Nullable [] bytes(@Nullable RequestBody body) throws IOException {
        if (body == null || body.isDuplex()) {
            return null;
        }
        Buffer written = new Buffer();
        body.writeTo(written);
        return written.readByteArray();
    }

    /** What SDKs count from 0. */
    private static int attempt(@Nullable String retries) {
        try {
            return retries == null ? 1 : 1 + Math.max(0, Integer.parseInt(retries));
        } catch (NumberFormatException other) {
            return 1;
        }
    }

    private WireCall begin() {
        try {
            return meter.begin(endpoint, body, id, attempt)
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof SpendRefusedException refused ? refused : failed;
        }
    }

    /** Makes the call. */
    Response proceed(Chain chain) throws IOException {
        Response answer;
        try {
            answer = chain.proceed(sending(request.newBuilder(), current.body())
                    .tag(MeteredCall.class, this)
                    .build());
        } catch (IOException | RuntimeException | Error failed) {
            current.ended(failed);
            throw failed;
        }
        return metered(answer);
    }

    private Response metered(Response answer) {
        WireCall call = current;
        call.answered(answer.code(), answer.header("Content-Encoding"));
        ResponseBody body = answer.body();
        return body == null
                ? answer
                : answer.newBuilder().body(new MeteredBody(body, call)).build();
    }

    /** Makes one attempt of it, seen from the network. */
    Response attempt(Chain chain) throws IOException {
        Request sending = sent ? again(chain.request()) : chain.request();
        sent = true;
        try {
            Response answer = chain.proceed(sending);
            status = answer.code();
            failure = null;
            return answer;
        } catch (IOException failed) {
            failure = failed;
            throw failed;
        }
    }

    private Request again(Request earlier) {
        endEarlier();
        attempt++;
        current = begin();
        byte[] allowed = current.body();
        return allowed == null
                ? earlier
                : sending(earlier.newBuilder(), allowed)
                        // What is there was written for what the earlier attempt was allowed.
                        .header("Content-Length", Integer.toString(allowed.length))
                        .build();
    }

    private void endEarlier() {
        if (failure == null) {
            current.answered(status, null);
        }
        current.ended(failure);
    }

    private Request.Builder sending(Request.Builder builder, byte @Nullable [] allowed) {
        RequestBody given = request.body();
        return given == null || allowed == null
                ? builder
                : builder.method(request.method(), RequestBody.create(allowed, given.contentType()));
    }
}
