/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import java.util.List;

/**
 * Something to cook.
 *
 * @param uses which offers go into it, as the shelves call them
 * @param source who had the idea: {@code gemini} or {@code rules}
 */
record Meal(String title, List<String> uses, String instructions, String source) {
    Meal {
        uses = List.copyOf(uses);
    }
}
