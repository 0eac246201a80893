/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import dev.breakwater.exchange.ProblemDetail;
import io.javalin.http.Context;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Answers of the service: JSON that can be asked for again, or {@code application/problem+json} (RFC 9457). */
final class Answers {
    private static final String JSON = "application/json";
    private static final String RETRY_AFTER = "30"; // as long as a breaker waits
    private static final int TAG_LENGTH = 16;

    private Answers() {}

    /** A JSON value that clients may keep for as long as {@code headers.rules} says. */
    static void json(Context call, Object value) {
        bytes(call, JSON, Json.write(value));
    }

    /** The same, written already. */
    static void json(Context call, byte[] json) {
        bytes(call, JSON, json);
    }

    /** An answer of this type, or 304 if the client has it. */
    static void bytes(Context call, String type, byte[] bytes) {
        String tag = tag(bytes);
        call.header("ETag", tag);
        if (matches(call.header("If-None-Match"), tag)) {
            call.status(304);
            return;
        }
        call.contentType(type).result(bytes);
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
            return '"' + text.substring(0, TAG_LENGTH) + '"';
        } catch (NoSuchAlgorithmException none) {
            throw new IllegalStateException("every Java platform has SHA-256", none);
        }
    }

    // RFC 9110, section 13.1.2: a list, compared weakly, or any at all.
    private static boolean matches(@Nullable String asked, String tag) {
        if (asked == null) {
            return false;
        }
        for (String one : asked.split(",", -1)) {
            String candidate = one.strip();
            if (candidate.equals("*") || candidate.equals(tag) || candidate.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }

    static void problem(Context call, Refusal refusal) {
        if (refusal.status() == 503) {
            call.header("Retry-After", RETRY_AFTER);
        }
        ProblemDetail problem = of(refusal.status(), String.valueOf(refusal.getMessage()));
        problem(call, refusal.errors().isEmpty() ? problem : problem.with("errors", refusal.errors()));
    }

    /** A problem of which the status says all. */
    static void problem(Context call, int status) {
        problem(call, of(status, title(status) + '.'));
    }

    private static void problem(Context call, ProblemDetail problem) {
        // Whatever the path allows for its answers, its errors are nobody's to keep.
        call.status(problem.status()).header("Cache-Control", "no-store");
        call.contentType(ProblemDetail.MEDIA_TYPE).result(problem.toJson());
    }

    private static ProblemDetail of(int status, String detail) {
        return ProblemDetail.of("about:blank", title(status), status, detail);
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 503 -> "Service Unavailable";
            default -> status < 500 ? "Client Error" : "Internal Server Error";
        };
    }
}
