/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.policy.PathMap;
import dev.breakwater.policy.PathPattern;
import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which headers every response carries, and which it never does, for the whole site and for some of its paths. Starts
 * from {@link HeadersPreset#API}. Immutable, safe for use by many threads.
 *
 * <pre>{@code
 * HeadersPolicy.builder()
 *         .preset(HeadersPreset.HTML)
 *         .rule("/api/**", rule -> rule.preset(HeadersPreset.API))
 *         .rule("/assets/**", rule -> rule.cacheControl("public, max-age=31536000, immutable"))
 *         .rule("/logout", rule -> rule.clearSiteData("cache", "cookies", "storage"))
 *         .build();
 * }</pre>
 */
public final class HeadersPolicy {
    private final ReadyHeaders site;
    private final @Nullable PathMap<ReadyHeaders> rules;
    private final List<Problem> warnings;

    private HeadersPolicy(ReadyHeaders site, @Nullable PathMap<ReadyHeaders> rules, List<Problem> warnings) {
        this.site = site;
        this.rules = rules;
        this.warnings = warnings;
    }

    /** Begins with {@link HeadersPreset#API}. */
    public static Builder builder() {
        return new Builder();
    }

    /** A preset as it is. */
    public static HeadersPolicy of(HeadersPreset preset) {
        return builder().preset(preset).build();
    }

    /**
     * The rules that stand over a response where no rule for its path does. A nonce stands in them as
     * {@code 'nonce-{nonce}'}.
     *
     * @param overTls whether the client used TLS
     */
    public HeaderRules rules(boolean overTls) {
        return site.on(overTls).rules();
    }

    /**
     * The rules that stand over a response at this path.
     *
     * @param path decoded and normalised
     * @param overTls whether the client used TLS
     */
    public HeaderRules rules(String path, boolean overTls) {
        return find(path).on(overTls).rules();
    }

    /** What is doubtful about the policy but does not keep it from working. */
    public List<Problem> warnings() {
        return warnings;
    }

    ReadyHeaders find(String path) {
        ReadyHeaders found = rules == null ? null : rules.find(path);
        return found == null ? site : found;
    }

    /** What is said for some paths. What it does not say is as it is for the site. For one thread. */
    public static final class Rule extends HeaderChoices<Rule> {
        private final List<String> paths;

        private Rule(Collection<String> paths, int index) {
            super(new Said("rules[" + index + "].", Setting.RULE));
            this.paths = List.copyOf(paths);
        }

        @Override
        Rule self() {
            return this;
        }
    }

    /** What is said for the whole site, and its rules. For one thread. */
    public static final class Builder extends HeaderChoices<Builder> {
        private final List<Rule> rules = new ArrayList<>();

        private Builder() {
            super(new Said("", Setting.SITE));
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Says something else for some paths. Of several patterns that match a path the most specific one wins; the order
         * of rules does not matter.
         *
         * @param paths patterns such as {@code /assets/**}
         * @param choices what differs there
         */
        public Builder rule(Collection<String> paths, Consumer<? super Rule> choices) {
            Rule rule = new Rule(paths, rules.size());
            choices.accept(rule);
            rules.add(rule);
            return this;
        }

        /** Says something else for the paths of one pattern. */
        public Builder rule(String path, Consumer<? super Rule> choices) {
            return rule(List.of(path), choices);
        }

        /**
         * The finished policy.
         *
         * @throws dev.breakwater.policy.InvalidPolicyException with everything that is wrong
         */
        public HeadersPolicy build() {
            // What a rule inherits is checked again with it, and told once.
            Set<Problem> found = new LinkedHashSet<>();
            ReadyHeaders site = compiled(said, found);
            PathMap.Builder<ReadyHeaders> byPath = PathMap.builder();
            Map<PathPattern, String> seen = new HashMap<>();
            for (Rule rule : rules) {
                ReadyHeaders ready = compiled(rule.said.over(said), found);
                patterns(rule, seen, found).forEach(pattern -> byPath.put(pattern, ready));
            }
            Problems problems = new Problems();
            found.forEach(problems::add);
            problems.throwIfInvalid();
            return new HeadersPolicy(site, rules.isEmpty() ? null : byPath.build(), problems.warnings());
        }

        private static ReadyHeaders compiled(Said said, Set<Problem> found) {
            Problems problems = new Problems();
            ReadyHeaders ready = new Compilation(said, problems).headers();
            found.addAll(problems.all());
            return ready;
        }

        private static List<PathPattern> patterns(Rule rule, Map<PathPattern, String> seen, Set<Problem> found) {
            Problems problems = new Problems();
            List<PathPattern> patterns = new ArrayList<>();
            if (rule.paths.isEmpty()) {
                problems.error(
                        "BW-HEADERS-065",
                        rule.said.at + "paths",
                        "no path",
                        "at least one pattern",
                        "Say what is meant for all paths above the rules.");
            }
            for (int i = 0; i < rule.paths.size(); i++) {
                String at = rule.said.at + "paths[" + i + "]";
                PathPattern pattern = PathPattern.parse(rule.paths.get(i), at, problems);
                String before = pattern == null ? null : seen.putIfAbsent(pattern, at);
                if (before != null) {
                    problems.error(
                            "BW-HEADERS-064",
                            at,
                            rule.paths.get(i),
                            "each pattern once",
                            "It stands at " + before + " as well: join the two rules.");
                } else if (pattern != null) {
                    patterns.add(pattern);
                }
            }
            found.addAll(problems.all());
            return patterns;
        }
    }
}
