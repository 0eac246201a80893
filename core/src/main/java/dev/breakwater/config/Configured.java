/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration says, by the paths that its users write: for those who judge it as a whole and say which key to
 * change. A value is the one that holds, its default included. Secrets are not handed out. Immutable.
 *
 * <p>All methods throw {@link IllegalArgumentException} for a path that no key has: a check with a slip in it must not look
 * as if nothing had been configured.
 */
public final class Configured {
    /** How the origin of a value ends that only names where the value itself comes from: {@code ${TOKEN}}. */
    public static final String PLACEHOLDER = " (through a placeholder)";

    private final Settings root;

    private Configured(Settings root) {
        this.root = root;
    }

    static Configured of(Settings root) {
        return new Configured(root);
    }

    /**
     * A secret that has been set.
     *
     * @param path its key: {@code ops.token}
     * @param origin where it comes from, for people: {@code environment variable BREAKWATER_OPS_TOKEN}
     */
    public record Secret(String path, String origin) {}

    /** Whether this is the path of a key or group, so that it can be asked for. */
    public boolean knows(String path) {
        return place(path) != null;
    }

    /** Whether a source gives the key a value or, for a group, any key in it. */
    public boolean isSet(String path) {
        Found found = found(path);
        return found.member instanceof Key<?> key ? found.section.isSet(key) : isAnySet(found.section, found.member);
    }

    /** Whether a switch is on. */
    public boolean is(String path) {
        return value(path, Boolean.class);
    }

    /** A number or a size in bytes. */
    public long number(String path) {
        return value(path, Number.class).longValue();
    }

    /** A share. */
    public double share(String path) {
        return value(path, Number.class).doubleValue();
    }

    /** A duration; null if there is none. */
    public @Nullable Duration duration(String path) {
        return (Duration) find(path);
    }

    /** A value in the words of the configuration; null if there is none. */
    public @Nullable String text(String path) {
        Object value = find(path);
        return value == null ? null : words(value);
    }

    /** The items of a list in the words of the configuration; empty if there are none. */
    public List<String> texts(String path) {
        Object value = find(path);
        return value instanceof Collection<?> items
                ? items.stream().map(Configured::words).toList()
                : List.of();
    }

    /** The paths of the sections of a list or map: {@code rate-limit.policies[0]}, {@code upstreams.gemini}. */
    public List<String> sections(String path) {
        Found found = found(path);
        if (!(found.member instanceof Group group)) {
            throw new IllegalArgumentException(path + " is a key (expected: a list or map of sections)");
        }
        return found.section.all(group).values().stream().map(Settings::path).toList();
    }

    /** The secrets that are set, in the order of documentation. */
    public List<Secret> secrets() {
        List<Secret> secrets = new ArrayList<>();
        collect(root, secrets);
        return secrets;
    }

    private static void collect(Settings section, List<Secret> secrets) {
        for (Definition member : section.members().values()) {
            if (member instanceof Group group) {
                section.all(group).values().forEach(below -> collect(below, secrets));
            } else if (member instanceof Key<?> key && isSecret(key) && section.isSet(key)) {
                secrets.add(new Secret(section.path(key), section.origin(key)));
            }
        }
    }

    private static boolean isSecret(Key<?> key) {
        return key.type() instanceof ScalarType<?> type && type.isSecret();
    }

    private static boolean isAnySet(Settings section, Definition member) {
        if (member instanceof Key<?> key) {
            return section.isSet(key);
        }
        return section.all((Group) member).values().stream()
                .anyMatch(below -> below.members().values().stream().anyMatch(inner -> isAnySet(below, inner)));
    }

    private <T> T value(String path, Class<T> type) {
        return type.cast(Objects.requireNonNull(find(path), path));
    }

    private @Nullable Object find(String path) {
        Found found = found(path);
        if (!(found.member instanceof Key<?> key)) {
            throw new IllegalArgumentException(path + " is a group (expected: a key)");
        }
        if (isSecret(key)) {
            throw new IllegalArgumentException(path + " is a secret (expected: a key whose value may be shown)");
        }
        return found.section.find(key);
    }

    private Found found(String path) {
        Found found = place(path);
        if (found == null) {
            throw new IllegalArgumentException(path + " is no key (expected: one of the configuration's)");
        }
        return found;
    }

    /** What is defined under a path, and the section it stands in. */
    private record Found(Settings section, Definition member) {}

    private @Nullable Found place(String path) {
        List<Step> steps = Step.parse(path);
        return steps == null ? null : place(root, steps);
    }

    private static @Nullable Found place(Settings section, List<Step> steps) {
        Definition member = section.members().get(steps.get(0).name());
        if (member == null || steps.size() == 1) {
            return member == null ? null : new Found(section, member);
        }
        if (!(member instanceof Group group)) {
            return null;
        }
        boolean isPlain = group.shape() == Shape.ONE;
        Map<String, Settings> items = section.all(group);
        Settings below = items.get(isPlain ? "" : steps.get(1).name());
        List<Step> rest = steps.subList(isPlain ? 1 : 2, steps.size());
        return below == null || rest.isEmpty() ? null : place(below, rest);
    }

    private static String words(Object value) {
        return value instanceof Enum<?> constant ? ValueTypes.configName(constant) : value.toString();
    }
}
