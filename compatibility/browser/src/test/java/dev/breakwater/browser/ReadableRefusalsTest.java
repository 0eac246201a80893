/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** A script at an allowed origin can tell why it got no answer: the headers stand on refusals and errors too. */
@BrowserTest
class ReadableRefusalsTest {
    @Parameter
    Stack stack;

    private Browser browser;
    private SharedService service;

    @BeforeParameterizedClassInvocation
    void start(Stack on, Browser running) throws Exception {
        browser = running;
        service = SharedService.start(
                on,
                Map.of(
                        "request.max-body-size", "1KB",
                        "rate-limit.policies[0].name", "scarce",
                        "rate-limit.policies[0].paths", "/shared/scarce",
                        "rate-limit.policies[0].key", "global",
                        "rate-limit.policies[0].limits", "1 per hour"));
    }

    @AfterParameterizedClassInvocation
    void stop() throws Exception {
        service.close();
    }

    private Answer fetch(String path, Object... options) {
        return browser.page(SharedService.ALLOWED).fetch(service.url(path), options);
    }

    @Test
    void aSpentQuotaSaysWhenToComeBack() {
        Answer admitted = fetch("/shared/scarce");
        Answer refused = fetch("/shared/scarce");

        assertThat(admitted.status()).isEqualTo(200);
        assertThat(admitted.headers()).containsEntry("ratelimit-policy", "\"scarce\";q=1;w=3600");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers()).containsEntry("content-type", "application/problem+json");
        assertThat(refused.headers().get("ratelimit")).startsWith("\"scarce\";r=0;t=");
        assertThat(Integer.parseInt(refused.headers().get("retry-after"))).isBetween(3500, 3600);
        assertThat(refused.body()).contains("quota-exceeded");
    }

    @Test
    void anOverloadedServiceSaysWhenToComeBack() throws Exception {
        try (SharedService narrow =
                SharedService.start(stack, Map.of("overload.mode", "enforce", "overload.max-concurrent", "1"))) {
            Page page = browser.page(SharedService.ALLOWED);
            page.value("void (window.first = call('" + narrow.url("/shared/held") + "'))");
            await().until(() -> narrow.application.calls("GET /shared/held") == 1);

            Answer shed = page.fetch(narrow.url("/shared/plain"));
            narrow.application.release();

            assertThat(shed.status()).isEqualTo(503);
            assertThat(shed.headers()).containsEntry("retry-after", "1");
            assertThat(shed.body()).contains("temporary-reduced-capacity");
            assertThat(Answer.of(page.await("first")).status()).isEqualTo(200);
        }
    }

    @Test
    void aBodyTooLargeIsAProblem() {
        Answer refused = fetch("/shared/upload", "method", "POST", "body", "x".repeat(2000));

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.headers()).containsEntry("content-type", "application/problem+json");
    }

    @Test
    void aBodyFarTooLargeIsAProblem() {
        Answer refused = fetch("/shared/upload", "method", "POST", "body", "x".repeat(5_000_000));

        assertThat(refused.status()).isEqualTo(413);
    }

    @Test
    void anErrorOfTheApplicationIsAStatus() {
        assertThat(fetch("/shared/boom").status()).isEqualTo(500);
    }

    @Test
    void aMissingUserIsAStatus() {
        assertThat(fetch("/shared/private").status()).isEqualTo(401);
        assertThat(service.application.calls("GET /shared/private")).isEqualTo(stack.isSecured() ? 0 : 1);
    }

    /** The preflight carries no user, so whatever authenticates must not see it. */
    @Test
    void aMissingUserDoesNotStopThePreflight() {
        Answer refused = fetch("/shared/private", "method", "PUT");

        assertThat(refused.status()).isEqualTo(401);
        assertThat(service.sent("/shared/private")).contains("OPTIONS", "PUT");
    }
}
