/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.util.ArrayList;
import java.util.List;

/** The members of a group, as its policy names them: one that ends in a question mark need not be there. */
final class Members {
    private static final String MAYBE = "?";

    private Members() {}

    static boolean isRequired(String member) {
        return !member.endsWith(MAYBE);
    }

    private static String name(String member) {
        return isRequired(member) ? member : member.substring(0, member.length() - MAYBE.length());
    }

    /** Those of these components that are named, in their order. */
    static List<ComponentHealth> of(List<String> members, List<ComponentHealth> components) {
        List<ComponentHealth> named = new ArrayList<>();
        for (ComponentHealth component : components) {
            if (members.stream().anyMatch(member -> name(member).equalsIgnoreCase(component.name()))) {
                named.add(component);
            }
        }
        return named;
    }
}
