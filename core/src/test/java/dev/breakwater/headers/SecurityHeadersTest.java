/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.breakwater.Admission;
import dev.breakwater.Breakwater;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderRule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityHeadersTest {
    private static final String CSP = "Content-Security-Policy";
    private static final String REPORT_ONLY = "Content-Security-Policy-Report-Only";
    private static final CspSource CDN = CspSource.of("https://cdn.example");

    private final Breakwater chain = chain(HeadersPolicy.builder()
            .contentSecurityPolicy(
                    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; img-src 'none'; base-uri 'none'")
            .contentSecurityPolicyReportOnly("default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"));

    private final Admission admission = chain.admit(TestExchange.get("/"));
    private final SecurityHeaders headers = SecurityHeaders.of(admission.exchange());

    private static Breakwater chain(HeadersPolicy.Builder policy) {
        return Breakwater.of(List.of(new SecurityHeadersGuard(policy.build())));
    }

    private String sent(String name) {
        return value(admission, name);
    }

    private static String value(Admission admission, String name) {
        HeaderRule rule = admission.headerRules().find(name);
        return rule == null ? null : rule.value();
    }

    private String nonce() {
        String csp = sent(CSP);
        int start = csp.indexOf("'nonce-") + 7;
        return csp.substring(start, csp.indexOf('\'', start));
    }

    @Nested
    class Append {
        @Test
        void lets_sites_frame_a_page_that_only_the_options_kept_from_it() {
            assertThat(sent("X-Frame-Options")).isEqualTo("DENY");
            headers.append(CspDirective.FRAME_ANCESTORS, CDN);

            assertThat(sent(CSP)).endsWith("; frame-ancestors https://cdn.example");
            assertThat(sent("X-Frame-Options")).isNull();
        }

        @Test
        void adds_to_what_is_there() {
            headers.append(CspDirective.SCRIPT_SRC, CDN).append(CspDirective.SCRIPT_SRC, CDN, CspSource.of("blob:"));

            assertThat(sent(CSP))
                    .isEqualTo("default-src 'self'; script-src 'self' 'nonce-" + nonce()
                            + "' https://cdn.example blob:; img-src 'none'; base-uri 'none'");
        }

        @Test
        void takes_the_place_of_none() {
            headers.append(CspDirective.IMG_SRC, CDN);

            assertThat(sent(CSP)).contains("; img-src https://cdn.example;");
        }

        @Test
        void begins_with_what_the_directive_falls_back_to() {
            headers.append(CspDirective.CONNECT_SRC, CDN).append(CspDirective.SCRIPT_SRC_ELEM, CDN);

            assertThat(sent(CSP))
                    .endsWith("; connect-src 'self' https://cdn.example; script-src-elem 'self' 'nonce-" + nonce()
                            + "' https://cdn.example");
        }

        @Test
        void changes_nothing_where_everything_is_allowed() {
            String before = sent(CSP);
            headers.append(CspDirective.FORM_ACTION, CDN);

            assertThat(sent(CSP)).isEqualTo(before);
        }

        @Test
        void leaves_the_other_policy_alone() {
            String enforced = sent(CSP);
            headers.appendReportOnly(CspDirective.IMG_SRC, CDN);

            assertThat(sent(CSP)).isEqualTo(enforced);
            assertThat(sent(REPORT_ONLY)).endsWith("; img-src https://cdn.example");
        }
    }

    @Nested
    class Override {
        @Test
        void replaces_what_is_there() {
            headers.override(CspDirective.DEFAULT_SRC).overrideReportOnly(CspDirective.DEFAULT_SRC, CDN);

            assertThat(sent(CSP)).startsWith("default-src 'none'; script-src");
            assertThat(sent(REPORT_ONLY)).startsWith("default-src https://cdn.example; script-src");
        }

        @ParameterizedTest
        @CsvSource({"'''self''', SAMEORIGIN", "'''none''', DENY", "https://shop.example, "})
        void of_frame_ancestors_is_followed_by_frame_options(String source, String options) {
            headers.override(CspDirective.FRAME_ANCESTORS, CspSource.of(source));

            assertThat(sent(CSP)).endsWith("frame-ancestors " + source);
            assertThat(sent("X-Frame-Options")).isEqualTo(options);
        }

        @Test
        void of_frame_options_is_followed_by_frame_ancestors() {
            headers.header("x-frame-options", "SAMEORIGIN");

            assertThat(sent(CSP)).endsWith("; frame-ancestors 'self'");
            assertThat(sent("X-Frame-Options")).isEqualTo("SAMEORIGIN");
        }

        @Test
        void of_another_header_stands_over_what_the_application_writes() {
            headers.header("Cross-Origin-Opener-Policy", "same-origin-allow-popups");

            assertThat(admission.headerRules().find("Cross-Origin-Opener-Policy"))
                    .isEqualTo(HeaderRule.pin("Cross-Origin-Opener-Policy", "same-origin-allow-popups"));
        }
    }

    @Nested
    class Refused {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '"',
                value = {
                    "SCRIPT_SRC | * | It lets scripts in from anywhere",
                    "SCRIPT_SRC | https: | It lets scripts in from anywhere",
                    "SCRIPT_SRC_ELEM | data: | It lets scripts in from anywhere",
                    "SCRIPT_SRC | 'unsafe-inline' | Browsers pass over it there: put the nonce on the element",
                    "BASE_URI | 'unsafe-eval' | It means nothing there",
                    "SANDBOX | 'self' | expected: a directive that lists sources",
                    "REPORT_TO | a | expected: a directive that lists sources"
                })
        void are_holes_and_what_has_no_effect(CspDirective directive, String source, String why) {
            String before = sent(CSP);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> headers.override(directive, CspSource.nonce(), CspSource.of(source)))
                    .withMessageContaining("expected: ")
                    .withMessageContaining(why);
            assertThat(sent(CSP)).isEqualTo(before);
        }

        @Test
        void is_a_host_beside_strict_dynamic() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> headers.appendReportOnly(CspDirective.SCRIPT_SRC, CDN))
                    .withMessage("script-src https://cdn.example (expected: no hosts beside 'strict-dynamic'). Browsers"
                            + " pass over them there: put the nonce on the script element instead.");
        }

        @Test
        void is_none_beside_others() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> headers.append(CspDirective.FONT_SRC, CspSource.none()))
                    .withMessageContaining("'none' alone");
        }

        @Test
        void is_a_nonce_where_there_is_none() {
            Exchange plain = chain(HeadersPolicy.builder().contentSecurityPolicy("default-src 'self'"))
                    .admit(TestExchange.get("/"))
                    .exchange();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SecurityHeaders.of(plain).append(CspDirective.SCRIPT_SRC, CspSource.nonce()))
                    .withMessageContaining("a request with a nonce");
            assertThatIllegalStateException()
                    .isThrownBy(() -> SecurityHeaders.of(plain).nonce())
                    .withMessageContaining("no nonce at / (expected: ");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '"',
                value = {
                    "X-Team | \"a\r\nSet-Cookie: b\" | visible ASCII on one line",
                    "X-Team | a\u0001b | visible ASCII on one line",
                    "X-Team | \u00fc | visible ASCII on one line",
                    "X-Team | \"\" | visible ASCII on one line",
                    "X Team | a | a header name: one token",
                    "Set-Cookie | a=b | a header that is the same on every response",
                    "Strict-Transport-Security | max-age=1 | a header that is the same on every response",
                    "content-security-policy | img-src * | another header",
                    "X-XSS-Protection | 1 | 0 or omit",
                    "Cache-Control | public, no-store | one of the two"
                })
        void are_headers_that_inject_or_mean_nothing(String name, String value, String expected) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> headers.header(name, value))
                    .withMessageContaining("(expected: " + expected);
            assertThat(admission.exchange().amendments()).isEmpty();
        }

        @Test
        void is_a_cache_for_a_page_with_a_nonce_in_it() {
            headers.header("Cache-Control", "public, max-age=60").nonce();

            assertThat(sent("Cache-Control")).isEqualTo("no-store");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> headers.header("Cache-Control", "public, max-age=60"))
                    .withMessageContaining("no-store");
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void is_a_change_to_a_policy_there_is_not(boolean enforced) {
            Exchange none = chain(HeadersPolicy.builder().preset(HeadersPreset.NONE))
                    .admit(TestExchange.get("/here"))
                    .exchange();
            SecurityHeaders nothing = SecurityHeaders.of(none);

            assertThatIllegalStateException()
                    .isThrownBy(() -> {
                        if (enforced) {
                            nothing.append(CspDirective.IMG_SRC, CDN);
                        } else {
                            nothing.overrideReportOnly(CspDirective.IMG_SRC, CDN);
                        }
                    })
                    .withMessageContaining("at /here (expected: one in the configuration");
        }
    }

    @Nested
    class Found {
        @Test
        void by_the_thread_of_the_request_and_those_it_wraps() throws Exception {
            Exchange previous = CurrentExchange.open(admission.exchange());
            Callable<SecurityHeaders> elsewhere =
                    CurrentExchange.wrap((Callable<SecurityHeaders>) SecurityHeaders::current);
            assertThat(SecurityHeaders.current()).isSameAs(headers);
            CurrentExchange.close(previous);

            ExecutorService other = Executors.newSingleThreadExecutor();
            try {
                assertThat(other.submit(elsewhere).get(10, TimeUnit.SECONDS)).isSameAs(headers);
            } finally {
                other.shutdownNow();
            }
        }

        @Test
        void by_no_other_thread_and_where_there_are_none() {
            assertThatIllegalStateException()
                    .isThrownBy(SecurityHeaders::current)
                    .withMessageContaining("CurrentExchange.wrap");
            assertThatIllegalStateException()
                    .isThrownBy(() -> SecurityHeaders.of(TestExchange.get("/")))
                    .withMessageContaining("headers.enabled");
        }
    }

    @Test
    void the_next_request_is_not_touched_however_many_there_are_at_once() throws Exception {
        int threads = 64;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                boolean edits = i % 2 == 0;
                CspSource own = CspSource.of("https://host" + i + ".example");
                results.add(pool.submit(() -> {
                    start.await();
                    return isOnlyItsOwn(edits, own);
                }));
            }
            for (Future<Boolean> result : results) {
                assertThat(result.get(1, TimeUnit.MINUTES)).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private boolean isOnlyItsOwn(boolean edits, CspSource own) {
        for (int round = 0; round < 200; round++) {
            Admission request = chain.admit(TestExchange.get("/"));
            if (edits) {
                SecurityHeaders.of(request.exchange()).append(CspDirective.IMG_SRC, own);
            }
            String expected = "; img-src " + (edits ? own : "'none'") + "; base-uri 'none'";
            if (!value(request, CSP).endsWith(expected)) {
                return false;
            }
        }
        return true;
    }
}
