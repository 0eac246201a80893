/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import java.util.Arrays;

/**
 * The body of a request to a language model: what it asks for, and the same bytes with a limit to the output. Never throws
 * because of what it reads, and keeps nothing of it but the bytes themselves: what is not JSON, or says one thing twice, has
 * no bound. Immutable, as long as nobody changes the bytes.
 */
public final class LlmRequestBody {
    private final LlmEndpoint endpoint;
    private final byte[] body;
    private final RequestFacts facts;

    private LlmRequestBody(LlmEndpoint endpoint, byte[] body, RequestFacts facts) {
        this.endpoint = endpoint;
        this.body = body;
        this.facts = facts;
    }

    /**
     * Reads a body.
     *
     * @param endpoint what it is sent to
     * @param body the whole body in UTF-8, without any content coding; not copied
     */
    public static LlmRequestBody of(LlmEndpoint endpoint, byte[] body) {
        return new LlmRequestBody(endpoint, body, RequestFacts.read(endpoint, body));
    }

    /**
     * What the body asks for. Its input counts as one token for each byte, and 1024 more where the provider adds
     * instructions of its own, for tools.
     */
    public LlmRequest request() {
        return facts.toRequest();
    }

    /** Whether {@link #withMaxOutput} can limit the output: it has any, and the API a field for its limit. */
    public boolean canLimitOutput() {
        return facts.canLimit();
    }

    /** The body as it is; not copied. */
    public byte[] bytes() {
        return body;
    }

    /**
     * The same body with so many tokens of output at most for each answer, in the provider's own field: a higher limit is
     * lowered, a missing one is added, a lower one stays.
     *
     * @return these bytes if nothing is to be changed, or if they are not JSON
     * @throws IllegalArgumentException if the number is negative
     */
    public byte[] withMaxOutput(long tokens) {
        if (tokens < 0) {
            throw new IllegalArgumentException("max output: " + tokens + " (expected: 0 or more tokens)");
        }
        return facts.limited(body, tokens);
    }

    /**
     * The same body, but a streamed chat completion of OpenAI's kind is asked to end with its usage: without that
     * ({@code stream_options.include_usage}) its stream has none. The stream gets one event more, with no choices.
     *
     * @return this if nothing is to be changed
     */
    public LlmRequestBody askingForUsage() {
        byte[] asking = facts.askingForUsage(body);
        return Arrays.equals(asking, body) ? this : of(endpoint, asking);
    }
}
