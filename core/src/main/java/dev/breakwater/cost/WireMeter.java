/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.cost.usage.LlmEndpoint;
import dev.breakwater.cost.usage.LlmRequest;
import dev.breakwater.cost.usage.LlmRequestBody;
import dev.breakwater.upstream.SpendRefusedException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures calls to language models where an HTTP client sends them, and lets only those be sent that their budgets can
 * pay for: what adapters for HTTP clients are built on. Immutable, safe for use by many threads.
 *
 * <pre>
 * LlmEndpoint endpoint = wire.find(method, uri);
 * if (endpoint == null) {
 *     return send(body);
 * }
 * WireCall call = wire.begin(endpoint, body, callId, attempt).toCompletableFuture().join();
 * send(call.body());
 * </pre>
 *
 * <p>One layer measures a call, never two: a client that is wrapped must not be used under a meter of an upstream.
 */
public final class WireMeter {
    private static final Logger LOG = LoggerFactory.getLogger(LlmMeter.class);
    private static final long LEAST_OUTPUT = 1024;

    private final LlmMeter meter;
    private final List<Gateway> gateways;
    private final long leastOutput;
    private final boolean includeUsage;
    private final boolean clamping;

    private WireMeter(
            LlmMeter meter, List<Gateway> gateways, long leastOutput, boolean includeUsage, boolean clamping) {
        this.meter = meter;
        this.gateways = gateways;
        this.leastOutput = leastOutput;
        this.includeUsage = includeUsage;
        this.clamping = clamping;
    }

    /** A meter that knows the providers' own hosts and paths, and lowers the limit to the output if a budget asks for it. */
    public static WireMeter of(LlmMeter meter) {
        return new WireMeter(Objects.requireNonNull(meter, "meter"), List.of(), LEAST_OUTPUT, false, true);
    }

    /**
     * The same, and what is sent to this gateway are calls of this API, whatever its paths. Earlier ones come first.
     *
     * @param where a host ({@code llm.internal}), a host and port ({@code localhost:8000}), or what an address begins with
     *     ({@code https://llm.internal/claude/})
     * @throws IllegalArgumentException if it is empty
     */
    public WireMeter api(String where, LlmApi api) {
        List<Gateway> more = new ArrayList<>(gateways);
        more.add(new Gateway(where, api));
        return new WireMeter(meter, List.copyOf(more), leastOutput, includeUsage, clamping);
    }

    /**
     * The same, but an answer of fewer tokens than this is of no use: a call that has no budget for so many is refused. 1024
     * by default, or what the request asks for if that is less.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public WireMeter leastOutput(long tokens) {
        if (tokens < 0) {
            throw new IllegalArgumentException("least output: " + tokens + " (expected: 0 or more tokens)");
        }
        return new WireMeter(meter, gateways, tokens, includeUsage, clamping);
    }

    /**
     * The same, and streamed chat completions of OpenAI's kind are asked to tell their usage, without which a stream says
     * nothing of its cost. Off by default, since whoever reads the stream sees an event more.
     */
    public WireMeter includeUsage(boolean ask) {
        return new WireMeter(meter, gateways, leastOutput, ask, clamping);
    }

    /**
     * The same, but requests are sent as they are: a call that has no budget for all the output it asks for is refused, and
     * one that names no limit can take more than was held. On by default.
     */
    public WireMeter clamping(boolean allowed) {
        return new WireMeter(meter, gateways, leastOutput, includeUsage, allowed);
    }

    /**
     * What a request calls.
     *
     * @param method in upper case
     * @param uri absolute
     * @return null if it calls no model, and is to be sent untouched
     */
    public @Nullable LlmEndpoint find(String method, URI uri) {
        LlmEndpoint found = LlmEndpoint.find(method, uri);
        for (Gateway gateway : gateways) {
            if (gateway.serves(uri)) {
                return gateway.endpoint(method, uri, found);
            }
        }
        return found;
    }

    /**
     * Begins one attempt of a call that the current thread's request makes, once all its budgets have held what it can cost
     * at most. Never waits. A hold that comes after the stage was cancelled is released.
     *
     * @param body the request's whole body without any content coding; null if it cannot be read, so that a budget
     *     refuses it
     * @param callId what the attempts of one call share; null if that is not known
     * @param attempt 1 for the first
     * @return the attempt, to be made with {@link WireCall#body()} and to be ended; fails with a
     *     {@link dev.breakwater.upstream.SpendRefusedException} if it must not be made
     */
    public CompletionStage<WireCall> begin(
            LlmEndpoint endpoint, byte @Nullable [] body, @Nullable String callId, int attempt) {
        return begin(endpoint, new RequestBytes(body, body == null ? -1 : body.length), callId, attempt);
    }

