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
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Judges names: a set of whole names, a set of words that betray a secret wherever they stand, and their exceptions. */
final class SensitiveNames {
    private static final Set<String> WHOLE = Set.of(
            "key",
            "sig",
            "sign",
            "nonce",
            "ticket",
            "pin",
            "pw",
            "mfa",
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
            "codeverifier",
            "cookie",
            "cookies",
            "setcookie");
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
            "accountkey",
            "encryptionkey",
            "signingkey",
            "masterkey",
            "subscriptionkey",
            "functionskey",
            "licensekey",
            "userpin",
            "csrf",
            "xsrf",
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

    private static final int CACHED = 1024;
    private static final int LONGEST_CACHED = 48;

    private final Set<String> whole;
    /** What was judged before, at the place its hash says: the same names come again and again. */
    private final AtomicReferenceArray<@Nullable Judged> cache = new AtomicReferenceArray<>(CACHED);

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
        // A name of nothing but separators says nothing.
        joined.remove("");
        return new SensitiveNames(Set.copyOf(joined));
    }

    Sensitivity of(String name) {
        return of(name, 0, name.length());
    }

    /** Judges the name that is this part of a text. */
    Sensitivity of(String text, int from, int to) {
        if (to - from > LONGEST_CACHED) {
            return judge(text.substring(from, to));
        }
        int place = place(text, from, to);
        Judged before = cache.get(place);
        if (before != null && before.isOf(text, from, to)) {
            return before.sensitivity;
        }
        String name = text.substring(from, to);
        Judged judged = new Judged(name, judge(name));
        cache.set(place, judged);
        return judged.sensitivity;
    }

    private static int place(String text, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + text.charAt(i);
        }
        return (hash ^ hash >>> 10 ^ hash >>> 20) & (CACHED - 1);
    }

    private Sensitivity judge(String name) {
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
            if (first < 0) { // a digit
                continue;
            }
            if (hasShortWord(name, first, i)) {
                return Sensitivity.BY_WORD;
            }
            Sensitivity here = wordAt(name, first, i);
            found = here.compareTo(found) > 0 ? here : found;
        }
        return found;
    }

    private static Sensitivity wordAt(NameText name, int first, int at) {
        for (String word : WORDS[first]) {
            if (name.letters().startsWith(word, at)) {
                return Excuses.meaning(name, at);
            }
        }
        return Sensitivity.CLEAN;
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

    private record Judged(String name, Sensitivity sensitivity) {
        boolean isOf(String text, int from, int to) {
            return name.length() == to - from && text.startsWith(name, from);
        }
    }
}
