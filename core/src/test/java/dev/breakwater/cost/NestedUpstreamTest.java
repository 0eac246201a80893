/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.contract.ManualTime;
import dev.breakwater.cost.price.PriceBook;
import dev.breakwater.cost.price.Pricing;
import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.upstream.BreakerWindow;
import dev.breakwater.upstream.Upstream;
import dev.breakwater.upstream.UpstreamException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What is recorded of a call to a model that another upstream, around the same model, did not let pass or lost. */
class NestedUpstreamTest {
    private final List<CallCost> heard = new ArrayList<>();
    private final LlmMeter meter =
            new LlmMeter(PriceBook::bundled, (decision, exchange) -> heard.add((CallCost) decision), new ManualTime());

    @Test
    void nothingIfItNeverReachedTheProvider() {
        ended(refusedByAnUpstream());
        ended(new CompletionException(refusedByAnUpstream()));
        assertThat(heard).isEmpty();
    }

    @Test
    void anUnpricedCallIfItMayHave() {
        ended(refusedAfterAnAttempt());
        ended(timedOut());
        assertThat(heard).extracting(CallCost::pricing).containsExactly(Pricing.NO_ANSWER, Pricing.NO_ANSWER);
    }

    private void ended(Throwable failure) {
        meter.meter(LlmApi.GEMINI_GENERATE_CONTENT, "m", (byte[] body) -> body).ended(null, failure);
    }

    private static UpstreamException refusedByAnUpstream() {
        try (Upstream inner = Upstream.named("inner").build()) {
            inner.disable();
            return catchThrowableOfType(
                    UpstreamException.class, () -> inner.call(() -> "an answer").get());
        }
    }

    private static UpstreamException refusedAfterAnAttempt() {
        try (Upstream inner = Upstream.named("inner")
                .attempts(2)
                .backoff(Duration.ofMillis(1))
                .breakerWindow(BreakerWindow.calls(1))
                .build()) {
            UpstreamException open = catchThrowableOfType(
                    UpstreamException.class,
                    () -> inner.call(() -> {
                                throw new IOException("reset");
                            })
                            .get());
            assertThat(open.reason()).isEqualTo(UpstreamException.Reason.OPEN);
            return open;
        }
    }

    private static UpstreamException timedOut() {
        try (Upstream inner =
                Upstream.named("inner").timeout(Duration.ofMillis(1)).build()) {
            return catchThrowableOfType(
                    UpstreamException.class,
                    () -> inner.callAsync(CompletableFuture::new).get());
        }
    }
}
