/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.ProblemDetail;
import dev.breakwater.servlet.RequestBodyTooLargeException;
import dev.breakwater.upstream.UpstreamException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all endpoints do: they give their thread back at once, answer with JSON when the answer is there, and say clearly
 * what they cannot do. How long that may take is {@code request.timeout}.
 */
abstract class Endpoint extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);
    private static final Duration USUAL_WAIT = Duration.ofSeconds(5);

    private final String method;

    /**
     * An endpoint.
     *
     * @param method the one it understands; with GET, HEAD as well
     */
    Endpoint(String method) {
        this.method = method;
    }

    /** What becomes the answer's JSON; fails or throws a {@link Refusal} if there is none. Must not wait. */
    abstract CompletableFuture<?> answer(HttpServletRequest request, byte[] body);

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!understands(request.getMethod())) {
            response.setHeader("Allow", isGet() ? "GET, HEAD" : method); // RFC 9110, section 15.5.6
            send(response, ProblemDetail.of(405, "Expected " + method + '.'));
            return;
        }
        AsyncContext async = request.startAsync();
        async.setTimeout(0); // request.timeout is the limit
        CompletableFuture<byte[]> body = isGet() ? CompletableFuture.completedFuture(new byte[0]) : Body.of(request);
        // The body's last bytes come on another thread, which knows nothing of the request's id and deadline.
        Supplier<CompletableFuture<?>> answering =
                CurrentExchange.<CompletableFuture<?>>wrapSupplier(() -> answer(request, body.join()));
        var unused = body.thenCompose(read -> answering.get())
                .whenComplete((answer, failure) -> finish(async, response, answer, failure));
    }

    private boolean isGet() {
        return method.equals("GET");
    }

    private boolean understands(String asked) {
        return asked.equals(method) || (isGet() && asked.equals("HEAD"));
    }

    // Answers are small and fit the buffers before the socket, so that writing one keeps no thread either.
    private static void finish(
            AsyncContext async, HttpServletResponse response, @Nullable Object answer, @Nullable Throwable failure) {
        try {
            if (failure == null) {
                byte[] json = Json.write(Objects.requireNonNull(answer));
                response.setContentType("application/json");
                response.setContentLength(json.length);
                response.getOutputStream().write(json); // of which the container sends nothing to HEAD
            } else {
                refuse(response, failure instanceof CompletionException ? failure.getCause() : failure);
            }
        } catch (IOException | IllegalStateException gone) {
            LOG.debug("The client went away", gone);
        } finally {
            complete(async);
        }
    }

    private static void complete(AsyncContext async) {
        try {
            async.complete();
        } catch (IllegalStateException gone) {
            LOG.debug("The request is over already", gone);
        }
    }

    private static void refuse(HttpServletResponse response, @Nullable Throwable failure) throws IOException {
        if (failure instanceof Refusal refusal) {
            send(response, refusal.problem());
        } else if (failure instanceof UpstreamException unanswered) {
            response.setHeader("Retry-After", seconds(unanswered.retryAfter()));
            send(response, ProblemDetail.of(503, "The stores do not tell what they have just now. Try again soon."));
        } else if (!(failure instanceof RequestBodyTooLargeException)) { // which has its answer already
            LOG.error("An endpoint failed", failure);
            send(response, ProblemDetail.of(500));
        }
    }

    // What the breaker or the API itself says; never sooner than that.
    private static String seconds(@Nullable Duration wait) {
        Duration known = wait == null ? USUAL_WAIT : wait.plusMillis(999);
        return Long.toString(Math.max(1, known.toSeconds()));
    }

    private static void send(HttpServletResponse response, ProblemDetail problem) throws IOException {
        response.setStatus(problem.status());
        response.setContentType(ProblemDetail.MEDIA_TYPE);
        response.getOutputStream().print(problem.toJson()); // ASCII
    }
}
