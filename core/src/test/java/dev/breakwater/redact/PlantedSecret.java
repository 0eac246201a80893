/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/**
 * A made-up secret of a known kind. Put together here, so that no scanner takes this file for a leak.
 *
 * @param name the name it goes under; {@code note}, which says nothing, if it is known by its shape
 * @param text how it stands in a text
 * @param core what of it must never be seen
 */
public record PlantedSecret(String name, String text, String core) {
    private static final int PER_SHAPE = 40;
    private static final int BY_NAME = 480;
    private static final String DIGITS = "0123456789";
    private static final String HEX = DIGITS + "abcdef";
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String ALNUM = DIGITS + UPPER + "abcdefghijklmnopqrstuvwxyz";
    private static final String URL_SAFE = ALNUM + "-_";
    private static final String[] NAMES = {
        "password",
        "passwd",
        "pwd",
        "passphrase",
        "user_pass",
        "secret",
        "client_secret",
        "clientSecret",
        "token",
        "access_token",
        "refreshToken",
        "id-token",
        "api_key",
        "apikey",
        "X-Api-Key",
        "access.key",
        "privateKey",
        "public_key",
        "consumerKey",
        "credential",
        "credentials",
        "session",
        "session_id",
        "JSESSIONID",
        "PHPSESSID",
        "jwt",
        "bearer",
        "auth",
        "authorization",
        "oauth_verifier_auth",
        "signature",
        "credit_card",
        "cardNumber",
        "cvv",
        "cvc",
        "iban",
        "ssn",
        "otp",
        "key",
        "sig",
        "sign",
        "nonce",
        "ticket",
        "pin",
        "sid",
        "X-Amz-Signature",
        "x-amz-credential",
        "X-Amz-Security-Token",
        "AWSAccessKeyId",
        "x-goog-signature",
        "X-Goog-Credential",
        "GoogleAccessId",
        "Key-Pair-Id",
        "SAMLResponse",
        "SAMLRequest",
        "RelayState",
        "id_token_hint",
        "client_assertion",
        "code_verifier",
        "code",
        "state",
        "policy",
        "db.password",
        "filter[token]",
        "AccountKey",
        "_csrf",
        "XSRF-TOKEN",
        "pw",
        "mfa",
        "Ocp-Apim-Subscription-Key",
        "x-functions-key",
        "licenseKey",
        "userPin",
        "cookie",
    };

    /** Whether it is known by its name only. */
    public boolean isByName() {
        return !name.equals("note");
    }

    /** 2,000 of them, the same ones each time. */
    public static List<PlantedSecret> all() {
        Random random = new Random(2026);
        List<PlantedSecret> all = new ArrayList<>();
        for (int i = 0; i < PER_SHAPE; i++) {
            addShapes(all, random);
        }
        for (int i = 0; i < BY_NAME; i++) {
            String value = some(random, ALNUM, 18) + (i % 3 == 0 ? "!x" : "");
            all.add(new PlantedSecret(NAMES[i % NAMES.length], value, value));
        }
        return all;
    }

