/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
    private static final String SECRET = "a-secret-of-thirty-two-characters";
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

    private static Tokens at(Instant now) {
        return new Tokens(SECRET, TestJson.mapper(), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static String signed(String header, String claims, String secret) throws Exception {
        String text = encoded(header) + '.' + encoded(claims);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return text
                + '.'
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void ofOursNameTheirUserUntilTheyEnd() {
        String token = at(NOW).mint("user-1", Duration.ofHours(1));
        assertThat(at(NOW).user(token)).isEqualTo("user-1");
        assertThat(at(NOW.plusSeconds(3599)).user(token)).isEqualTo("user-1");
        assertThat(at(NOW.plusSeconds(3600)).user(token)).isNull();
    }

    @Test
    void areReadAsOthersWriteThem() throws Exception {
        String token = signed(HEADER, "{\"sub\":\"u\",\"exp\":" + (NOW.getEpochSecond() + 1) + "}", SECRET);
        assertThat(at(NOW).user(token)).isEqualTo("u");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"alg":"none"}            | {"sub":"u","exp":9999999999}
                    {"alg":"HS512"}           | {"sub":"u","exp":9999999999}
                    {"alg":"hs256"}           | {"sub":"u","exp":9999999999}
                    {}                        | {"sub":"u","exp":9999999999}
                    {"alg":"HS256","crit":["x"],"x":1} | {"sub":"u","exp":9999999999}
                    {"alg":"HS256"}           | {"sub":"u"}
                    {"alg":"HS256"}           | {"sub":"u","exp":"9999999999"}
                    {"alg":"HS256"}           | {"sub":"u","exp":1}
                    {"alg":"HS256"}           | {"sub":"u","exp":9999999999,"nbf":9999999998}
                    {"alg":"HS256"}           | {"exp":9999999999}
                    {"alg":"HS256"}           | {"sub":" ","exp":9999999999}
                    {"alg":"HS256"}           | {"sub":7,"exp":9999999999}
                    {"alg":"HS256"}           | []
                    """)
    void thatAreNotAsTheyShouldBeNameNobodyThoughTheirSignatureIsRight(String header, String claims) throws Exception {
        assertThat(at(NOW).user(signed(header, claims, SECRET))).isNull();
    }

    @Test
    void ofAnotherSecretOrChangedOnesNameNobody() throws Exception {
        String claims = "{\"sub\":\"u\",\"exp\":9999999999}";
        assertThat(at(NOW).user(signed(HEADER, claims, SECRET + "x"))).isNull();
        String token = signed(HEADER, claims, SECRET);
        String other = encoded("{\"sub\":\"admin\",\"exp\":9999999999}");
        String[] parts = token.split("\\.");
        assertThat(at(NOW).user(parts[0] + '.' + other + '.' + parts[2])).isNull();
        assertThat(at(NOW).user(parts[0] + '.' + parts[1] + '.')).isNull();
    }

    @Test
    void ofThePreviousSecretAreStillBelieved() {
        String before = at(NOW).mint("user-1", Duration.ofHours(1));
        Clock now = Clock.fixed(NOW, ZoneOffset.UTC);
        Tokens changed = new Tokens("another-" + SECRET, SECRET, TestJson.mapper(), now);
        assertThat(changed.user(before)).isEqualTo("user-1");
        assertThat(changed.user(changed.mint("user-2", Duration.ofHours(1)))).isEqualTo("user-2");
        assertThat(at(NOW).user(changed.mint("user-2", Duration.ofHours(1)))).isNull();
        assertThat(new Tokens("another-" + SECRET, TestJson.mapper(), now).user(before))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "a.b", "a.b.c.d", "*.*.*", "eyJ.eyJ.x"})
    void thatAreNoneNameNobody(String text) {
        assertThat(at(NOW).user(text)).isNull();
        assertThat(at(NOW).user(text + "A".repeat(5_000))).isNull();
    }

    @Test
    void needALongSecretAndDoNotShowAShortOne() {
        assertThatThrownBy(() -> new Tokens("short-and-secret", TestJson.mapper(), Clock.systemUTC()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("JWT_SECRET has 16 characters (expected: at least 32)")
                .hasMessageNotContaining("short-and-secret");
    }
}
