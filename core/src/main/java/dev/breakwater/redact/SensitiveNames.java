/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Judges names: a set of whole names, a set of words that betray a secret wherever they stand, and their exceptions. */
final class SensitiveNames {
    private static final Set<String> WHOLE = Set.of(
            "key",
            "sig",
            "sign",
            "nonce",
            "ticket",
            "pin",
            "sid",
            "xamzsignature",
            "xamzcredential",
            "xamzsecuritytoken",
            "awsaccesskeyid",
            "xgoogsignature",
            "xgoogcredential",
            "googleaccessid",
            "keypairid",
            "samlresponse",
            "samlrequest",
            "relaystate",
            "idtokenhint",
            "clientassertion",
            "codeverifier");
    private static final Set<String> WHOLE_IF_LONG = Set.of("code", "state", "policy");

    private static final String[][] WORDS = byFirstLetter(
            "pass",
            "pwd",
            "secret",
            "token",
            "apikey",
            "accesskey",
            "privatekey",
            "publickey",
            "consumerkey",
            "credential",
            "session",
            "jwt",
            "bearer",
            "auth",
            "signature",
            "creditcard",
            "cardnumber",
            "phpsessid");
    /** Words so short that they also turn up by chance, as in businessName: they count at the edge of a word only. */
    private static final String[][] SHORT_WORDS = byFirstLetter("otp", "ssn", "iban", "cvv", "cvc");

    private static final List<Excuse> EXCUSES = List.of(
            new Excuse("passenger", 0, Sensitivity.CLEAN),
            new Excuse("passage", 0, Sensitivity.CLEAN),
            new Excuse("passive", 0, Sensitivity.CLEAN),
            new Excuse("compass", 3, Sensitivity.CLEAN),
            new Excuse("bypass", 2, Sensitivity.CLEAN),
            new Excuse("secretary", 0, Sensitivity.CLEAN),
            new Excuse("possession", 3, Sensitivity.CLEAN),
            new Excuse("tokeniz", 0, Sensitivity.CLEAN),
            new Excuse("tokenis", 0, Sensitivity.CLEAN),
            // Counts of an LLM's tokens, as in max_tokens.
            new Excuse("tokens", 0, Sensitivity.IF_LONG),
            // After the verbs, which are about access, before the noun.
            new Excuse("authoriz", 0, Sensitivity.BY_WORD),
            new Excuse("authoris", 0, Sensitivity.BY_WORD),
            new Excuse("author", 0, Sensitivity.CLEAN));

    private final Set<String> whole;

    private SensitiveNames(Set<String> whole) {
        this.whole = whole;
    }

    static SensitiveNames standard() {
        return new SensitiveNames(WHOLE);
    }

    SensitiveNames and(Collection<String> more) {
        Set<String> joined = new HashSet<>(whole);
        for (String name : more) {
            joined.add(NameText.of(name).letters());
        }
        return new SensitiveNames(Set.copyOf(joined));
    }

    Sensitivity of(String name) {
        NameText text = NameText.of(name);
        Sensitivity byWord = byWord(text);
        if (byWord == Sensitivity.BY_WORD) {
            return byWord;
        }
        if (whole.contains(text.letters()) || whole.contains(text.last())) {
            return Sensitivity.BY_NAME;
        }
        return WHOLE_IF_LONG.contains(text.letters()) || WHOLE_IF_LONG.contains(text.last())
                ? Sensitivity.IF_LONG
                : byWord;
    }

    private static Sensitivity byWord(NameText name) {
        String letters = name.letters();
        Sensitivity found = Sensitivity.CLEAN;
        for (int i = 0; i < letters.length(); i++) {
            int first = letters.charAt(i) - 'a';
            if (first < 0) {
                continue;
            }
            if (hasShortWord(name, first, i)) {
                return Sensitivity.BY_WORD;
            }
            Sensitivity here = wordAt(letters, first, i);
            found = here.compareTo(found) > 0 ? here : found;
        }
        return found;
    }

    private static Sensitivity wordAt(String letters, int first, int at) {
        for (String word : WORDS[first]) {
            if (letters.startsWith(word, at)) {
                return judged(letters, at);
            }
        }
        return Sensitivity.CLEAN;
    }

    private static Sensitivity judged(String letters, int at) {
        for (int i = 0; i < EXCUSES.size(); i++) {
            Excuse excuse = EXCUSES.get(i);
            if (letters.startsWith(excuse.word, at - excuse.offset)) {
                return excuse.meaning;
            }
        }
        return Sensitivity.BY_WORD;
    }

    private static boolean hasShortWord(NameText name, int first, int at) {
        for (String word : SHORT_WORDS[first]) {
            int end = at + word.length();
            if (name.letters().startsWith(word, at) && isEdge(name, at, end)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEdge(NameText name, int start, int end) {
        return start == 0 || end == name.letters().length() || (name.isBoundary(start) && name.isBoundary(end));
    }

    private static String[][] byFirstLetter(String... words) {
        String[][] byLetter = new String[26][];
        for (int i = 0; i < byLetter.length; i++) {
            List<String> some = new ArrayList<>();
            for (String word : words) {
                if (word.charAt(0) - 'a' == i) {
                    some.add(word);
                }
            }
            byLetter[i] = some.toArray(new String[0]);
        }
        return byLetter;
    }

    /** A word that contains a betraying word at this offset without being about a secret. */
    private record Excuse(String word, int offset, Sensitivity meaning) {}
}
