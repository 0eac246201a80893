/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A place in the schema that a path can lead to: what a name stands for, or one item of it if that is a list or map.
 *
 * @param definition what stands there
 * @param isItem whether the index or free name has been passed
 */
record Place(Definition definition, boolean isItem) {

    static Place of(Definition definition) {
        return new Place(definition, false);
    }

    /** The place one step below; null if nothing may stand there. */
    @Nullable
    Place below(Step step) {
        if (!isOne()) {
            return definition.shape().admits(step) ? item() : null;
        }
        Definition member = step.isBracketed() ? null : definition.members().get(step.name());
        return member == null ? null : of(member);
    }

    Place item() {
        Key<?> list = definition instanceof Key<?> key ? key.named() : null;
        return list == null ? new Place(definition, true) : of(list);
    }

    /** Whether names follow rather than an index or a free name. */
    boolean isOne() {
        return isItem || definition.shape() == Shape.ONE;
    }

    boolean isWholeList() {
        return !isItem && definition.shape() == Shape.LIST;
    }

    /** Whether a text may be given right here. */
    boolean takesText() {
        return definition instanceof Key<?> && (isItem || definition.shape() != Shape.MAP);
    }

    /** The names that may follow. */
    Set<String> names() {
        return isOne() ? definition.members().keySet() : Set.of();
    }

    /** What may follow, for a message. */
    String expected() {
        if (!isOne()) {
            return definition.shape() == Shape.LIST ? "an index such as [0]" : "a name";
        }
        return names().isEmpty() ? "nothing below this key" : "one of " + String.join(", ", names());
    }
}
