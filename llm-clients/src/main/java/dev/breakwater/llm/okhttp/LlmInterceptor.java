/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.llm.okhttp;

import dev.breakwater.cost.LlmMeter;
import dev.breakwater.cost.WireMeter;
import dev.breakwater.cost.usage.LlmEndpoint;
import dev.breakwater.upstream.SpendRefusedException;
import java.io.IOException;
import java.util.Objects;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Measures the calls to language models that an OkHttp client makes, and lets only those be made that their budgets can pay
 * for. What a call can cost is held before a connection is opened, the output it asks for is lowered to what the budgets
 * still allow, and it is settled when its answer has been read to the end or is closed. Requests to other places pass
 * untouched. Immutable, safe for use by many threads and clients.
 *
 * <pre>
 * LlmInterceptor llm = LlmInterceptor.of(runtime.llmMeter());
 * OpenAIClient openAi = OpenAIOkHttpClient.builder().fromEnv().addInterceptor(llm).build();
 * </pre>
 *
 * <p>It is an application interceptor: add it with {@link OkHttpClient.Builder#addInterceptor}, before those that change
 * bodies. OpenAI's SDK repeats calls above it, so that each attempt is held for and measured by itself. Where attempts are
 * made beneath it, as by Google's SDK and by OkHttp where a connection is lost, {@link #addTo} makes it see them as well.
 *
 * <p>A call that may not be made ends with a {@link SpendRefusedException}, before any socket and without being repeated.
 * That is right where a thread waits for the call. OkHttp's asynchronous calls cannot carry it: they report an
 * {@link IOException} in its place, which SDKs take for a broken connection and try again, and throw the refusal at the
 * thread's handler. For asynchronous clients choose {@link #answeringRefusals}.
 *
 * <p>A call that carries a mark of this class already is left to the one that made it, so that adding it twice measures
 * nothing twice. Measure a call in one layer only: not here and as the meter of an upstream.
 */
public final class LlmInterceptor implements Interceptor {
    private final WireMeter meter;
    private final boolean answersRefusals;

    private LlmInterceptor(WireMeter meter, boolean answersRefusals) {
        this.meter = Objects.requireNonNull(meter, "meter");
        this.answersRefusals = answersRefusals;
    }

    /** Measures with this meter, such as that of the runtime. Refusals are thrown. */
    public static LlmInterceptor of(LlmMeter meter) {
        return of(WireMeter.of(meter));
    }

    /** Measures with this meter. Refusals are thrown. */
    public static LlmInterceptor of(WireMeter meter) {
        return new LlmInterceptor(meter, false);
    }

    /**
     * The same, answering a call that may not be made instead of throwing: with status 429, a problem of type
     * {@code application/problem+json}, {@code x-should-retry: false}, which OpenAI's and Anthropic's SDKs heed, and
     * {@code Retry-After} where it is known when there will be money again. No socket is opened for it. The SDK then fails
     * in its own way for 429, without another attempt: with it asynchronous clients learn of a refusal.
     */
    public LlmInterceptor answeringRefusals() {
        return new LlmInterceptor(meter, true);
    }

    /**
     * Adds this and what sees {@linkplain #attempts attempts} to a client that makes some by itself.
     *
     * @param client such as the one for {@code ClientOptions.customHttpClient} of Google's SDK
     * @return the same
     */
    public OkHttpClient.Builder addTo(OkHttpClient.Builder client) {
        return client.addInterceptor(this).addNetworkInterceptor(attempts());
    }

    /**
     * A network interceptor for a client that repeats calls beneath this one: the second attempt and all that follow are
     * held for by themselves, and the one before is ended with what became of it. Without it they count as one attempt, with
     * what became of the last. Does nothing for calls that have not passed an application interceptor of this class.
     */
    public Interceptor attempts() {
        return LlmInterceptor::attempt;
    }

    private static Response attempt(Chain chain) throws IOException {
        MeteredCall call = chain.request().tag(MeteredCall.class);
        return call == null ? chain.proceed(chain.request()) : call.attempt(chain);
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        LlmEndpoint endpoint = endpoint(request);
        if (endpoint == null) {
            return chain.proceed(request);
        }
        try {
            return new MeteredCall(meter, endpoint, request).proceed(chain);
        } catch (SpendRefusedException refused) {
            if (answersRefusals) {
                return Refusal.answer(request, refused);
            }
            throw refused;
        }
    }

    /** Where the request goes, if that is a model and nobody measures it yet. */
    private @Nullable LlmEndpoint endpoint(Request request) {
        return request.tag(MeteredCall.class) == null
                ? meter.find(request.method(), request.url().uri())
                : null;
    }
}
