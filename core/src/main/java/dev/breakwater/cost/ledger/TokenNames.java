/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import dev.breakwater.cost.usage.Modality;
import dev.breakwater.cost.usage.TokenClass;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What counts of tokens are called in a row: {@code in_fresh}, or {@code in_fresh.audio} if they are no text. */
final class TokenNames {
    /** All that are no text. */
    static final List<Name> OTHERS;

    private static final Map<String, Name> BY_TEXT;
    private static final Map<TokenClass, String> OF_TEXT = new EnumMap<>(TokenClass.class);

    static {
        List<Name> others = new ArrayList<>();
        Map<String, Name> byText = new HashMap<>();
        for (TokenClass tokenClass : TokenClass.values()) {
            for (Modality modality : Modality.values()) {
                Name name = new Name(text(tokenClass, modality), tokenClass, modality);
                byText.put(name.text(), name);
                if (modality == Modality.TEXT) {
                    OF_TEXT.put(tokenClass, name.text());
                } else {
                    others.add(name);
                }
            }
        }
        OTHERS = List.copyOf(others);
        BY_TEXT = Map.copyOf(byText);
    }

    private TokenNames() {}

    /** One of them. */
    record Name(String text, TokenClass tokenClass, Modality modality) {}

    static String ofText(TokenClass tokenClass) {
        return OF_TEXT.getOrDefault(tokenClass, "");
    }

    private static String text(TokenClass tokenClass, Modality modality) {
        String name = LineWriter.lower(tokenClass);
        return modality == Modality.TEXT ? name : name + "." + LineWriter.lower(modality);
    }

    static @Nullable Name find(String text) {
        return BY_TEXT.get(text);
    }
}
