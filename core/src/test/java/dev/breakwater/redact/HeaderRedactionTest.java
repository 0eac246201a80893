/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderRedactionTest {
    private final Redactor redactor = Redactor.standard();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-api-key",
                "API-Key",
                "apikey",
                "x-goog-api-key",
                "Ocp-Apim-Subscription-Key",
                "X-Functions-Key",
                "x-amz-security-token",
                "x-auth-token",
                "x-access-token",
                "x-csrf-token",
                "x-xsrf-token",
                "x-session-id",
                "x-vault-token",
                "x-gitlab-token",
                "x-hub-signature",
                "x-hub-signature-256",
                "x-slack-signature",
                "stripe-signature",
                "x-signature",
                "x-client-cert",
                "x-forwarded-client-cert",
                "x-ms-token-aad-id-token",
                "authentication-info",
                "sec-websocket-protocol",
                "DPoP",
                "openai-organization",
                "x-firebase-appcheck",
                "cf-access-jwt-assertion",
                "x-amzn-oidc-data",
                "X_Api_Key",
            })
    void thatAreSecretAreReplaced(String name) {
        assertThat(redactor.header(name, "abc", 99)).isEqualTo("REDACTED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Authorization | Bearer abc | Bearer REDACTED",
                "aUTHORIZATION | basic dTpw | basic REDACTED",
                "Authorization | abc def | REDACTED",
                "Authorization | abc | REDACTED",
                "Proxy-Authorization | Digest username=\"u\", response=\"x\" | Digest REDACTED",
                "WWW-Authenticate | Digest realm=\"r\", nonce=\"x\", opaque=\"y\" | Digest REDACTED",
                "Cookie | a=1; b=2 | a=REDACTED; b=REDACTED",
                "Cookie | SID=\"x;y=z\"; b=2 | SID=REDACTED; b=REDACTED",
                "Cookie | abc | REDACTED",
                "Cookie | YWJj==; b= | REDACTED; b=",
                "Set-Cookie | sid=abc; Path=/a;HttpOnly; SameSite=Lax; Max-Age=5; x=y | sid=REDACTED; Path=/a;HttpOnly; SameSite=Lax; Max-Age=5; x=REDACTED",
                "Set-Cookie | sid=abc; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Secure | sid=REDACTED; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Secure",
                "Referer | https://u:p@h.example/a;s=1/b?token=x&page=2#access_token=y | https://REDACTED@h.example/a/b?token=REDACTED&page=2#access_token=REDACTED",
                "Location | /next?code=0123456789abcdef | /next?code=REDACTED",
                "Location | //u:p@h/x | //REDACTED@h/x",
                "Origin | https://h.example:8443 | https://h.example:8443",
                "Link | <https://h/a?token=x>; rel=next, <https://u:p@h/b>; rel=prev | <https://h/a?token=REDACTED>; rel=next, <https://REDACTED@h/b>; rel=prev",
                "Refresh | 5; url=/a?token=x | 5; url=/a?token=REDACTED",
                "Accept | text/html;q=0.9 | text/html;q=0.9",
                "X-Trace | at AKIAIOSFODNN7EXAMPLE end | at REDACTED end",
            })
    void keepWhatIsNoSecret(String name, String value, String expected) {
        assertThat(redactor.header(name, value, 999)).isEqualTo(expected);
    }

    @Nested
    class AUrl {
        @ParameterizedTest
        @CsvSource({
            "https://h/a, https://h/a",
            "https://u@h/a, https://REDACTED@h/a",
            "https://u:p@w@h/a, https://REDACTED@h/a",
            "https://u:p/w@h/a, https://REDACTED@h/a",
            "https:\\\\u:p@h/a, https:\\\\REDACTED@h/a",
            "postgres://u:p#w@h:5432/db, postgres://REDACTED@h:5432/db",
            "http://[::1]:80/a@b, http://[::1]:80/a@b",
            "http://h:8080/a@b, http://h:8080/a@b",
            "'data:text/plain,secret', data:REDACTED",
            "mailto:kim@example.org, mailto:kim@example.org",
            "?token=x, ?token=REDACTED",
            "'', ''",
        })
        void losesUserPasswordAndParameters(String url, String expected) {
            assertThat(redactor.url(url, 999)).isEqualTo(expected);
        }
    }

    @Nested
    class WhatWasThrown {
        @Test
        void isWrittenAsJavaDoesButForItsSecrets() {
            Exception inner = new IllegalStateException("jdbc:x://u:pw1@db/?password=pw2");
            Exception outer = new RuntimeException("token=abc", inner);
            outer.addSuppressed(new java.io.IOException("Bearer abcdef012345"));
            String trace = redactor.stackTrace(outer, 100_000);

            assertThat(trace)
                    .startsWith("java.lang.RuntimeException: token=REDACTED\n\tat dev.breakwater")
                    .contains("\n\tSuppressed: java.io.IOException: Bearer REDACTED\n\t\tat ")
                    .contains(
                            "\nCaused by: java.lang.IllegalStateException: jdbc:x://REDACTED@db/?password=REDACTED\n");
        }

        @Test
        void endsThoughItCausesItself() {
            Exception one = new Exception("one");
            Exception two = new Exception("two", one);
            one.initCause(two);
            one.addSuppressed(two);

            assertThat(redactor.stackTrace(one, 1_000_000)).contains("[... java.lang.Exception ...]");
        }

        @Test
        void isBounded() {
            Throwable deep = new Exception("0");
            for (int i = 1; i < 10_000; i++) {
                deep = new Exception(String.valueOf(i), deep);
            }

            assertThat(redactor.stackTrace(deep, 500)).hasSize(500);
            assertThat(redactor.stackTrace(deep, 10_000_000)).hasSizeLessThan(1_000_000);
        }

        @Test
        void mayRefuseToTell() {
            Exception mute = new Exception() {
                private static final long serialVersionUID = 1;

                @Override
                public String getMessage() {
                    throw new IllegalStateException();
                }

                @Override
                public synchronized Throwable getCause() {
                    throw new IllegalStateException();
                }
            };

            assertThat(redactor.throwableMessage(mute, 99)).isEqualTo("REDACTED");
            assertThat(redactor.stackTrace(mute, 9999)).contains(": REDACTED\n\tat ");
            assertThat(redactor.throwableMessage(new Exception(), 99)).isNull();
        }
    }

    @Nested
    class NumbersOfCardsAndAccounts {
        @ParameterizedTest
        @CsvSource({
            "4111111111111111, REDACTED1111",
            "4111 1111 1111 1111, REDACTED1111",
            "4111-1111-1111-1111, REDACTED1111",
            "5555555555554444, REDACTED4444",
            "2223003122003222, REDACTED3222",
            "378282246310005, REDACTED0005",
            "6011111111111117, REDACTED1117",
            "3530111333300000, REDACTED0000",
            "30569309025904, REDACTED5904",
            "6240008631401148, REDACTED1148",
            "4222222222222, REDACTED2222",
            "DE89370400440532013000, REDACTED",
            "DE89 3704 0044 0532 0130 00, REDACTED",
            "gb82west12345698765432, REDACTED",
            "NO9386011117947, REDACTED",
            "MT84MALT011000012345MTLCAST001S, REDACTED",
        })
        void areReplacedButForTheLastFourDigitsOfACard(String number, String expected) {
            for (String around : List.of("%", "pay % now", "(%)", "x=%&y=1", "n:%,", "\"%\"")) {
                assertThat(redactor.text(around.replace("%", number), 999)).isEqualTo(around.replace("%", expected));
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "4111111111111112",
                    "1111111111111117",
                    "59.4111111111111111",
                    "a4111111111111111",
                    "41111111111111111111",
                    "DE88370400440532013000",
                    "XX89370400440532013000",
                    "2026-11-22 04:05:06",
                    "1763784306123456789",
                    "+47 22 22 55 55",
                })
        void areToldFromOtherNumbers(String number) {
            assertThat(redactor.text("n " + number + ".", 999)).isEqualTo("n " + number + ".");
        }
    }
}
