/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.examples.dealhealth.demo.RedisServer;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A network that forgets the connection to Redis, and tells neither end. */
class ForgottenConnectionTest {
    private static final Layers SETTINGS = Layers.of(Layer.of(
            "test", Map.of("upstreams.evidence.timeout", "500ms", "upstreams.evidence.breaker.window", "1000 calls")));

    @Test
    void isReplacedOnceWhenQuestionsGetNoAnswer() throws Exception {
        Evidence evidence = new Evidence("1", Kind.AUTOMATED_TEST, 1.0, Instant.parse("2026-11-22T12:00:00Z"));
        try (RedisServer redis = RedisServer.started();
                ForgetfulProxy proxy =
                        ForgetfulProxy.before(URI.create(redis.url()).getPort());
                BreakwaterRuntime runtime = BreakwaterRuntime.builder(SETTINGS).start();
                EvidenceStore store = new RedisEvidenceStore(
                        proxy.url(), runtime.upstream(RedisEvidenceStore.UPSTREAM), TestJson.mapper())) {
            await().ignoreExceptions().until(() -> {
                store.add("deal", evidence);
                return true;
            });
            int before = proxy.accepted();

            proxy.forget();

            await().ignoreExceptions().until(() -> store.find("deal"), List.of(evidence)::equals);
            assertThat(store.find("deal")).containsExactly(evidence);
            assertThat(proxy.accepted()).isEqualTo(before + 1);
        }
    }
}
