/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.cost.LlmMeter;
import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.upstream.UpstreamHttp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Has a language model read what people write about deals, guarded as {@code breakwater.upstreams.verifier} says. Where
 * that gives no answer, whatever the reason, the tip has no value: it is left out of the score.
 */
@Component
final class Verifier {
    /** The name in configuration, metrics and events. */
    static final String UPSTREAM = "verifier";

    private final VerifierSettings settings;
    private final ObjectMapper json;
    private final UpstreamHttp upstream;
    private final URI uri;

    Verifier(VerifierSettings settings, ObjectMapper json, BreakwaterRuntime runtime, LlmMeter meter) {
        this.settings = settings;
        this.json = json;
        uri = settings.endpoint().resolve(settings.format().path);
        upstream = UpstreamHttp.of(runtime.upstream(UPSTREAM), HttpClient.newHttpClient())
                .accept(status -> status == 200)
                .meter(meter.http(settings.format().api, settings.model()));
    }

    /** Whether the offer works by this tip, from 0 to 1; null if nobody can tell now. */
    @Nullable
    Double read(String tip) throws JsonProcessingException {
        return upstream.call(question(tip), BodyHandlers.ofByteArray())
                .<@Nullable Double>map(answer -> settings.format().value(answer.body(), json))
                // Paying for it twice is all that can happen.
                .idempotent(true)
                .fallback(failure -> null)
                .get();
    }

    // No time limit of its own: the upstream's covers all of the call.
    private HttpRequest question(String tip) throws JsonProcessingException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(
                        json.writeValueAsBytes(settings.format().body(settings.model(), tip))));
        settings.format().headers(settings.key()).forEach(request::header);
        return request.build();
    }
}
