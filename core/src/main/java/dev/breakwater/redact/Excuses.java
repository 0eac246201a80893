/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import java.util.List;

/** Names that contain a betraying word without being about a secret, and those that are about one all the same. */
final class Excuses {
    private static final List<Excuse> ALL = List.of(
            clean("passenger", 0),
            clean("passage", 0),
            clean("passive", 0),
            clean("passed", 0),
            clean("passing", 0),
            clean("passion", 0),
            clean("compass", 3),
            clean("bypass", 2),
            clean("secretary", 0),
            clean("possession", 3),
            clean("tokeniz", 0),
            clean("tokenis", 0),
            clean("tokencount", 0),
            clean("tokenusage", 0),
            clean("tokenlimit", 0),
            clean("tokenbudget", 0),
            clean("tokentype", 0),
            clean("tokenendpoint", 0),
            // Counts, as in max_tokens: of whole words only, for token_salt is no count.
            new Excuse("tokens", 0, true, Sensitivity.IF_LONG),
            new Excuse("sessions", 0, true, Sensitivity.IF_LONG),
            clean("sessioncount", 0),
            clean("sessiontimeout", 0),
            clean("sessionduration", 0),
            clean("signaturealgorithm", 0),
            clean("signaturemethod", 0),
            clean("signatureversion", 0),
            new Excuse("authenticated", 0, true, Sensitivity.CLEAN),
            clean("authtype", 0),
            clean("authmethod", 0),
            clean("authscheme", 0),
            clean("authprovider", 0),
            // After the verbs, which are about access, before the noun.
            new Excuse("authoriz", 0, false, Sensitivity.BY_WORD),
            new Excuse("authoris", 0, false, Sensitivity.BY_WORD),
            clean("author", 0));

    private Excuses() {}

    /** What the betraying word that stands here means. */
    static Sensitivity meaning(NameText name, int at) {
        for (int i = 0; i < ALL.size(); i++) {
            if (ALL.get(i).applies(name, at)) {
                return ALL.get(i).meaning;
            }
        }
        return Sensitivity.BY_WORD;
    }

    private static Excuse clean(String word, int offset) {
        return new Excuse(word, offset, false, Sensitivity.CLEAN);
    }

    /**
     * @param word the harmless word
     * @param offset where in it the betraying word begins
     * @param whole whether a word of the name must end with it
     */
    private record Excuse(String word, int offset, boolean whole, Sensitivity meaning) {
        boolean applies(NameText name, int at) {
            int from = at - offset;
            return name.letters().startsWith(word, from) && (!whole || name.isBoundary(from + word.length()));
        }
    }
}
