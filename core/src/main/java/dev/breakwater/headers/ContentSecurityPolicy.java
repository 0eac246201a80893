/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A content security policy (CSP Level 3), checked. It is put together by directive, or read from its text; both pass the
 * same checks, which catch what browsers pass over in silence: a policy that looks strict and is not. Immutable.
 *
 * <pre>{@code
 * ContentSecurityPolicy.builder()
 *         .sources(CspDirective.DEFAULT_SRC, CspSource.none())
 *         .sources(CspDirective.SCRIPT_SRC, CspSource.nonce(), CspSource.strictDynamic())
 *         .sources(CspDirective.IMG_SRC, CspSource.self(), CspSource.of("https://images.example"))
 *         .build();
 * }</pre>
 */
public final class ContentSecurityPolicy {
    private final Map<CspDirective, List<String>> directives;

    ContentSecurityPolicy(Map<CspDirective, List<String>> directives) {
        this.directives = Collections.unmodifiableMap(new LinkedHashMap<>(directives));
    }

    /** Begins an empty policy. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads a policy from its text.
     *
     * @throws dev.breakwater.policy.InvalidPolicyException with everything that is wrong with it
     */
    public static ContentSecurityPolicy parse(String text) {
        Problems problems = new Problems();
        ContentSecurityPolicy policy = CspReader.read(text, "content-security-policy", true, problems);
        problems.throwIfInvalid();
        return policy;
    }

    /** What is doubtful about it but does not keep it from working. */
    public List<Problem> warnings() {
        Problems problems = new Problems();
        CspReader.read(toString(), "content-security-policy", true, problems);
        return problems.warnings();
    }

    /** What a directive says; null if the policy does not have it. */
    public @Nullable List<String> get(CspDirective directive) {
        return directives.get(directive);
    }

    /** What browsers go by: the directive, or the first there is of those it falls back to; null if all is allowed. */
    @Nullable
    List<String> effective(CspDirective directive) {
        List<String> own = directives.get(directive);
        for (int i = 0; own == null && i < directive.fallbacks().size(); i++) {
            own = directives.get(directive.fallbacks().get(i));
        }
        return own;
    }

    boolean has(CspDirective directive) {
        return directives.containsKey(directive);
    }

    boolean isEmpty() {
        return directives.isEmpty();
    }

    Map<CspDirective, List<String>> directives() {
        return directives;
    }

    /** The same policy with this directive, in place of what it said or at its end. */
    ContentSecurityPolicy with(CspDirective directive, List<String> values) {
        Map<CspDirective, List<String>> changed = new LinkedHashMap<>(directives);
        changed.put(directive, List.copyOf(values));
        return new ContentSecurityPolicy(changed);
    }

    ContentSecurityPolicy without(CspDirective directive) {
        Map<CspDirective, List<String>> changed = new LinkedHashMap<>(directives);
        changed.remove(directive);
        return new ContentSecurityPolicy(changed);
    }

    /** The text of the header. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        directives.forEach((directive, values) -> {
            text.append(text.isEmpty() ? "" : "; ").append(directive.text());
            values.forEach(value -> text.append(' ').append(value));
        });
        return text.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ContentSecurityPolicy that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** Puts a policy together; a directive said twice holds what was said last. For one thread. */
    public static final class Builder {
        private final Map<CspDirective, List<String>> directives = new LinkedHashMap<>();

        private Builder() {}

        /** What may be loaded, run or done, for the directives that list sources; no source at all is {@code 'none'}. */
        public Builder sources(CspDirective directive, CspSource... sources) {
            List<String> texts = new ArrayList<>();
            for (CspSource source : sources) {
                texts.add(source.toString());
            }
            return put(directive, texts.isEmpty() ? List.of("'none'") : texts);
        }

        /** Loads everything over TLS; sent on secure requests only. */
        public Builder upgradeInsecureRequests() {
            return put(CspDirective.UPGRADE_INSECURE_REQUESTS, List.of());
        }

        /** Demands typed values where a text would become code, made by these policies; by any if none is named. */
        public Builder trustedTypes(String... policies) {
            put(CspDirective.REQUIRE_TRUSTED_TYPES_FOR, List.of("'script'"));
            return policies.length == 0 ? this : put(CspDirective.TRUSTED_TYPES, List.of(policies));
        }

        /** Puts the page into a sandbox, in which it may do only this: {@code allow-scripts}. */
        public Builder sandbox(String... allowed) {
            return put(CspDirective.SANDBOX, List.of(allowed));
        }

        private Builder put(CspDirective directive, List<String> values) {
            directives.put(directive, values);
            return this;
        }

        /**
         * The finished policy.
         *
         * @throws dev.breakwater.policy.InvalidPolicyException with everything that is wrong
         */
        public ContentSecurityPolicy build() {
            Problems problems = new Problems();
            ContentSecurityPolicy policy = new ContentSecurityPolicy(directives);
            new CspChecks("content-security-policy", true, problems).check(policy, "");
            problems.throwIfInvalid();
            return policy;
        }
    }
}
