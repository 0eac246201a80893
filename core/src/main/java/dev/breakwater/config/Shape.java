/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

/** How many of a thing there may be under one name. */
enum Shape {
    /** One. */
    ONE,
    /** Any number, told apart by index. A higher layer replaces the whole. */
    LIST,
    /** Any number, told apart by free names. Layers merge by name. */
    MAP;

    /** Whether this step leads from the whole to one of its items. */
    boolean admits(Step step) {
        return switch (this) {
            case ONE -> false;
            case LIST -> step.isIndex();
            case MAP -> true;
        };
    }

    /** The step to the item of that name. */
    Step step(String item) {
        return this == LIST ? Step.bracketed(item) : Step.named(item);
    }

    /** What stands for an item in documentation: nothing, {@code []} or {@code .NAME}. */
    String placeholder() {
        return switch (this) {
            case ONE -> "";
            case LIST -> "[]";
            case MAP -> ".NAME";
        };
    }
}
