/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers.judges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.breakwater.headers.HeadersPreset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ObservatoryTest {
    private static final Answer API = Ours.answer(HeadersPreset.API);
    private static final Answer HTML = Ours.answer(HeadersPreset.HTML);
    private static final Answer HTML_STRICT = Ours.answer(HeadersPreset.HTML_STRICT);
    private static final String GOOD_SESSION = "Set-Cookie: session=1; Secure; HttpOnly; SameSite=Lax; Path=/";

    @Nested
    final class Our_presets {
        @Test
        void api_gets_everything_there_is_for_headers() {
            assertThat(Observatory.points(API))
                    .as("points")
                    .containsEntry("csp", 10)
                    .containsEntry("coop", 10)
                    .containsEntry("coep", 10)
                    .containsEntry("corp", 10)
                    .containsEntry("referrer-policy", 5)
                    .containsEntry("frames", 5);
            assertThat(Observatory.score(API)).isEqualTo(150);
        }

        @Test
        void html_goes_without_embedder_policy() {
            assertThat(Observatory.score(HTML)).isEqualTo(140);
        }

        @Test
        void html_strict_does_not() {
            assertThat(Observatory.score(HTML_STRICT)).isEqualTo(150);
        }

        @Test
        void files_for_everybody_go_without_what_keeps_others_from_embedding_them() {
            assertThat(Observatory.score(Ours.answer(HeadersPreset.STATIC))).isEqualTo(130);
        }

        @Test
        void a_good_session_cookie_gives_five_more() {
            assertThat(Observatory.score(API.with(GOOD_SESSION))).isEqualTo(155);
            assertThat(Observatory.score(HTML.with(GOOD_SESSION))).isEqualTo(145);
            assertThat(Observatory.score(HTML_STRICT.with(GOOD_SESSION))).isEqualTo(155);
        }
    }

    @Nested
    final class The_judge_itself {
        static Stream<Arguments> what_others_get() {
            return Stream.of(
                    arguments("nothing", Peers.NOTHING, 30),
                    arguments("Tomcat's HttpHeaderSecurityFilter", Peers.TOMCAT, 65),
                    arguments("Spring Security", Peers.SPRING_SECURITY, 75),
                    arguments("helmet", Peers.HELMET, 130),
                    arguments("OWASP's proposal", Peers.OSHP, 145));
        }

        @ParameterizedTest(name = "{0}: {2}")
        @MethodSource
        void what_others_get(String name, Answer answer, int score) {
            assertThat(Observatory.score(answer)).as(name).isEqualTo(score);
        }

        @Test
        void takes_points_for_what_is_missing() {
            assertThat(Observatory.score(API.without("Content-Security-Policy")))
                    .isEqualTo(75);
            assertThat(Observatory.score(API.without("Strict-Transport-Security")))
                    .isEqualTo(80);
            assertThat(Observatory.points(API.without("X-Content-Type-Options")))
                    .containsEntry("nosniff", -5);
        }

        @Test
        void gives_no_extra_points_below_ninety() {
            Answer shortHsts = API.having("Strict-Transport-Security", "max-age=3600");

            assertThat(Observatory.score(shortHsts)).isEqualTo(140);
            assertThat(Observatory.score(shortHsts.without("X-Content-Type-Options")))
                    .isEqualTo(85);
        }

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
                default-src 'none'                                        | 10
                default-src 'self'                                        | 5
                default-src 'none'; style-src 'unsafe-inline'             | 0
                default-src 'none'; style-src 'unsafe-inline' 'nonce-abc' | 10
                default-src 'none'; img-src http://example.org            | -10
                default-src 'none'; script-src 'self' 'unsafe-eval'       | -10
                default-src 'none'; connect-src http://example.org        | -20
                default-src 'none'; script-src https:                     | -20
                default-src 'none'; script-src 'unsafe-inline'            | -20
                script-src 'self'                                         | -20
                default-src 'none'; script-src 'strict-dynamic'           | -25
                default-src 'none'; default-src 'none'                    | -25
                img                                                       | -25
                default-src 'self', default-src 'none'                    | 10
                default-src 'none'; report-uri /a; report-uri /b          | 0
                """)
        void content_security_policies(String policy, int points) {
            assertThat(Observatory.points(Answer.of("Content-Security-Policy: " + policy)))
                    .containsEntry("csp", points);
        }

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource(delimiter = '|', textBlock = """
                theme=dark; Secure; SameSite=Lax           | 5
                theme=dark; Secure                         | 0
                theme=dark                                 | -5
                session=1; HttpOnly                        | -10
                session=1; Secure; SameSite=Lax            | -30
                xcsrf=1; Secure                            | -20
                theme=dark; Secure; SameSite=Sometimes     | -20
                theme=dark; SameSite=None                  | -20
                """)
        void cookies_behind_hsts(String cookie, int points) {
            assertThat(Observatory.points(API.with("Set-Cookie: " + cookie))).containsEntry("cookies", points);
        }

        @Test
        void a_session_cookie_without_secure_or_hsts_is_worst() {
            Answer answer = Peers.NOTHING.with("Set-Cookie: session=1; HttpOnly; SameSite=Lax");

            assertThat(Observatory.points(answer)).containsEntry("cookies", -40);
        }

        @Test
        void two_lines_of_a_structured_field_are_none() {
            assertThat(Observatory.points(API.with("Cross-Origin-Opener-Policy: same-origin")))
                    .containsEntry("coop", -5);
            assertThat(Observatory.points(API.with("Cross-Origin-Embedder-Policy: require-corp")))
                    .containsEntry("coep", -5);
        }

        @Test
        void a_structured_field_may_have_parameters_but_no_quotes() {
            assertThat(Observatory.points(
                            Answer.of("Cross-Origin-Opener-Policy: same-origin; report-to=\"breakwater\"")))
                    .containsEntry("coop", 10);
            assertThat(Observatory.points(Answer.of("Cross-Origin-Opener-Policy: \"same-origin\"")))
                    .containsEntry("coop", -5);
        }

        @Test
        void reflecting_any_origin_with_credentials_costs_fifty() {
            Answer reflected = Answer.of(
                    "Access-Control-Allow-Origin: https://http-observatory.security.mozilla.org",
                    "Access-Control-Allow-Credentials: true");

            assertThat(Observatory.score(API, reflected)).isEqualTo(50);
            assertThat(Observatory.score(API, reflected.without("Access-Control-Allow-Credentials")))
                    .isEqualTo(150);
        }
    }
}