    CompletionStage<WireCall> begin(LlmEndpoint endpoint, RequestBytes body, @Nullable String callId, int attempt) {
        try {
            LlmRequestBody read = read(endpoint, body.bytes());
            LlmRequest request = read == null ? unread(endpoint, body.length()) : read.request();
            boolean lowers = clamping && read != null && read.canLimitOutput();
            long least = lowers ? Math.max(leastOutput, request.leastOutput()) : LlmRequest.UNLIMITED;
            return begin(
                    request.toBuilder()
                            .attempt(callId, attempt)
                            .leastOutput(least)
                            .build(),
                    read,
                    body.bytes());
        } catch (RuntimeException | Error failure) {
            return notBegun(failure);
        }
    }

    /** A call that nobody can hold for is not sent while there is a budget, whatever went wrong. */
    private CompletionStage<WireCall> notBegun(Throwable failure) {
        if (failure instanceof SpendRefusedException || !isMaybeLimited()) {
            return CompletableFuture.failedFuture(failure);
        }
        LOG.error("A call to a language model could not be bounded, so that it is not made", failure);
        return CompletableFuture.failedFuture(
                new SpendRefusedException("call to a language model: what it can cost could not be found out", null));
    }

    private boolean isMaybeLimited() {
        try {
            return meter.isLimited();
        } catch (RuntimeException | Error unknown) {
            return true;
        }
    }

    /** What the body says; null if it need not be known, since nothing limits the call and its model is named. */
    private @Nullable LlmRequestBody read(LlmEndpoint endpoint, byte @Nullable [] body) {
        boolean needed = endpoint.model() == null || includeUsage || meter.isLimited();
        return body == null || !needed ? null : LlmRequestBody.of(endpoint, body);
    }

    private static LlmRequest unread(LlmEndpoint endpoint, long length) {
        String model = endpoint.model();
        LlmRequest.Builder request = LlmRequest.of(endpoint.api(), model == null ? "" : model);
        // Its length bounds the input, but not what is asked for: the number of answers, tools, images by their
        // addresses.
        return length == 0 ? request.build() : request.uncountable("body").build();
    }

    private CompletionStage<WireCall> begin(LlmRequest request, @Nullable LlmRequestBody read, byte @Nullable [] body) {
        CompletableFuture<WireCall> begun = new CompletableFuture<>();
        CompletionStage<?> unused = meter.begin(request).whenComplete((call, refusal) -> {
            if (refusal != null) {
                begun.completeExceptionally(LlmMeter.unwrapped(refusal));
            } else {
                begin(begun, call, read, body);
            }
        });
        return begun;
    }

    private void begin(
            CompletableFuture<WireCall> begun, LlmReading call, @Nullable LlmRequestBody read, byte @Nullable [] body) {
        WireCall made;
        try {
            made = new WireCall(call, read == null ? body : sending(read, call));
        } catch (Throwable fault) {
            call.refused();
            begun.completeExceptionally(fault);
            return;
        }
        if (!begun.complete(made)) {
            call.refused();
        }
    }

    private byte[] sending(LlmRequestBody read, LlmReading call) {
        LlmRequestBody asking = includeUsage ? read.askingForUsage() : read;
        long most = call.maxOutput();
        return clamping && most != LlmRequest.UNLIMITED ? asking.withMaxOutput(most) : asking.bytes();
    }

    /** Where a gateway is, and what it serves. */
    private record Gateway(String where, LlmApi api) {
        Gateway {
            if (where.isBlank()) {
                throw new IllegalArgumentException("api: '' (expected: a host, or what an address begins with)");
            }
            Objects.requireNonNull(api, "api");
        }

        boolean serves(URI uri) {
            if (where.contains("://")) {
                return uri.toString().startsWith(where);
            }
            return where.equalsIgnoreCase(uri.getHost()) || where.equalsIgnoreCase(uri.getAuthority());
        }

        @Nullable
        LlmEndpoint endpoint(String method, URI uri, @Nullable LlmEndpoint found) {
            if (found != null) {
                return found.servedBy(api);
            }
            return method.equals("POST") && !LlmEndpoint.isNoCall(uri) ? LlmEndpoint.of(api, null) : null;
        }
    }
}
