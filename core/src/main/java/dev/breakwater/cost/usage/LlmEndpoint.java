/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which API of a language model a request calls, and the model if its path names it. Immutable.
 *
 * <p>Found by method, host and path alone. Where the path says which API it is, any host will do, so that a provider's API
 * behind a gateway is not taken for something else and called for free; a gateway whose paths say nothing is named with
 * {@link #of}. No calls are requests that make no model work: reading, files, counting tokens. Neither are batches: these do
 * cost, hours later and for many answers at once, and nothing here sees it.
 */
public final class LlmEndpoint {
    private final LlmApi api;
    private final RequestDialect dialect;
    private final @Nullable String model;
    private final boolean declared;

    /** An endpoint whose path names the model, or else the body does. */
    LlmEndpoint(LlmApi api, RequestDialect dialect, @Nullable String model) {
        this(api, dialect, model, false);
    }

    private LlmEndpoint(LlmApi api, RequestDialect dialect, @Nullable String model, boolean declared) {
        this.api = Objects.requireNonNull(api, "api");
        this.dialect = dialect;
        this.model = model;
        this.declared = declared;
    }

    /**
     * What a request calls.
     *
     * @param method in upper case
     * @param uri absolute
     * @return null if it calls no model
     */
    public static @Nullable LlmEndpoint find(String method, URI uri) {
        return method.equals("POST") ? EndpointPaths.find(uri) : null;
    }

    /**
     * An API that is known beforehand.
     *
     * @param api what is called
     * @param model the model that is asked for; null if the request's body says. Where the provider goes by the body, a body
     *     that names another one is a call of that
     */
    public static LlmEndpoint of(LlmApi api, @Nullable String model) {
        return new LlmEndpoint(api, RequestDialect.of(api), model, model != null);
    }

    /**
     * Whether a request does, by its path, something else than to make a model work: files, batches, counting tokens.
     *
     * @param uri of a gateway
     */
    public static boolean isNoCall(URI uri) {
        return EndpointPaths.isNoCall(uri);
    }

    /** The same call, but of an API that another party serves: with its prices, and answers in its words. */
    public LlmEndpoint servedBy(LlmApi other) {
        return new LlmEndpoint(other, dialect, model, declared);
    }

    /** What is called. */
    public LlmApi api() {
        return api;
    }

    /** The model in the request's path, or that was declared; null if the body says. */
    public @Nullable String model() {
        return model;
    }

    /** The model that is billed when a body names this one, or none. */
    @Nullable
    String model(@Nullable String inBody) {
        return model == null || (inBody != null && declared && isOfTheBody()) ? inBody : model;
    }

    /** Whether the provider takes the model from the body. On Azure a body names a deployment, if anything. */
    private boolean isOfTheBody() {
        return switch (api) {
            case AZURE_OPENAI_CHAT_COMPLETIONS, AZURE_OPENAI_RESPONSES, GEMINI_GENERATE_CONTENT, BEDROCK_CONVERSE ->
                false;
            default -> true;
        };
    }

    /** What the request's body is written in. */
    RequestDialect dialect() {
        return dialect;
    }

    /** Provider and model. */
    @Override
    public String toString() {
        return api + (model == null ? "" : "/" + model);
    }
}
