/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sixteen times the text must not take much more than sixteen times as long; what is quadratic takes 256 times. */
@Tag("heavy")
class LinearTimeTest {
    private static final int SHORT = 64 * 1024;
    private static final int LONG = 1024 * 1024;
    private static final int MOST = 32;
    private static final int TRIES = 5;

    private final Redactor redactor = Redactor.standard();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a ",
                "sk-",
                "bearer+",
                "-----BEGIN ",
                "-----BEGIN PRIVATE KEY",
                "=",
                "a=",
                ":thin:",
                "://",
                "://a:b/",
                "://a@",
                "password=",
                "eyJ.",
                "code=",
                "\"a\":",
                "%25",
                "1234567890:",
                "key=&",
                "AKIA",
                "4",
                "4 ",
                "4111 1111 ",
                "DE89",
                "DE89 ",
                "\\u0041",
                "\\",
                "\\\"",
                "{\"a\":[",
                "{\"a\":\"%41\"}\n",
                "data: x\n",
                "--b\r\n",
                "/;",
                "a:b@",
                "\"password\\\":\\\"",
                "https://u:p/",
                "token=[",
                "token=[]",
                "cookie:",
                "'cookie:",
                "cookie:'a','b':",
                "authorization=\"\\",
            })
    void isTakenByEveryRule(String piece) {
        everything(piece.repeat(SHORT / piece.length()));
        long few = fastest(piece.repeat(SHORT / piece.length()));
        long many = fastest(piece.repeat(LONG / piece.length()));

        assertThat((double) many / few)
                .as("%d us, %d us", few / 1000, many / 1000)
                .isLessThan(MOST);
    }

    private long fastest(String text) {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            long start = System.nanoTime();
            everything(text);
            fastest = Math.min(fastest, System.nanoTime() - start);
        }
        return fastest;
    }

    private void everything(String text) {
        int cap = 8 * text.length();
        redactor.text(text, cap);
        redactor.path(text, cap);
        redactor.query(text, cap);
        redactor.url(text, cap);
        redactor.header("Cookie", text, cap);
        redactor.header("Link", text, cap);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] string = ('"' + text + '"').getBytes(StandardCharsets.UTF_8);
        redactor.json(string, string.length, false, cap);
        for (String type : new String[] {
            "application/json",
            "application/jsonl",
            "text/event-stream",
            "multipart/x; boundary=b",
            "application/x-www-form-urlencoded",
        }) {
            redactor.body(type, null, bytes, bytes.length, true, cap);
        }
    }
}
