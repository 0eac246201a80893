/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet.demo;

import java.util.List;

/** The front end, which is behind Breakwater as well. */
final class PageSteps {
    private static final String NONCE = "nonce=\"";

    private final Client page;
    private final String api;

    /**
     * The steps.
     *
     * @param page talks to the front end
     * @param api where the front end's script asks
     */
    PageSteps(Client page, String api) {
        this.page = page;
        this.api = api;
    }

    List<Step> all() {
        return List.of(
                new Step("html-strict", "scripts of the page run by a nonce that is new each time", this::nonce),
                new Step("html-strict", "what the page loads may be kept, the page may not", this::assets));
    }

    private void nonce(Transcript step) throws Exception {
        Answer first = page.send("GET", "/");
        String policy = first.header("Content-Security-Policy");
        step.say("> GET " + page.base() + "/");
        step.say("< " + first.status());
        step.say("  " + policy);
        step.expectStatus(first, 200);
        step.expect(policy.contains("script-src 'nonce-" + written(first) + "' 'strict-dynamic'"), "the page's nonce");
        step.expect(policy.contains(api), "the API as what the page may ask");
        step.expect(!policy.contains("unsafe"), "nothing unsafe");
        step.expect(!written(first).equals(written(page.send("GET", "/"))), "another nonce the next time");
    }

    private static String written(Answer answer) {
        int start = answer.body().indexOf(NONCE) + NONCE.length();
        return answer.body().substring(start, answer.body().indexOf('"', start));
    }

    private void assets(Transcript step) throws Exception {
        Answer html = page.send("GET", "/");
        Answer script = page.send("GET", "/assets/app.js");
        step.show("GET /", html);
        step.say("> GET /assets/app.js");
        step.say("< " + script.status() + "  Cache-Control: " + script.header("Cache-Control"));
        step.expect(html.header("Cache-Control").contains("no-store"), "a page that nobody keeps");
        step.expectHeader(script, "Cache-Control", "public, max-age=300");
        step.expectHeader(script, "X-Content-Type-Options", "nosniff");
    }
}
