/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keys and groups under one name: a plain section ({@code caller.*}), a list of sections ({@code
 * rate-limit.policies[].*}) or a map of sections with free names ({@code upstreams.NAME.*}). Immutable; like a {@link
 * Key}, a constant of the section file that defines it.
 */
public final class Group extends Definition {
    private final Shape shape;
    private final Map<String, Definition> members;

    private Group(Shape shape, String name, String description, Definition[] members) {
        super(name, description);
        this.shape = shape;
        Map<String, Definition> byName = new LinkedHashMap<>();
        for (Definition member : members) {
            if (byName.put(member.name(), member) != null) {
                throw new IllegalArgumentException(
                        "group " + name + ": " + member.name() + " (expected: names that differ)");
            }
        }
        this.members = Collections.unmodifiableMap(byName);
    }

    /** A plain section. */
    public static Group section(String name, String description, Definition... members) {
        return new Group(Shape.ONE, name, description, members);
    }

    /** A list of sections; a higher layer that names any of its indices replaces the whole list. */
    public static Group list(String name, String description, Definition... members) {
        return new Group(Shape.LIST, name, description, members);
    }

    /** A map of sections whose names the user chooses; layers merge by name. */
    public static Group map(String name, String description, Definition... members) {
        return new Group(Shape.MAP, name, description, members);
    }

    @Override
    Shape shape() {
        return shape;
    }

    @Override
    Map<String, Definition> members() {
        return members;
    }

    @Override
    public String toString() {
        return name() + shape.placeholder();
    }
}
