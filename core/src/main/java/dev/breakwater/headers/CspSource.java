/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * One source in a list of a content security policy: a keyword, a nonce, a hash, a scheme or a host. Every source has
 * been checked, so that none can end its directive or begin another. Immutable.
 */
public final class CspSource {
    private final String text;

    private CspSource(String text) {
        this.text = text;
    }

    /**
     * A source as it is written in a policy: {@code 'self'}, {@code https://cdn.example}, {@code data:}.
     *
     * @throws IllegalArgumentException if it is none, with what was expected and what to do
     */
    public static CspSource of(String text) {
        SourceSyntax.Fault fault = SourceSyntax.fault(text);
        if (fault != null) {
            throw new IllegalArgumentException(fault.about("content security policy source", text));
        }
        return new CspSource(text);
    }

    /** Nothing at all: {@code 'none'}. Stands alone. */
    public static CspSource none() {
        return new CspSource("'none'");
    }

    /** The page's own origin: {@code 'self'}. */
    public static CspSource self() {
        return new CspSource("'self'");
    }

    /** The nonce of the request: {@code 'nonce-{nonce}'}, filled in for each one. */
    public static CspSource nonce() {
        return new CspSource(SourceSyntax.NONCE);
    }

    /** Scripts that trusted scripts load: {@code 'strict-dynamic'}. Hosts and schemes beside it do not count. */
    public static CspSource strictDynamic() {
        return new CspSource("'strict-dynamic'");
    }

    /**
     * The inline script or style with exactly this content: {@code 'sha256-...'}.
     *
     * @param content what stands between the tags, white space and line breaks included
     */
    public static CspSource sha256(String content) {
        byte[] digest = digest(content.getBytes(StandardCharsets.UTF_8));
        return new CspSource("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
    }

    private static byte[] digest(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** As it is written in a policy. */
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CspSource that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
