/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import dev.breakwater.cost.LlmMeter;
import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.examples.decision.Answer.Source;
import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.upstream.UpstreamException;
import dev.breakwater.upstream.UpstreamException.Reason;
import dev.breakwater.upstream.UpstreamHttp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.stereotype.Component;

/**
 * Asks a language model over Gemini's {@code generateContent}, guarded as {@code breakwater.upstreams.gemini} says and as
 * far as {@code breakwater.cost.budgets} reach. Where that gives no answer, whatever the reason, rules do. Each attempt is
 * metered, useful or not.
 */
@Component
class GeminiClient implements AutoCloseable {
    /** The name in configuration and events. */
    static final String UPSTREAM = "gemini";

    // Calls hold none of these while they wait; they read what has arrived.
    private static final int THREADS = 4;

    private final GeminiSettings settings;
    private final GeminiFormat format;
    private final UpstreamHttp upstream;
    private final URI uri;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, GeminiClient::daemon);

    GeminiClient(GeminiSettings settings, GeminiFormat format, BreakwaterRuntime runtime, LlmMeter meter) {
        this.settings = settings;
        this.format = format;
        uri = settings.endpoint().resolve("/v1beta/models/" + settings.model() + ":generateContent");
        upstream = UpstreamHttp.of(
                        runtime.upstream(UPSTREAM),
                        HttpClient.newBuilder().executor(threads).build())
                .accept(status -> status == 200)
                .meter(meter.http(LlmApi.GEMINI_GENERATE_CONTENT, settings.model()));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "gemini-client");
        thread.setDaemon(true);
        return thread;
    }

    /** The model's opinion or, where there is none in time, what rules say; never fails because of the model. */
    CompletableFuture<Answer> ask(Message message) {
        byte[] question = format.question(message, settings.maxTokens(), settings.temperature());
        AtomicBoolean asked = new AtomicBoolean();
        return upstream.call(request(question), BodyHandlers.ofByteArray())
                .map(response -> {
                    Answer answer = format.answer(response.body());
                    asked.set(true);
                    return answer;
                })
                .cachedBy(QuestionKey.of(uri, question))
                .fallback(failure -> Rules.fallback(message, reason(failure)))
                .start()
                .thenApply(answer -> answer.source() == Source.LLM && !asked.get() ? answer.fromCache() : answer);
    }

    private static String reason(UpstreamException failure) {
        return failure.reason() == Reason.BUDGET ? "no budget is left for the model" : "the model did not answer";
    }

    // No time limit of its own: the upstream's covers all of the call.
    private HttpRequest request(byte[] question) {
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .header("x-goog-api-key", settings.key())
                .POST(BodyPublishers.ofByteArray(question))
                .build();
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
