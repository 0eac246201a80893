/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything a policy, or one of its rules, says; what it does not say is null or empty. For one thread. */
final class Said {
    /** Below which path it is said; empty or ending in a dot. */
    final String at;

    final int level;
    final Map<String, Setting> settings = new LinkedHashMap<>();

    @Nullable
    HeadersPreset preset;

    @Nullable
    Boolean nonce;

    @Nullable
    Reporting reporting;

    Removed removed;
    Hsts hsts;

    /** Names to strip, and where that was said. */
    record Removed(String path, int level, List<String> names) {}

    Said(String at, int level) {
        this.at = at;
        this.level = level;
        removed = new Removed(at + "remove", level, List.of());
        hsts = Hsts.unsaid(at);
    }

    // Space around a value is not part of it (RFC 9110 section 5.5), and folded texts in YAML end in a line break.
    void put(String path, String name, String value) {
        settings.put(Names.key(name), new Setting(at + path, name, value.strip(), level));
    }

    /**
     * This rule with what it inherits: everything it does not say itself, or, if it begins with a preset of its own, only
     * what concerns the whole site: HSTS, what is stripped, reports, and whether there are nonces.
     */
    Said over(Said site) {
        Said all = new Said(at, level);
        all.preset = preset == null ? site.preset : preset;
        all.nonce = nonce == null ? site.nonce : nonce;
        all.reporting = reporting == null ? site.reporting : reporting;
        all.removed = removed.names().isEmpty() ? site.removed : removed;
        all.hsts = hsts.over(site.hsts);
        if (preset == null) {
            all.settings.putAll(site.settings);
        }
        all.settings.putAll(settings);
        return all;
    }
}
