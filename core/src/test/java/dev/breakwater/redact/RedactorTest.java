/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
    // Put together here, so that no scanner takes this file for a leak.
    private static final String GOOGLE = "AIza" + "SyA1234567890abcdefghijklmnopqrstuv";
    private static final String GITHUB = "ghp_" + "0123456789abcdefghijABCDEFGHIJ012345";
    private static final String ANTHROPIC = "sk-ant-" + "api03-0123456789abcdefghij";
    private static final String AWS = "AKIA" + "IOSFODNN7EXAMPLE";
    private static final String JWT = "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxIn0." + "c2lnbmF0dXJl";
    private static final String STRIPE = "sk_live_" + "0123456789abcdef";
    private static final String SLACK = "xoxb-" + "123456789012-abcdefghij";
    private static final List<String> SECRETS = List.of(GOOGLE, GITHUB, ANTHROPIC, AWS, JWT, STRIPE, SLACK);

    private final Redactor redactor = Redactor.standard();

    @Nested
    class AQueryString {
        @ParameterizedTest
        @CsvSource({
            "key=abc, key=REDACTED",
            "KEY=abc, KEY=REDACTED",
            "k%65y=abc, k%65y=REDACTED",
            "k%2565y=abc, k%2565y=REDACTED",
            "key[]=abc, key[]=REDACTED",
            "filter[key]=abc, filter[key]=REDACTED",
            "a=1;key=x, a=1;key=REDACTED",
            "a=b#key=x, a=b#key=REDACTED",
            "api_key=abc&b=2, api_key=REDACTED&b=2",
            "apiKey=abc, apiKey=REDACTED",
            "api-key=abc, api-key=REDACTED",
            "user.password=abc, user.password=REDACTED",
            "accessToken=abc, accessToken=REDACTED",
            "X-Amz-Signature=abc, X-Amz-Signature=REDACTED",
            "authorization=abc, authorization=REDACTED",
            "userSsn=078051120, userSsn=REDACTED",
            "otp=123456, otp=REDACTED",
            "code=0123456789abcdef, code=REDACTED",
            "state=0123456789abcdef, state=REDACTED",
            "next=/a?token=abc, next=/a?token=REDACTED",
            "next=https%3A%2F%2Fx%2F%3Ftoken%3Dabc, next=REDACTED",
            "next=https://u:p@host/x, next=https://REDACTED@host/x",
            "key, key",
            "key=, key=",
        })
        void hidesWhatGoesUnderABetrayingName(String query, String expected) {
            assertThat(redactor.query(query, 2048)).isEqualTo(expected);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "author=Kim&authority=eu&authors=2",
                    "tokens=100&max_tokens=20",
                    "passenger=2&compass=north&passage=1",
                    "keyboard=us&monkey=1&keyword=x",
                    "code=US&state=CA&policy=default",
                    "businessName=Acme&className=x&processNumber=3",
                    "footprint=1&hotplate=2",
                    "q=hello+world&page=2&sort=name%2Casc",
                    "sort=key:asc",
                    "from=2026-11-22T04:05:06Z&id=0190a3c8-7f2a-7000-8000-000000000000",
                    "design=1&signal=2&assignee=bob",
                    "lat=1.5&lon=-2.5&zoom=12",
                    "secretary=x&bypass=1",
                })
        void leavesWhatIsHarmless(String query) {
            assertThat(redactor.query(query, 2048)).isEqualTo(query);
        }

        @Test
        void isCutAtTheCapAndNeverInsideASecret() {
            assertThat(redactor.query("a=1&password=secret", 12)).isEqualTo("a=1&password");
            assertThat(redactor.query("a=1&password=secret", 16)).isEqualTo("a=1&password=RED");
        }

        @Test
        void knowsTheNamesItWasGiven() {
            Redactor more = redactor.withNames(List.of("Voucher-Code"));

            assertThat(more.query("voucher_code=X1&page=1", 2048)).isEqualTo("voucher_code=REDACTED&page=1");
        }
    }

    @Nested
    class APath {
        @ParameterizedTest
        @CsvSource({
            "/a;jsessionid=ABC/b, /a/b",
            "/a/b;v=1;w=2, /a/b",
            "/a%3Bjsessionid=ABC/b, /REDACTED/b",
            "/a%253Bjsessionid%253DABC/b, /REDACTED/b",
            "/reset/token=abc, /reset/token=REDACTED",
            "/plain/path, /plain/path",
            "/caf%C3%A9/%20, /caf%C3%A9/%20",
            "//, //",
        })
        void losesItsParameters(String path, String expected) {
            assertThat(redactor.path(path, 2048)).isEqualTo(expected);
        }

        @Test
        void losesSecretsThatShowOnlyWhenDecoded() {
            String encoded = GOOGLE.replace("z", "%7A");

            assertThat(redactor.path("/keys/" + encoded + "/x", 2048)).isEqualTo("/keys/REDACTED/x");
        }
    }

    @Nested
    class AText {
        @Test
        void losesCredentialsByTheirShapeWhereverTheyStand() {
            for (String secret : SECRETS) {
                for (String carrier : List.of("%s", "a %s b", "x=%s", "(%s)", "\"%s\"", "v/%s/w", "a,%s;b", "x:%s")) {
                    String text = carrier.replace("%s", secret);
                    assertThat(redactor.text(text, 4096)).as(text).contains("REDACTED");
                    assertThat(redactor.text(text, 4096)).as(text).doesNotContain(secret.substring(8));
                    assertThat(redactor.query("q=" + text, 4096)).as(text).doesNotContain(secret.substring(8));
                    assertThat(redactor.path("/" + text, 4096)).as(text).doesNotContain(secret.substring(8));
                }
            }
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "jdbc:postgresql://db/x?user=u&password=pw1 | jdbc:postgresql://db/x?user=u&password=REDACTED",
                    "postgres://u:pw@db:5432/x refused | postgres://REDACTED@db:5432/x refused",
                    "jdbc:oracle:thin:scott/tiger@db | jdbc:oracle:thin:REDACTED@db",
                    "Authorization: Bearer abcdef012345 | Authorization: REDACTED",
                    "sent Bearer abcdef012345 to x | sent Bearer REDACTED to x",
                    "{\"password\": \"a b\", \"n\":1} | {\"password\": \"REDACTED\", \"n\":1}",
                    "bot 123456789:AAabcdefghijABCDEFGHIJ0123456789_-x end | bot 123456789:REDACTED end",
                    "key=abc refused | key=REDACTED refused",
                    "-----BEGIN PRIVATE KEY----- MIIE -----END PRIVATE KEY----- x | REDACTED x",
                    "-----BEGIN OPENSSH PRIVATE KEY----- MIIE | REDACTED",
                })
        void losesCredentialsByWhatStandsBeforeThem(String text, String expected) {
            assertThat(redactor.text(text, 4096)).isEqualTo(expected);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '~',
                value = {
                    "{Authorization=[Bearer abcdefgh1234567]} | {Authorization=[REDACTED]}",
                    "{authorization=Bearer abc, Host=x} | {authorization=REDACTED}",
                    "Authorization: ApiKey xyz | Authorization: REDACTED",
                    "Authorization: DPoP xyz | Authorization: REDACTED",
                    "Authorization: Negotiate xyz== | Authorization: REDACTED",
                    "Authorization: SharedKey a:xyz= | Authorization: REDACTED",
                    "Authorization: NTLM xyz | Authorization: REDACTED",
                    "Proxy-Authorization: Mine xyz abc | Proxy-Authorization: REDACTED",
                    "Authorization: Digest username=\"u\", response=\"6629\" | Authorization: REDACTED",
                    "{Authorization=[Digest uri=\"/]\", response=\"6629\"], Host=[x]} | {Authorization=[REDACTED], Host=[x]}",
                    "curl -H 'Authorization: Bearer x y' -H 'Host: x' | curl -H 'Authorization: REDACTED' -H 'Host: x'",
                    "{\"m\":\"Authorization: Key x y\",\"n\":1} | {\"m\":\"Authorization: REDACTED\",\"n\":1}",
                    "Cookie: JSESSIONID=A; remember-me=Ym9i | Cookie: REDACTED",
                    "Cookie: a={\"x\":1}; b=it's; c=Ym9i | Cookie: REDACTED",
                    "Set-Cookie: remember-me=Ym9i; Path=/ | Set-Cookie: REDACTED",
                    "[Cookie:\"remember=zzz\"] | [Cookie:\"REDACTED\"]",
                    "[Cookie:\"a=b\", \"remember=zzz\", Host:\"x\"] | [Cookie:\"REDACTED\", Host:\"x\"]",
                    "{\"Cookie\":[\"a=b]\",\"remember=zzz\"],\"n\":1} | {\"Cookie\":[REDACTED],\"n\":1}",
                    "{\"Cookie\":\"remember=zzz\",\"n\":\"x\"} | {\"Cookie\":\"REDACTED\",\"n\":\"x\"}",
                    "headers[cookie]=remember=zzz; b=c | headers[cookie]=REDACTED",
                    "{password=[hunter2, other3]} | {password=[REDACTED]}",
                    "{passwords={a=hunter2, b=[other3]}, n=1} | {passwords={REDACTED}, n=1}",
                    "X-Api-Key:\"hunter2\", \"other3\" | X-Api-Key:\"REDACTED\"",
                    "password={noop}hunter2 n=1 | password=REDACTED n=1",
                    "password=[hunter2, other3 | password=[REDACTED",
                    "X-Auth-Token: DPoP xyz end | X-Auth-Token: REDACTED end",
                })
        void losesWhatMapsOfHeadersAndCollectionsShow(String text, String expected) {
            assertThat(redactor.text(text, 4096)).isEqualTo(expected);
            assertThat(redactor.text("x\n" + text + "\ny", 4096)).startsWith("x\n" + expected);
        }

        @ParameterizedTest
        @ValueSource(strings = {"password=", "token: ", "Authorization: Own "})
        void losesAllLinesOfAKeyThatStandsUnderAName(String name) {
            String key = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----";

            assertThat(redactor.text(name + key + " x", 4096))
                    .contains("REDACTED x")
                    .doesNotContain("MIIE", "END");
        }

        @Test
        void losesNoLineBehindACredential() {
            assertThat(redactor.text("Cookie: a=b; c=d\nHost: x", 4096)).isEqualTo("Cookie: REDACTED\nHost: x");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
                    "curl/8.5.0",
                    "java.net.ConnectException: Connection refused: localhost/127.0.0.1:5432",
                    "basic authentication is off; bearer of bad news",
                    "task-management-service-0123456789",
                    "org.example.AuthenticationException: no route",
                    "asia-pacific and ASIAPACIFICREGIONALOFFICE are words",
                })
        void keepsWhatIsHarmless(String text) {
            assertThat(redactor.text(text, 4096)).isSameAs(text);
        }

        @Test
        void isCutAtTheCapAfterItsSecretsAreOut() {
            String text = "x".repeat(100) + " " + GOOGLE;

            assertThat(redactor.text(text, 110)).isEqualTo("x".repeat(100) + " REDACTED");
        }
    }

    @Property(tries = 300)
    void neverGrowsBeyondTheCapOrFails(@ForAll String text) {
        assertThat(Redactor.standard().text(text, 64)).hasSizeLessThanOrEqualTo(64);
        assertThat(Redactor.standard().query(text, 64)).hasSizeLessThanOrEqualTo(64);
        assertThat(Redactor.standard().path(text, 64)).hasSizeLessThanOrEqualTo(64);
    }

    @Nested
    class TimeTaken {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "sk-",
                    "bearer+",
                    "-----BEGIN ",
                    "a=",
                    ":thin:",
                    "://",
                    "password=",
                    "eyJ.",
                    "code=",
                    "\"a\":",
                    "%25",
                    "1234567890:",
                    "key=&",
                    "AKIA",
                    "basic ",
                })
        void growsLinearlyWithTextsMadeToHurt(String piece) {
            String text = piece.repeat(1_000_000 / piece.length());

            assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
                redactor.text(text, text.length());
                redactor.query(text, text.length() * 8);
                redactor.path(text, text.length() * 8);
            });
        }
    }
}
