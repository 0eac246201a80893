/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** What runs, loads and is framed of pages under the presets, and what is reported of the rest. */
@BrowserTest
class ProtectedPagesTest {
    @Parameter
    Stack stack;

    private final ReportsApplication reports = new ReportsApplication();
    private Browser browser;
    private Service service;

    @BeforeParameterizedClassInvocation
    void start(Stack on, Browser running) throws Exception {
        browser = running;
        service = Service.start(on, settings(), Map.of("/", new PagesApplication(), "/reports", reports));
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("headers.preset", "html");
        settings.put("headers.rules[0].paths", "/strict/**");
        settings.put("headers.rules[0].preset", "html-strict");
        settings.put("headers.rules[1].paths", "/open/**");
        settings.put("headers.rules[1].preset", "none");
        settings.put("headers.rules[2].paths", "/watched/**");
        settings.put("headers.rules[2].preset", "none");
        settings.put(
                "headers.rules[2].content-security-policy-report-only",
                "script-src 'nonce-{nonce}'; object-src 'none'; base-uri 'none'; report-uri /reports");
        return settings;
    }

    @AfterParameterizedClassInvocation
    void stop() throws Exception {
        service.close();
    }

    private Page open(String path) {
        return browser.open(service.url(path));
    }

    @SuppressWarnings("unchecked")
    private static List<String> list(Page page, String name) {
        return (List<String>) page.value(name);
    }

    @Nested
    class Html {
        @Test
        void runsScriptsWithTheNonceAndWhatTheyLoad() {
            Page page = open("/scripts.html");

            await().until(() -> list(page, "ran").contains("loaded"));
            assertThat(list(page, "ran")).containsExactlyInAnyOrder("inline with nonce", "loader", "loaded");
        }

        @Test
        void runsNothingElse() {
            Page page = open("/scripts.html");

            await().until(() -> list(page, "blocked").size() >= 5);
            assertThat(list(page, "blocked"))
                    .containsExactlyInAnyOrder(
                            "script-src-elem inline",
                            "script-src-elem " + service.url("/loaded.js"),
                            "script-src-attr inline",
                            "style-src-elem inline",
                            "style-src-attr inline");
        }

        @Test
        void appliesStylesWithTheNonce() {
            Page page = open("/scripts.html");

            assertThat(page.value("getComputedStyle(document.getElementById('styled')).color"))
                    .isEqualTo("rgb(1, 2, 3)");
            assertThat(page.value("getComputedStyle(document.getElementById('unstyled')).color"))
                    .isEqualTo("rgb(0, 0, 0)");
        }

        @Test
        void doesNotRunAScriptThatIsSomethingElse() {
            assertThat(open("/mislabelled.html").value("outcome")).isEqualTo("refused");
        }

        @Test
        void runsItWithoutTheHeaders() {
            // Spring Security sends nosniff too.
            assertThat(open("/open/mislabelled.html").value("outcome"))
                    .isEqualTo(stack.isSecured() ? "refused" : "ran");
        }

        @Test
        void hasAnotherNonceWhenTheUserComesBack() {
            Object first = open("/scripts.html").value("nonce");
            open("/mislabelled.html");
            Page again = browser.back();

            assertThat(first).asString().hasSize(24);
            assertThat(again.value("nonce")).asString().hasSize(24).isNotEqualTo(first);
        }
    }

    @Nested
    class HtmlStrict {
        @Test
        void takesNoTextWhereItWouldBecomeMarkupOrScript() {
            Page page = open("/strict/sinks.html");

            assertThat(list(page, "outcomes"))
                    .containsExactly("innerHTML: TypeError", "script.src: TypeError", "textContent: fine");
        }

        @Test
        void isOtherwiseTheSame() {
            Page page = open("/strict/scripts.html");

            assertThat(list(page, "ran")).contains("inline with nonce").doesNotContain("inline");
        }

        @Test
        void isNotIsolatedBecauseThePermissionsPolicyForbidsIt() {
            assertThat(open("/strict/scripts.html").value("crossOriginIsolated"))
                    .isEqualTo(false);
        }
    }

    @Nested
    class Frames {
        @Test
        void showNoPageThatForbidsIt() {
            assertThat(browser.framed(service.url("/scripts.html"))).startsWith("chrome-error:");
        }

        @Test
        void showThoseThatDoNot() {
            String open = service.url("/open/scripts.html");

            // Spring Security forbids frames too.
            assertThat(browser.framed(open)).isEqualTo(stack.isSecured() ? "chrome-error://chromewebdata/" : open);
        }
    }

    @Nested
    class Reports {
        @Test
        void arriveByReportUri() {
            Page page = open("/watched/scripts.html");

            assertThat(list(page, "ran")).contains("inline");
            await().untilAsserted(() -> assertThat(reports.of("application/csp-report"))
                    .as(() -> reports.toString())
                    .anySatisfy(report -> assertThat(report.body())
                            .contains("\"document-uri\":\"" + service.url("/watched/scripts.html"))
                            .contains("\"disposition\":\"report\"")
                            .contains("\"blocked-uri\":\"inline\"")));
        }
    }
}
