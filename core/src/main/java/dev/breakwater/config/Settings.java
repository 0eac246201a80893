/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The typed values of one section: the root, a plain section, or one of a list or map. Keys and groups are asked for by
 * their definition; asking for one that is not of this section is a mistake in the program and throws. Immutable.
 */
public final class Settings {
    private final Group group;
    private final String path;
    private final String origin;
    private final Map<Key<?>, Given> given;
    private final Map<Group, Map<String, Settings>> sections;

    /** A value as given, of its key's type, and where it comes from, its items too. */
    private record Given(Object value, Node node) {
        String origin() {
            return node.origin();
        }

        String originOf(List<Step> steps) {
            Node item = steps.isEmpty() ? null : node.child(steps.get(0).name());
            return item == null ? node.origin() : item.origin();
        }
    }

    private Settings(Builder builder) {
        group = builder.group;
        path = builder.path;
        origin = builder.origin;
        given = builder.given;
        sections = builder.sections;
    }

    /**
     * The value of a key, or its default.
     *
     * @throws NoSuchElementException if it has neither; {@link #ifPresent} is for keys that may be absent
     */
    public <T> T get(Key<T> key) {
        T value = find(key);
        if (value == null) {
            throw new NoSuchElementException(path(key) + " is not set and has no default");
        }
        return value;
    }

    /** The value of a key, or its default, or null if it has neither. */
    @SuppressWarnings("unchecked") // The builder only takes a value of its key's type.
    public <T> @Nullable T find(Key<T> key) {
        Given value = given.get(own(key));
        return value == null ? key.defaultValue() : (T) value.value();
    }

    /** Hands over the value of a key, or its default, if there is one: {@code ifPresent(MAX_AGE, policy::maxAge)}. */
    public <T> void ifPresent(Key<T> key, Consumer<? super T> use) {
        T value = find(key);
        if (value != null) {
            use.accept(value);
        }
    }

    /** Whether a source gives this key a value that could be read. */
    public boolean isSet(Key<?> key) {
        return given.containsKey(own(key));
    }

    /** Whether all required keys of this section are there. If not, the parser has said so. */
    public boolean isComplete() {
        for (Definition member : group.members().values()) {
            if (member instanceof Key<?> key && key.isRequired() && !isSet(key)) {
                return false;
            }
        }
        return true;
    }

    /** A plain section. */
    public Settings section(Group section) {
        return Objects.requireNonNull(items(section, Shape.ONE).get(""));
    }

    /** The complete sections of a list, in order. */
    public List<Settings> list(Group list) {
        return items(list, Shape.LIST).values().stream()
                .filter(Settings::isComplete)
                .toList();
    }

    /** The sections of a list, also those that are not complete, in order. */
    List<Settings> listed(Group list) {
        return List.copyOf(items(list, Shape.LIST).values());
    }

    /** The complete sections of a map, by the names their user chose. */
    public Map<String, Settings> map(Group map) {
        Map<String, Settings> complete = new LinkedHashMap<>(items(map, Shape.MAP));
        complete.values().removeIf(section -> !section.isComplete());
        return Collections.unmodifiableMap(complete);
    }

    /** What may stand in this section, by name. */
    Map<String, Definition> members() {
        return group.members();
    }

    /** The sections of a group of any shape by name or index, also those that are not complete. */
    Map<String, Settings> all(Group inner) {
        return items(inner, inner.shape());
    }

    /** Where this section is, without {@code breakwater.}: {@code rate-limit.policies[0]}; empty for the root. */
    public String path() {
        return path;
    }

    /** Where one of its keys is: {@code rate-limit.policies[0].name}. */
    public String path(Key<?> key) {
        return Step.named(own(key).name()).below(path);
    }

    /** Where the value of a key comes from, for people: {@code breakwater.yaml, line 3}, or {@code default}. */
    public String origin(Key<?> key) {
        Given value = given.get(own(key));
        return value == null ? "default" : value.origin();
    }

    /**
     * Builds a policy from this section; what its builder finds wrong is noted below this section's path, with the place
     * where the value comes from.
     *
     * @return null if the policy is not valid
     */
    public <P> @Nullable P build(Supplier<P> policy, Problems problems) {
        try {
            return policy.get();
        } catch (InvalidPolicyException invalid) {
            invalid.problems().forEach(problem -> problems.add(placed(problem)));
            return null;
        }
    }

    private Problem placed(Problem problem) {
        return advised(problem).below(path);
    }

    /** The same problem, its path still below this section's, with the place where the value comes from. */
    Problem advised(Problem problem) {
        List<Step> steps = Step.parse(problem.path());
        String place = !problem.isError() ? "" : steps == null ? origin : originOf(steps);
        return place.isEmpty() ? problem : problem.advised(Shown.from(place));
    }

    /** Where the value at a path below this section comes from; if no source gives one, the item of a list it is about. */
    private String originOf(List<Step> steps) {
        Step first = steps.get(0);
        Definition member = group.members().get(first.name());
        if (member instanceof Key<?> key) {
            Given value = given.get(key);
            return value == null ? origin : value.originOf(rest(steps));
        }
        if (!(member instanceof Group inner)) {
            return origin;
        }
        List<Step> below = rest(steps);
        if (inner.shape() == Shape.ONE) {
            return section(inner).originBelow(below, origin);
        }
        Settings item = below.isEmpty()
                ? null
                : items(inner, inner.shape()).get(below.get(0).name());
        return item == null ? origin : item.originBelow(rest(below), origin);
    }

    private String originBelow(List<Step> steps, String otherwise) {
        String found = steps.isEmpty() ? origin : originOf(steps);
        return found.isEmpty() ? otherwise : found;
    }

    private static List<Step> rest(List<Step> steps) {
        return steps.subList(1, steps.size());
    }

    private Map<String, Settings> items(Group inner, Shape shape) {
        Map<String, Settings> items = sections.get(own(inner));
        if (items == null || inner.shape() != shape) {
            throw new IllegalArgumentException(inner + " is a " + inner.shape() + " (expected: " + shape + ")");
        }
        return items;
    }

    private <D extends Definition> D own(D definition) {
        if (group.members().get(definition.name()) != definition) {
            throw new IllegalArgumentException(definition + " does not stand in " + group);
        }
        return definition;
    }

    /** Leaves out the values: they may be secrets. */
    @Override
    public String toString() {
        return path + given.keySet();
    }

    static final class Builder {
        private final Group group;
        private final String path;
        private final String origin;
        private final Map<Key<?>, Given> given = new HashMap<>();
        private final Map<Group, Map<String, Settings>> sections = new HashMap<>();

        /**
         * Begins a section.
         *
         * @param origin where the item of a list or map begins; empty for all others, which may have many origins
         */
        Builder(Group group, String path, String origin) {
            this.group = group;
            this.path = path;
            this.origin = origin;
        }

        <T> void put(Key<T> key, T value, Node node) {
            given.put(key, new Given(value, node));
        }

        void put(Group inner, Map<String, Settings> items) {
            sections.put(inner, items);
        }

        Settings build() {
            return new Settings(this);
        }
    }
}
