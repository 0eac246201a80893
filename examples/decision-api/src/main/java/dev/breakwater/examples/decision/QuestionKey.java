/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Stands for a question: equal for two only if the same is asked of the same model. A digest, so that the cache keeps none
 * of what customers wrote and its size does not depend on it.
 *
 * @param digest SHA-256 in hexadecimal
 */
record QuestionKey(String digest) {
    /**
     * Of all that shapes the answer, by being all that is sent.
     *
     * @param uri where to, the model included
     * @param question the body
     */
    static QuestionKey of(URI uri, byte[] question) {
        MessageDigest digest = Sha256.digest();
        digest.update(uri.toString().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        return new QuestionKey(HexFormat.of().formatHex(digest.digest(question)));
    }
}
