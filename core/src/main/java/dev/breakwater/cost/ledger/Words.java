/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import java.util.HashMap;
import java.util.Map;

/** The constants of an enum by their names in lower case, as they are written. Immutable. */
final class Words<E extends Enum<E>> {
    private final Map<String, E> byText = new HashMap<>();

    Words(E[] values) {
        for (E value : values) {
            byText.put(LineWriter.lower(value), value);
        }
    }

    E get(String text) {
        E found = byText.get(text);
        if (found == null) {
            throw new BrokenLineException("an unknown word");
        }
        return found;
    }
}