    private static void addShapes(List<PlantedSecret> all, Random random) {
        for (String[] shape : new String[][] {
            {"AI" + "za", URL_SAFE, "35"},
            {"ya" + "29.", URL_SAFE, "60"},
            {"GOC" + "SPX-", URL_SAFE, "28"},
            {"sk" + "-", ALNUM, "48"},
            {"sk" + "-proj-", URL_SAFE, "60"},
            {"sk" + "-ant-api03-", URL_SAFE, "80"},
            {"gh" + "p_", ALNUM, "36"},
            {"gh" + "o_", ALNUM, "36"},
            {"gh" + "s_", ALNUM, "36"},
            {"github" + "_pat_", ALNUM, "60"},
            {"gl" + "pat-", URL_SAFE, "20"},
            {"xo" + "xb-", DIGITS, "24"},
            {"xo" + "xp-", ALNUM, "30"},
            {"xa" + "pp-1-", ALNUM, "40"},
            {"sk" + "_live_", ALNUM, "24"},
            {"rk" + "_test_", ALNUM, "24"},
            {"wh" + "sec_", ALNUM, "32"},
            {"AK" + "IA", UPPER + "234567", "16"},
            {"AS" + "IA", UPPER + "234567", "16"},
            {"np" + "m_", ALNUM, "36"},
            {"h" + "f_", ALNUM, "34"},
            {"S" + "K", HEX, "32"},
            {"AGE-SECRET" + "-KEY-1", UPPER + DIGITS, "58"},
            {"hv" + "s.", URL_SAFE, "24"},
            {"$2" + "b$12$", ALNUM + "./", "53"},
        }) {
            String text = shape[0] + some(random, shape[1], Integer.parseInt(shape[2]));
            all.add(new PlantedSecret("note", text, text));
        }
        String grid = "S" + "G." + some(random, URL_SAFE, 22) + '.' + some(random, URL_SAFE, 43);
        all.add(new PlantedSecret("note", grid, grid));
        String bot = some(random, DIGITS.substring(1), 9) + ":" + some(random, URL_SAFE, 35);
        all.add(new PlantedSecret("note", bot, bot.substring(10)));
        String jwt = "eyJ" + some(random, URL_SAFE, 30) + ".eyJ" + some(random, URL_SAFE, 40) + '.'
                + some(random, URL_SAFE, 43);
        all.add(new PlantedSecret("note", jwt, jwt));
        String key = Base64.getMimeEncoder()
                .encodeToString(some(random, URL_SAFE, 90).getBytes(StandardCharsets.UTF_8));
        all.add(new PlantedSecret(
                "note",
                "-----BEGIN RSA PRIVATE KEY-----\n" + key + "\n-----END RSA PRIVATE KEY-----",
                key.substring(80)));
        String basic =
                Base64.getEncoder().encodeToString(("u:" + some(random, ALNUM, 20)).getBytes(StandardCharsets.UTF_8));
        all.add(new PlantedSecret("note", "Basic " + basic, basic));
        String bearer = some(random, URL_SAFE, 30) + "7a";
        all.add(new PlantedSecret("note", "bearer " + bearer, bearer));
        String user = some(random, ALNUM, 12);
        all.add(new PlantedSecret("note", "https://kim:" + user + "@db.example.org/x", user));
        String base = some(random, ALNUM, 12);
        all.add(new PlantedSecret("note", "jdbc:postgresql://db/x?user=kim&password=" + base, base));
        String hash = "$argon" + "2id$v=19$m=65536,t=3,p=4$" + some(random, ALNUM, 22) + '$' + some(random, ALNUM, 43);
        all.add(new PlantedSecret("note", hash, hash));
        String card = card("4" + some(random, DIGITS, 14));
        all.add(new PlantedSecret("note", card, card.substring(0, 12)));
        String spaced = card("54" + some(random, DIGITS, 13)).replaceAll("(.{4})(?=.)", "$1-");
        all.add(new PlantedSecret("note", spaced, spaced.substring(0, 14)));
        String account = iban("DE", some(random, DIGITS, 18));
        all.add(new PlantedSecret("note", account, account));
        String grouped =
                iban("GB", some(random, UPPER, 4) + some(random, DIGITS, 14)).replaceAll("(.{4})(?=.)", "$1 ");
        all.add(new PlantedSecret("note", grouped, grouped));
    }

    private static String some(Random random, String alphabet, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static String card(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighed = i % 2 == 0 ? 2 * digit : digit;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return digits + (10 - sum % 10) % 10;
    }

    static String iban(String country, String account) {
        StringBuilder number = new StringBuilder();
        for (char c : (account + country + "00").toCharArray()) {
            number.append(Character.digit(c, 36));
        }
        int check = 98
                - new BigInteger(number.toString()).mod(BigInteger.valueOf(97)).intValue();
        return country + (check < 10 ? "0" : "") + check + account;
    }
}
