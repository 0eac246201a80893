/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What services really log and nobody wants replaced. Hashes in hexadecimal count as clean: they name contents. */
class CleanTextsTest {
    private static final int CAP = 10_000;
    private static final int ROUNDS = 90;
    private static final Redactor REDACTOR = Redactor.standard();
    private static final String[] WORDS = {
        "passenger",
        "compass",
        "author",
        "authority",
        "keyboard",
        "monkey",
        "bypass",
        "passage",
        "secretary",
        "tokenizer",
        "possession",
        "basic",
        "bearer",
        "session",
        "asia",
        "sketch",
        "ghost",
        "network",
        "signal",
        "codec",
    };

    private static List<String> texts(Random random) {
        String word = WORDS[random.nextInt(WORDS.length)];
        String other = WORDS[random.nextInt(WORDS.length)];
        int number = random.nextInt(1_000_000);
        String uuid = new UUID(random.nextLong(), random.nextLong()).toString();
        String hash = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
        return List.of(
                uuid,
                "order " + number + " of " + uuid + " was sent",
                hash,
                "sha256:" + hash + hash,
                "ORD-2026-" + number,
                "2026-11-" + (10 + number % 20) + "T04:05:06." + number + "Z",
                "at " + (1763784306000L + number) + " and " + (1763784306123456789L + number),
                "the " + word + " and the " + other + " met at " + number,
                "+47 22 " + (10 + number % 90) + " 55 " + (10 + number / 7 % 90),
                "(030) 1234-" + number,
                failingLuhn("4" + digits(random, 15)),
                failingLuhn("51" + digits(random, 14)) + ", " + word,
                "Mozilla/5.0 (X11; Linux x86_64; rv:" + number % 200 + ".0) Gecko/20100101 Firefox/" + number % 200
                        + ".0",
                "SELECT " + word + "_id, count(*) FROM orders WHERE id = " + number + " AND status IN ('a','b')",
                "INSERT INTO " + word + " (id, name) VALUES (?, ?)",
                "/var/log/" + word + "/" + number + ".log: no such file",
                "https://h" + number + ".example.org/" + word + "/" + number + "?page=" + number % 9 + "&sort=name",
                "java.lang.IllegalStateException: " + word + " " + number + " is not " + other,
                "lat 59." + digits(random, 14) + ", lon 10." + digits(random, 14),
                "com.example." + word + ".Handler.handle(Handler.java:" + number % 900 + ")",
                "task-" + word + "-service-" + number + " is ready in " + number + " ms",
                "50% of " + word + ", 100% of C:\\Users\\kim\\" + word);
    }

    private static List<String> queries(Random random) {
        String word = WORDS[random.nextInt(WORDS.length)];
        int number = random.nextInt(1_000_000);
        return List.of(
                "page=" + number + "&sort=name%2Casc&q=" + word + "+" + number,
                "author=" + word + "&authority=eu&max_tokens=" + number,
                "code=US&state=CA&policy=" + word,
                "id=" + new UUID(random.nextLong(), random.nextLong()),
                "from=2026-11-22T04%3A05%3A06Z&keyboard=us&passengers=" + number % 9);
    }

    private static List<String> jsons(Random random) {
        String word = WORDS[random.nextInt(WORDS.length)];
        int number = random.nextInt(1_000_000);
        return List.of(
                "{\"usage\":{\"prompt_tokens\":" + number + ",\"completion_tokens\":12,\"total_tokens\":" + number
                        + "}}",
                "{\"model\":\"m-1\",\"max_tokens\":" + number + ",\"messages\":[{\"role\":\"user\",\"content\":\""
                        + word + "?\"}]}",
                "{\"id\":\"" + new UUID(random.nextLong(), random.nextLong()) + "\",\"author\":{\"name\":\"" + word
                        + "\"}}",
                "{\"at\":" + (1763784306123L + number) + ",\"lat\":59." + digits(random, 15)
                        + ",\"ok\":true,\"x\":null}",
                "{\"items\":[{\"sku\":\"SKU-" + number + "\",\"count\":3,\"price\":12.50}],\"authenticated\":true}",
                "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\"no " + word + " "
                        + number + "\"}");
    }

    private static String digits(Random random, int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    private static String failingLuhn(String number) {
        int sum = 0;
        for (int i = 0; i < number.length(); i++) {
            int digit = number.charAt(number.length() - 1 - i) - '0';
            int weighed = i % 2 == 1 ? 2 * digit : digit;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        char last = number.charAt(number.length() - 1);
        return sum % 10 != 0
                ? number
                : number.substring(0, number.length() - 1) + (last == '9' ? '0' : (char) (last + 1));
    }

    private static String json(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return REDACTOR.json(bytes, bytes.length, false, CAP).text();
    }

    private static int check(List<String> texts, UnaryOperator<String> redact, List<String> changed) {
        for (String text : texts) {
            if (!redact.apply(text).equals(text)) {
                changed.add(text + " -> " + redact.apply(text));
            }
        }
        return texts.size();
    }

    @Test
    void areLeftAlone() {
        Random random = new Random(11);
        List<String> changed = new ArrayList<>();
        int count = 0;
        for (int i = 0; i < ROUNDS; i++) {
            List<String> texts = texts(random);
            count += check(texts, text -> REDACTOR.text(text, CAP), changed);
            count += check(texts, text -> REDACTOR.value("note", text, CAP), changed);
            count += check(queries(random), query -> REDACTOR.query(query, CAP), changed);
            count += check(jsons(random), CleanTextsTest::json, changed);
        }
        assertThat(count).isGreaterThan(3000);
        assertThat(changed).as("of %d", count).hasSizeLessThan(count / 100);
    }

    @Test
    void areNamesToo() {
        assertThat(List.of(
                        "author",
                        "authors",
                        "coAuthor",
                        "authority",
                        "tokens",
                        "max_tokens",
                        "promptTokens",
                        "passenger",
                        "passengers",
                        "compass",
                        "keyboard",
                        "monkey",
                        "businessName",
                        "className",
                        "keyword",
                        "token_type",
                        "tokenCount",
                        "session_timeout",
                        "authenticated",
                        "auth_method",
                        "passed",
                        "codec",
                        "stateful",
                        "policyNumber",
                        "design",
                        "assignee",
                        "spinner",
                        "shipping",
                        "side",
                        "ticketing",
                        "keys",
                        "pwned",
                        "mfaRequired",
                        "subscription",
                        "license",
                        "functions"))
                .noneMatch(REDACTOR::isSecretName);
        assertThat(List.of(
                        "token_salt",
                        "tokenString",
                        "passengerPassword",
                        "authorization",
                        "author_token",
                        "PASS",
                        "_csrf",
                        "X-XSRF-Value",
                        "pw",
                        "mfa",
                        "subscription-key",
                        "x-functions-key",
                        "licenseKey",
                        "user_pin",
                        "cookie"))
                .allMatch(REDACTOR::isSecretName);
    }
}
