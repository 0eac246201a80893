/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.upstream.UpstreamException.Reason;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Meters that fail: what guards a limit lets nothing pass that it did not see. */
class RequiredMeterTest {
    private final Upstream upstream = Upstream.named("model").attempts(3).build();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        upstream.close();
    }

    private interface Begin {
        @Nullable
        CompletionStage<? extends HttpMeter.Reading> begin();
    }

    private static HttpMeter required(Begin begin, Runnable asked) {
        return new HttpMeter() {
            @Override
            @SuppressWarnings("NullAway")
            public CompletionStage<? extends Reading> begin(HttpRequest request, String callId, int attempt) {
                return begin.begin();
            }

            @Override
            public boolean isRequired() {
                asked.run();
                return true;
            }
        };
    }

    private final class Refusing implements HttpMeter.Reading {
        @Override
        public HttpRequest request(HttpRequest request) {
            throw new IllegalStateException("no room for the lower limit");
        }

        @Override
        public void answered(HttpResponse.ResponseInfo answer) {
            heard.add("answered");
        }

        @Override
        public void body(ByteBuffer part) {
            heard.add("body");
        }

        @Override
        public void ended(@Nullable Throwable failure) {
            heard.add("ended");
        }

        @Override
        public void neverSent() {
            heard.add("never sent");
        }
    }

    private void assertThatNothingIsSent(HttpMeter meter) throws Exception {
        try (StandIn server = StandIn.answering(200, "hello")) {
            HttpRequest request = HttpRequest.newBuilder(server.uri()).build();
            Reason reason = UpstreamHttp.of(upstream, HttpClient.newHttpClient())
                    .meter(meter)
                    .call(request, BodyHandlers.ofString())
                    .map(answer -> (Reason) null)
                    .fallback(UpstreamException::reason)
                    .get();
            assertThat(reason).isEqualTo(Reason.BUDGET);
            assertThat(server.requests).isEmpty();
            assertThat(upstream.state().running()).isZero();
        }
    }

    @Test
    void oneThatThrowsRefuses() throws Exception {
        assertThatNothingIsSent(required(
                () -> {
                    throw new IllegalStateException("broken");
                },
                () -> {}));
    }

    @Test
    void oneWhoseLeaveFailsLaterRefuses() throws Exception {
        assertThatNothingIsSent(required(
                () -> CompletableFuture.supplyAsync(() -> {
                    throw new IllegalStateException("broken");
                }),
                () -> {}));
    }

    @Test
    void oneThatGivesNoReadingRefuses() throws Exception {
        assertThatNothingIsSent(required(() -> CompletableFuture.completedFuture(null), () -> {}));
        assertThatNothingIsSent(required(() -> null, () -> {}));
    }

    @Test
    void oneThatCannotSayWhetherItIsRequiredIs() throws Exception {
        assertThatNothingIsSent(required(
                () -> {
                    throw new StackOverflowError();
                },
                () -> {
                    throw new IllegalStateException("broken as well");
                }));
    }

    @Test
    void aReadingThatCannotSayWhatToSendEndsTheAttempt() throws Exception {
        assertThatNothingIsSent((request, call, attempt) -> CompletableFuture.completedFuture(new Refusing()));
        assertThat(heard).containsExactly("never sent");
    }
}
