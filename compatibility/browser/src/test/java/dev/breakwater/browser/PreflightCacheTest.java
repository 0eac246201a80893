/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** How often the browser asks before it sends. */
@BrowserTest
class PreflightCacheTest {
    @Parameter
    Stack stack;

    private Browser browser;
    private SharedService service;

    @BeforeParameterizedClassInvocation
    void start(Stack on, Browser running) throws Exception {
        browser = running;
        service = SharedService.start(on, Map.of());
    }

    @AfterParameterizedClassInvocation
    void stop() throws Exception {
        service.close();
    }

    private void put(Page page, String path, String header) {
        Answer answer = page.fetch(service.url(path), "method", "PUT", "headers", Map.of(header, "1"));
        assertThat(answer.body()).isEqualTo("hello");
    }

    @Test
    void oncePerPathWhileTheAnswerIsKept() {
        Page page = browser.page(SharedService.ALLOWED);
        put(page, "/kept/twice", "X-First");
        put(page, "/kept/twice", "X-First");

        assertThat(service.sent("/kept/twice")).containsExactly("OPTIONS", "PUT", "PUT");
    }

    /** Because the answer names all that is allowed, not only what was asked for. */
    @Test
    void onceForAllMethodsAndHeadersOfThePolicy() {
        Page page = browser.page(SharedService.ALLOWED);
        put(page, "/kept/varied", "X-First");
        put(page, "/kept/varied", "X-Second");
        put(page, "/kept/varied", "X-Third");
        page.fetch(service.url("/kept/varied"), "method", "DELETE");

        assertThat(service.sent("/kept/varied")).containsExactly("OPTIONS", "PUT", "PUT", "PUT", "DELETE");
    }

    @Test
    void againForEveryOrigin() {
        put(browser.page(SharedService.ALLOWED), "/kept/origins", "X-First");
        Answer answer = browser.page(SharedService.REFUSED).fetch(service.url("/kept/origins"), "method", "PUT");

        assertThat(answer).isEqualTo(Answer.REFUSED);
        assertThat(service.sent("/kept/origins")).containsExactly("OPTIONS", "PUT", "OPTIONS");
    }

    @Test
    void everyTimeWhereNothingIsKept() {
        Page page = browser.page(SharedService.ALLOWED);
        put(page, "/never-kept/twice", "X-First");
        put(page, "/never-kept/twice", "X-First");

        assertThat(service.sent("/never-kept/twice")).containsExactly("OPTIONS", "PUT", "OPTIONS", "PUT");
    }
}
