/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.HeaderSyntax;
import dev.breakwater.policy.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a preset and what a user changed about it into header rules. For one policy. */
final class Compilation {
    private static final String OMIT = "omit";

    private final Problems problems;
    private final Map<String, Setting> explicit = new LinkedHashMap<>();
    private final Map<String, Setting> headers = new LinkedHashMap<>();
    private final Map<String, String> removed = new LinkedHashMap<>();
    private final Map<String, CspText> policies = new LinkedHashMap<>();
    private @Nullable String hsts;

    Compilation(HeadersPreset preset, List<Setting> settings, Problems problems) {
        this.problems = problems;
        preset.removed().forEach(name -> removed.put(Names.key(name), name));
        preset.headers().forEach((name, value) -> headers.put(Names.key(name), new Setting("preset", name, value)));
        settings.forEach(this::set);
        read(Names.CSP);
        read(Names.CSP_REPORT_ONLY);
        agreeOnFrames();
    }

    private void set(Setting setting) {
        String key = Names.key(setting.name());
        if (key.equals(Names.key(Names.XSS_PROTECTION)) && setting.value().equals(OMIT)) {
            headers.remove(key);
        } else if (isOurs(setting.name(), setting.path())
                && ValueCheck.isSound(setting.name(), setting.value(), setting.path(), problems)) {
            explicit.put(key, setting);
            headers.put(key, setting);
            removed.remove(key);
        }
    }

    private boolean isOurs(String name, String path) {
        boolean hstsByText = Names.key(name).equals(Names.key(Names.HSTS)) && !path.startsWith("remove");
        if (hstsByText || Names.isForeign(name)) {
            problems.error(
                    "BW-HEADERS-055",
                    path,
                    name,
                    "a header that is the same on every response",
                    hstsByText
                            ? "It goes out over TLS only: use hsts.max-age, .include-subdomains and .preload."
                            : "The server, the application or another protection writes it: remove this setting.");
            return false;
        }
        return true;
    }

    private void read(String name) {
        Setting setting = headers.get(Names.key(name));
        if (setting != null) {
            policies.put(Names.key(name), CspText.of(setting.value(), setting.path(), problems));
        }
    }

    // Browsers that know frame-ancestors pass over X-Frame-Options, others do the reverse: two answers to one question.
    // What was not said follows what was; where no X-Frame-Options says the same, none is sent.
    private void agreeOnFrames() {
        CspText policy = policies.get(Names.key(Names.CSP));
        Setting options = headers.get(Names.key(Names.FRAME_OPTIONS));
        List<String> ancestors = policy == null ? null : policy.frameAncestors();
        if (policy == null || options == null || ancestors == null) {
            return;
        }
        String same = sameAs(ancestors);
        if (options.value().equals(same)) {
            return;
        }
        if (!explicit.containsKey(Names.key(Names.CSP))) {
            String source = options.value().equals("DENY") ? "'none'" : "'self'";
            policies.put(Names.key(Names.CSP), policy.withFrameAncestors(source));
        } else if (!explicit.containsKey(Names.key(Names.FRAME_OPTIONS))) {
            replaceFrameOptions(same);
        } else {
            problems.error(
                    "BW-HEADERS-043",
                    options.path(),
                    options.value(),
                    "the same answer as frame-ancestors " + String.join(" ", ancestors),
                    "Say it in one of the two only: the other follows.");
        }
    }

    private static @Nullable String sameAs(List<String> ancestors) {
        if (ancestors.isEmpty() || ancestors.equals(List.of("'none'"))) {
            return "DENY";
        }
        return ancestors.equals(List.of("'self'")) ? "SAMEORIGIN" : null;
    }

    private void replaceFrameOptions(@Nullable String value) {
        if (value == null) {
            headers.remove(Names.key(Names.FRAME_OPTIONS));
        } else {
            headers.put(Names.key(Names.FRAME_OPTIONS), new Setting("preset", Names.FRAME_OPTIONS, value));
        }
    }

    /** Strips these headers too. */
    void remove(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            String path = "remove[" + i + "]";
            String name = names.get(i);
            if (!HeaderSyntax.isToken(name)) {
                problems.error(
                        "BW-HEADERS-050", path, name, "a header name: one token", "Name one header per element.");
            } else if (explicit.containsKey(Names.key(name))) {
                problems.error(
                        "BW-HEADERS-056",
                        path,
                        name,
                        "a header that is not set as well",
                        "Remove it from one of the two.");
            } else if (isOurs(name, path)) {
                headers.remove(Names.key(name));
                removed.put(Names.key(name), name);
            }
        }
    }

    /** Sends HSTS over TLS. */
    void hsts(Hsts options) {
        hsts = options.value();
    }

    /** The policy; only if no errors have been noted. */
    HeadersPolicy policy() {
        return new HeadersPolicy(rules(true), rules(false), problems.warnings());
    }

    private HeaderRules rules(boolean secure) {
        List<HeaderRule> rules = new ArrayList<>();
        headers.forEach((key, header) -> {
            CspText policy = policies.get(key);
            String value = policy == null ? header.value() : secure ? policy.secure() : policy.plain();
            if (!value.isEmpty()) {
                rules.add(Names.rule(header.name(), value));
            }
        });
        if (secure && hsts != null && !removed.containsKey(Names.key(Names.HSTS))) {
            rules.add(Names.rule(Names.HSTS, hsts));
        }
        removed.values().forEach(name -> rules.add(HeaderRule.remove(name)));
        return HeaderRules.of(rules);
    }
}
