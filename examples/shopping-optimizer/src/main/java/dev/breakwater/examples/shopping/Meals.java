/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.upstream.AnswerCodec;
import dev.breakwater.upstream.UpstreamHttp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Asks a language model what to cook, guarded as {@code breakwater.upstreams.gemini} says. Where it gives no answer,
 * whatever the reason, rules do, so that asking never fails. Holds no thread while it waits. Safe for use by many threads.
 */
final class Meals {
    /** The name in configuration, events and meters. */
    static final String UPSTREAM = "gemini";

    private static final int MOST_PRODUCTS = 12;
    private static final AnswerCodec<Meal> CODEC = Json.codec("meal-1", Meal.class);

    private final UpstreamHttp http;
    private final Settings settings;
    private final URI uri;

    Meals(BreakwaterRuntime runtime, HttpClient client, Settings settings) {
        this.settings = settings;
        uri = settings.google().url().resolve("/v1beta/models/" + settings.model() + ":generateContent");
        http = UpstreamHttp.of(runtime.upstream(UPSTREAM), client)
                .accept(status -> status == 200)
                .meter(runtime.llmMeter().http(LlmApi.GEMINI_GENERATE_CONTENT, settings.model()));
    }

    /** A meal of what is sold off. */
    CompletableFuture<Meal> suggest(Offers offers) {
        List<Offer> best = offers.best(MOST_PRODUCTS);
        if (!settings.asksModel()) {
            return CompletableFuture.completedFuture(MealRules.suggest(best));
        }
        List<String> products = best.stream().map(Offer::product).toList();
        return http.call(request(products), BodyHandlers.ofByteArray())
                .map(answer -> GeminiFormat.meal(answer.body(), products))
                // What the model is told, which one, and whose.
                .cachedBy(settings.model() + '@' + settings.google().origin() + ' ' + Json.text(products), CODEC)
                .fallback(failure -> MealRules.suggest(best))
                .start();
    }

    private HttpRequest request(List<String> products) {
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .header("x-goog-api-key", settings.google().key())
                .POST(BodyPublishers.ofByteArray(GeminiFormat.question(products)))
                .build();
    }
}
