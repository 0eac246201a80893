/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text of a policy, cut where nonces go, so that a request costs one concatenation. Immutable. */
final class CspTemplate {
    private final String[] pieces;

    private CspTemplate(List<String> pieces) {
        this.pieces = pieces.toArray(new String[0]);
    }

    /** The template of a policy; null if there is none, or none with a nonce. */
    static @Nullable CspTemplate of(@Nullable ContentSecurityPolicy policy) {
        List<String> pieces = policy == null ? List.of() : pieces(policy.toString());
        return pieces.size() < 2 ? null : new CspTemplate(pieces);
    }

    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        for (int at = text.indexOf(SourceSyntax.NONCE); at >= 0; at = text.indexOf(SourceSyntax.NONCE, start)) {
            int placeholder = at + SourceSyntax.NONCE.indexOf(SourceSyntax.PLACEHOLDER);
            pieces.add(text.substring(start, placeholder));
            start = placeholder + SourceSyntax.PLACEHOLDER.length();
        }
        pieces.add(text.substring(start));
        return pieces;
    }

    /** Whether a policy has a place for a nonce. */
    static boolean hasNonce(ContentSecurityPolicy policy) {
        return of(policy) != null;
    }

    /** The text with this nonce. */
    String with(String nonce) {
        // The two lengths there mostly are, without the array that join needs.
        return switch (pieces.length) {
            case 2 -> pieces[0] + nonce + pieces[1];
            case 3 -> pieces[0] + nonce + pieces[1] + nonce + pieces[2];
            default -> String.join(nonce, pieces);
        };
    }
}
