/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** Which requests of a page at another origin reach the application, and what its script may read of the answers. */
@BrowserTest
class CrossOriginRequestsTest {
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

    private Answer fetchFrom(String host, String path, Object... options) {
        return browser.page(host).fetch(service.url(path), options);
    }

    @Nested
    class OfAnAllowedOrigin {
        @Test
        void readTheAnswer() {
            Answer answer = fetchFrom(SharedService.ALLOWED, "/shared/plain");

            assertThat(answer.error()).isNull();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("hello");
            assertThat(service.sent("/shared/plain")).containsExactly("GET");
        }

        @Test
        void readWhatIsExposedAndNothingElse() {
            Answer answer = fetchFrom(SharedService.ALLOWED, "/shared/exposed");

            assertThat(answer.headers()).containsEntry("x-shown", "shown");
            // What Fetch lets every script read (section 2.2.2), and what the policy exposes.
            assertThat(answer.headers()).containsOnlyKeys("cache-control", "content-length", "content-type", "x-shown");
        }

        @Test
        void mayUseTheMethodsAndHeadersOfThePolicy() {
            Answer answer = fetchFrom(
                    SharedService.ALLOWED,
                    "/shared/put",
                    "method",
                    "PUT",
                    "headers",
                    Map.of("Content-Type", "application/json", "X-First", "1"),
                    "body",
                    "{}");

            assertThat(answer.body()).isEqualTo("hello");
            assertThat(service.sent("/shared/put")).containsExactly("OPTIONS", "PUT");
        }

        @Test
        void mayNotUseAnotherMethod() {
            Answer answer = fetchFrom(SharedService.ALLOWED, "/shared/patch", "method", "PATCH");

            assertThat(answer).isEqualTo(Answer.REFUSED);
            assertThat(service.sent("/shared/patch")).containsExactly("OPTIONS");
            assertThat(service.application.calls("PATCH /shared/patch")).isZero();
        }

        @Test
        void mayNotUseAnotherHeader() {
            Answer answer =
                    fetchFrom(SharedService.ALLOWED, "/shared/header", "headers", Map.of("X-First", "1", "X-Bad", "1"));

            assertThat(answer).isEqualTo(Answer.REFUSED);
            assertThat(service.sent("/shared/header")).containsExactly("OPTIONS");
        }

        @Test
        void mayPostAFormWithoutPreflight() {
            Answer answer = fetchFrom(
                    SharedService.ALLOWED,
                    "/shared/form",
                    "method",
                    "POST",
                    "headers",
                    Map.of("Content-Type", "application/x-www-form-urlencoded"),
                    "body",
                    "a=1");

            assertThat(answer.body()).isEqualTo("hello");
            assertThat(service.sent("/shared/form")).containsExactly("POST");
        }
    }

    /** Browsers send an origin with these as well, as soon as they are no GET. */
    @Nested
    class OfTheServiceItself {
        @Test
        void arriveInRejectModeToo() {
            Page own = browser.open(service.url("/strict/page"));

            assertThat(own.await("fetch('/strict/own', {method: 'POST'}).then(answer => answer.status)"))
                    .isEqualTo(200L);
            assertThat(service.sent("/strict/own")).containsExactly("POST");
        }
    }

    @Nested
    class OfAnotherOrigin {
        @Test
        void reachTheApplicationButCannotReadTheAnswer() {
            Answer answer = fetchFrom(SharedService.REFUSED, "/shared/plain-evil");

            assertThat(answer).isEqualTo(Answer.REFUSED);
            assertThat(service.application.calls("GET /shared/plain-evil")).isOne();
        }

        @Test
        void areTurnedAwayWhereThePolicySaysSo() {
            Answer answer = fetchFrom(SharedService.REFUSED, "/strict/plain");

            assertThat(answer).isEqualTo(Answer.REFUSED);
            service.service.tap().awaitForbidden("/strict/plain");
            assertThat(service.application.calls("GET /strict/plain")).isZero();
        }

        @Test
        void areTurnedAwayThoughTheScriptDoesNotWantToRead() {
            fetchFrom(SharedService.REFUSED, "/strict/post", "method", "POST", "mode", "no-cors");

            service.service.tap().awaitForbidden("/strict/post");
            assertThat(service.application.calls("POST /strict/post")).isZero();
        }

        @Test
        void stopAtThePreflight() {
            Answer answer = fetchFrom(SharedService.REFUSED, "/shared/put-evil", "method", "PUT");

            assertThat(answer).isEqualTo(Answer.REFUSED);
            assertThat(service.sent("/shared/put-evil")).containsExactly("OPTIONS");
            assertThat(service.application.calls("PUT /shared/put-evil")).isZero();
        }

        @Test
        void cannotReadWhatNoPolicyShares() {
            Answer answer = fetchFrom(SharedService.ALLOWED, "/alone/plain");

            assertThat(answer).isEqualTo(Answer.REFUSED);
        }

        @Test
        void thatNamesNobodyCannotReadTheAnswer() {
            Page page = browser.page(SharedService.ALLOWED);

            assertThat(page.await("fetchFromSandbox(arguments[0])", service.url("/shared/null")))
                    .isEqualTo("TypeError");
            assertThat(service.application.calls("GET /shared/null")).isOne();
        }
    }

    @Nested
    class WithCookies {
        private Answer signedIn(String path, Object... options) {
            browser.open(service.url("/personal/sign-in"));
            return fetchFrom(SharedService.ALLOWED, path, options);
        }

        @Test
        void readTheAnswerWhereCredentialsAreAllowed() {
            assertThat(signedIn("/personal/who", "credentials", "include").body())
                    .isEqualTo("user=ann");
        }

        @Test
        void cannotReadTheAnswerElsewhere() {
            assertThat(signedIn("/shared/who", "credentials", "include")).isEqualTo(Answer.REFUSED);
        }

        @Test
        void leaveThemBehindUnlessTheScriptAsks() {
            assertThat(signedIn("/personal/who").body()).isEqualTo("nobody");
        }

        @Test
        void preflightWithoutThem() {
            Answer answer = signedIn("/personal/sub/who", "credentials", "include", "method", "PUT");

            assertThat(answer.body()).isEqualTo("user=ann");
            assertThat(service.sent("/personal/sub/who")).containsExactly("OPTIONS", "PUT");
        }
    }

    @Nested
    class Timed {
        private Number firstByte(String path) {
            Page page = browser.page(SharedService.ALLOWED);
            page.fetch(service.url(path));
            return (Number) page.await("timing(arguments[0])", service.url(path));
        }

        @Test
        void showTheirTimingWhereItIsAllowed() {
            assertThat(firstByte("/timed/plain").doubleValue()).isPositive();
        }

        @Test
        void hideItElsewhere() {
            assertThat(firstByte("/shared/timed").doubleValue()).isZero();
        }
    }
}
