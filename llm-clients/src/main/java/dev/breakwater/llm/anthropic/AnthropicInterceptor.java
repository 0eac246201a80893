/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.llm.anthropic;

import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.Interceptor;
import dev.breakwater.cost.LlmMeter;
import dev.breakwater.cost.WireMeter;
import java.util.Objects;

/**
 * Measures the calls that Anthropic's SDK makes, and lets only those be made that their budgets can pay for. What a call can
 * cost is held before it is sent, the output it asks for is lowered to what the budgets still allow, and it is settled when
 * its answer has been read to the end or is closed. The SDK repeats calls above it, so that each attempt is held for and
 * measured by itself. Immutable, safe for use by many threads and clients.
 *
 * <pre>
 * AnthropicClient claude = AnthropicOkHttpClient.builder()
 *         .fromEnv()
 *         .addInterceptor(AnthropicInterceptor.of(runtime.llmMeter()))
 *         .build();
 * </pre>
 *
 * <p>A call that may not be made ends with a {@link dev.breakwater.upstream.SpendRefusedException}: thrown by a client that
 * waits, and by the future of an asynchronous one. Nothing is sent for it, and the SDK does not try it again. An asynchronous
 * call belongs to the request that is current where it is made; none waits for a thread.
 *
 * <p>Calls through the SDK's backends for Bedrock and Vertex pass here too, and are priced as Anthropic's own: where those
 * platforms bill otherwise, so does your account. They are not part of this module's tests.
 */
public final class AnthropicInterceptor implements Interceptor {
    private final WireMeter meter;

    private AnthropicInterceptor(WireMeter meter) {
        this.meter = Objects.requireNonNull(meter, "meter");
    }

    /** Measures with this meter, such as that of the runtime. */
    public static AnthropicInterceptor of(LlmMeter meter) {
        return of(WireMeter.of(meter));
    }

    /** Measures with this meter. */
    public static AnthropicInterceptor of(WireMeter meter) {
        return new AnthropicInterceptor(meter);
    }

    /** The same client, measured; as it is if it is measured already. */
    @Override
    public HttpClient intercept(HttpClient client) {
        return client instanceof MeteredHttpClient ? client : new MeteredHttpClient(client, meter);
    }
}
