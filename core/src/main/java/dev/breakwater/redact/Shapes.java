/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import java.util.ArrayList;
import java.util.List;

/** The credentials that are known by their shape, found by their first character. */
final class Shapes {
    private static final int SIZE = 128;
    private static final int ANY = Integer.MAX_VALUE;
    private static final String URL_SAFE = "-_";

    private static final Shape[][] BY_FIRST = byFirst(List.of(
            anywhere("AIza", URL_SAFE, 35), // Google API key
            anywhere("ya29.", "-_.", 16), // Google OAuth access token
            anywhere("GOCSPX-", URL_SAFE, 16), // Google OAuth client secret
            words("sk-", URL_SAFE, 20), // OpenAI, Anthropic and many after them
            anywhere("ghp_", "", 30), // GitHub, five kinds of token
            anywhere("gho_", "", 30),
            anywhere("ghu_", "", 30),
            anywhere("ghs_", "", 30),
            anywhere("ghr_", "", 30),
            anywhere("github_pat_", "_", 22),
            anywhere("glpat-", URL_SAFE, 20), // GitLab
            anywhere("glsa_", "_", 32), // Grafana
            anywhere("xoxa-", "-", 10), // Slack
            anywhere("xoxb-", "-", 10),
            anywhere("xoxe-", "-.", 10),
            anywhere("xoxe.", "-.", 10),
            anywhere("xoxp-", "-", 10),
            anywhere("xoxr-", "-", 10),
            anywhere("xoxs-", "-", 10),
            anywhere("xapp-", "-", 10),
            anywhere("sk_live_", "", 16), // Stripe
            anywhere("sk_test_", "", 16),
            anywhere("rk_live_", "", 16),
            anywhere("rk_test_", "", 16),
            anywhere("whsec_", "+/=", 16),
            words("npm_", "", 36),
            anywhere("pypi-", URL_SAFE, 32),
            anywhere("dckr_pat_", URL_SAFE, 20), // Docker
            anywhere("dop_v1_", "", 32), // DigitalOcean
            anywhere("shpat_", "", 32), // Shopify
            words("hvs.", URL_SAFE, 20), // Vault
            words("hf_", "", 30), // Hugging Face
            words("gsk_", "", 32), // Groq
            words("xai-", "", 32),
            words("r8_", "", 30), // Replicate
            words("pplx-", "", 32), // Perplexity
            words("SG.", "-_.", 40), // SendGrid
            words("SK", "", 32), // Twilio
            apart("AKIA", "", 16), // AWS access key ids
            new Shape("ASIA", "", 16, 16, false, true), // also how words begin
            apart("eyJ", "-_.=", 17), // JSON in base64url: a JWT, whole or cut
            apart("AGE-SECRET-KEY-1", "", 20),
            anywhere("b3BlbnNzaC1rZXkt", "+/=", 16), // the key of SSH, without the lines around it
            anywhere("AAAAB3NzaC1", "+/=", 16),
            anywhere("AAAAC3NzaC1", "+/=", 16),
            anywhere("PuTTY-User-Key-File-", "", 1),
            anywhere("$2a$", "./$", 20), // bcrypt
            anywhere("$2b$", "./$", 20),
            anywhere("$2x$", "./$", 20),
            anywhere("$2y$", "./$", 20),
            anywhere("$argon2", "-_./$=,+", 16),
            anywhere("$5$", "./$=", 20), // crypt with SHA-256 and SHA-512
            anywhere("$6$", "./$=", 20)));

    private static final boolean[] PAIRS = pairs();

    private Shapes() {}

    /** Whether what begins with these two characters may be a secret: rules out nearly all places at once. */
    static boolean mayBegin(char one, char two) {
        return one < SIZE && (two >= SIZE ? one == '=' || one == ':' : PAIRS[one * SIZE + two]);
    }

    /** The credential that begins here. */
    static long at(String text, int at, int floor, int limit) {
        for (Shape shape : BY_FIRST[text.charAt(at) & 0x7f]) {
            int end = shape.end(text, at, floor, limit);
            if (end >= 0) {
                return Span.of(at, end);
            }
        }
        return Span.NONE;
    }

    private static Shape anywhere(String prefix, String alphabet, int length) {
        return new Shape(prefix, alphabet, length, ANY, false, false);
    }

    private static Shape apart(String prefix, String alphabet, int length) {
        return new Shape(prefix, alphabet, length, ANY, false, true);
    }

    private static Shape words(String prefix, String alphabet, int length) {
        return new Shape(prefix, alphabet, length, ANY, true, true);
    }

    private static Shape[][] byFirst(List<Shape> shapes) {
        Shape[][] byFirst = new Shape[SIZE][];
        for (int i = 0; i < byFirst.length; i++) {
            List<Shape> some = new ArrayList<>();
            for (Shape shape : shapes) {
                if (shape.prefix().charAt(0) == i) {
                    some.add(shape);
                }
            }
            byFirst[i] = some.toArray(new Shape[0]);
        }
        return byFirst;
    }

    private static boolean[] pairs() {
        boolean[] pairs = new boolean[SIZE * SIZE];
        for (Shape[] shapes : BY_FIRST) {
            for (Shape shape : shapes) {
                pairs[shape.prefix().charAt(0) * SIZE + shape.prefix().charAt(1)] = true;
            }
        }
        for (String pair : List.of("--", "ba", "bA", "Ba", "BA", "be", "bE", "Be", "BE")) {
            pairs[pair.charAt(0) * SIZE + pair.charAt(1)] = true;
        }
        for (int second = 0; second < SIZE; second++) {
            pairs['=' * SIZE + second] = true;
            pairs[':' * SIZE + second] = true;
        }
        for (int digits = 0; digits < 100; digits++) {
            // Cards, and the check digits of bank accounts.
            pairs[('0' + digits / 10) * SIZE + '0' + digits % 10] = true;
        }
        return pairs;
    }
}
