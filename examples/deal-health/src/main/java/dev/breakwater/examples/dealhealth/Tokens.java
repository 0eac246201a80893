/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs and checks the bearer tokens that name users: JSON Web Tokens (RFC 7519) by HMAC with SHA-256. No other algorithm
 * is known, so that a token cannot choose a weaker one (RFC 8725, section 3.1), and none is taken without an end. Safe for
 * use by many threads.
 */
public final class Tokens {
    private static final String HMAC = "HmacSHA256";
    private static final int SHORTEST_SECRET = 32;
    private static final int LONGEST_TOKEN = 4096;
    private static final int LONGEST_USER = 128;

    private final SecretKeySpec key;
    private final @Nullable SecretKeySpec previous;
    private final ObjectMapper json;
    private final Clock clock;

    /**
     * Tokens of this secret.
     *
     * @throws IllegalArgumentException if it has less than 32 characters; never with the secret in its message
     */
    public Tokens(String secret, ObjectMapper json, Clock clock) {
        this(secret, "", json, clock);
    }

    /** Tokens of this secret; those of the previous one, unless it is empty, are believed until they end. */
    Tokens(String secret, String previous, ObjectMapper json, Clock clock) {
        key = key("JWT_SECRET", secret);
        this.previous = previous.isEmpty() ? null : key("JWT_SECRET_PREVIOUS", previous);
        this.json = json;
        this.clock = clock;
    }

    private static SecretKeySpec key(String variable, String secret) {
        if (secret.length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException(variable + " has " + secret.length() + " characters (expected: at least "
                    + SHORTEST_SECRET + "). Make one with: openssl rand -base64 48");
        }
        return new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC);
    }

    /** A token that names this user for this long. */
    public String mint(String user, Duration validity) {
        long now = clock.instant().getEpochSecond();
        String signed = encoded(Map.of("alg", "HS256", "typ", "JWT"))
                + '.'
                + encoded(Map.of("sub", user, "iat", now, "exp", now + validity.toSeconds()));
        return signed + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(signature(key, signed));
    }

    private String encoded(Map<String, ?> object) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(json.writeValueAsBytes(object));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whom a token names; null if it is not genuine, or not valid now. */
    @Nullable
    String user(String token) {
        int body = token.indexOf('.');
        int end = token.lastIndexOf('.');
        if (token.length() > LONGEST_TOKEN || body < 0 || end == body || token.indexOf('.', body + 1) != end) {
            return null;
        }
        try {
            byte[] signature = Base64.getUrlDecoder().decode(token.substring(end + 1));
            if (!isGenuine(token.substring(0, end), signature)) {
                return null;
            }
            JsonNode header = json.readTree(Base64.getUrlDecoder().decode(token.substring(0, body)));
            // What a token calls critical must be understood (RFC 7515, section 4.1.11), and nothing is.
            return "HS256".equals(header.path("alg").textValue()) && !header.has("crit")
                    ? subject(json.readTree(Base64.getUrlDecoder().decode(token.substring(body + 1, end))))
                    : null;
        } catch (IOException | IllegalArgumentException malformed) {
            return null;
        }
    }

    /** Takes the same time wherever the first difference is. */
    private boolean isGenuine(String signed, byte[] signature) {
        return MessageDigest.isEqual(signature, signature(key, signed))
                || (previous != null && MessageDigest.isEqual(signature, signature(previous, signed)));
    }

    private @Nullable String subject(JsonNode claims) {
        long now = clock.instant().getEpochSecond();
        JsonNode expires = claims.path("exp");
        String user = claims.path("sub").textValue();
        boolean valid = expires.isNumber()
                && expires.asLong() > now
                && claims.path("nbf").asLong(0) <= now
                && user != null
                && !user.isBlank()
                && user.length() <= LONGEST_USER;
        return valid ? user : null;
    }

    private static byte[] signature(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            // Every Java platform has HmacSHA256.
            throw new IllegalStateException(impossible);
        }
    }
}
