/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import dev.breakwater.policy.NearestName;
import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A permissions policy (W3C Permissions Policy): which powerful features of the browser a page and its frames may use.
 * Immutable.
 *
 * <pre>{@code
 * PermissionsPolicy.denyingAll()
 *         .allow("fullscreen", "self")
 *         .allow("payment", "self", "https://pay.example")
 *         .build();
 * }</pre>
 */
public final class PermissionsPolicy {
    // Known here and not denied by the presets.
    private static final Set<String> MORE = Set.of(
            "ambient-light-sensor",
            "attribution-reporting",
            "bluetooth",
            "browsing-topics",
            "compute-pressure",
            "document-domain",
            "identity-credentials-get",
            "local-fonts",
            "otp-credentials",
            "private-state-token-issuance",
            "private-state-token-redemption",
            "publickey-credentials-create",
            "speaker-selection",
            "storage-access",
            "window-management");

    private final Map<String, String> features;

    private PermissionsPolicy(Map<String, String> features) {
        this.features = new LinkedHashMap<>(features);
    }

    /** Begins with every feature off that the presets switch off. */
    public static Builder denyingAll() {
        Builder builder = builder();
        read(PresetHeaders.PERMISSIONS, "permissions-policy", new Problems()).forEach(builder.features::put);
        builder.features.put("sync-xhr", "()");
        return builder;
    }

    /** Begins an empty policy: what it does not name is as browsers have it. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads a policy from its text: {@code camera=(), fullscreen=(self "https://a.example")}.
     *
     * @throws dev.breakwater.policy.InvalidPolicyException with everything that is wrong with it
     */
    public static PermissionsPolicy parse(String text) {
        Problems problems = new Problems();
        Map<String, String> features = read(text, "permissions-policy", problems);
        problems.throwIfInvalid();
        return new PermissionsPolicy(features);
    }

    /** Notes what is wrong with the text of a policy. */
    static void check(String text, String path, Problems problems) {
        read(text, path, problems);
    }

    /** What is doubtful about it but does not keep it from working. */
    public List<Problem> warnings() {
        Problems problems = new Problems();
        check(toString(), "permissions-policy", problems);
        return problems.warnings();
    }

    private static Map<String, String> read(String text, String path, Problems problems) {
        Map<String, String> features = new LinkedHashMap<>();
        for (String member : members(text)) {
            int equals = member.indexOf('=');
            if (!isFeature(member, equals) || !Allowlist.isOne(member.substring(equals + 1))) {
                unreadable(member, path, problems);
            } else if (features.putIfAbsent(member.substring(0, equals), member.substring(equals + 1)) != null) {
                problems.error(
                        "BW-HEADERS-054",
                        path,
                        member,
                        "each feature once",
                        "Browsers take the last and pass over the first: join the two.");
            } else {
                spelling(member.substring(0, equals), path, problems);
            }
        }
        return features;
    }

    private static void unreadable(String member, String path, Problems problems) {
        problems.error(
                "BW-HEADERS-054",
                path,
                member,
                "feature=(), feature=(self \"https://example.com\") or feature=*",
                "One member that cannot be read makes browsers drop the whole header: correct it.");
    }

    private static List<String> members(String text) {
        List<String> members = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"';
            if (c == ',' && !quoted) {
                members.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        members.add(text.substring(start).strip());
        return members;
    }

    // A key of RFC 9651 section 3.1.2, as far as features are named.
    private static boolean isFeature(String member, int end) {
        if (end < 1 || member.charAt(0) < 'a' || member.charAt(0) > 'z') {
            return false;
        }
        for (int i = 1; i < end; i++) {
            char c = member.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
                return false;
            }
        }
        return true;
    }

    // Features come and go, so one that is not known here is doubted only if it looks like one that is.
    private static void spelling(String feature, String path, Problems problems) {
        if (MORE.contains(feature) || isDenied(feature)) {
            return;
        }
        List<String> known = new ArrayList<>(MORE);
        members(PresetHeaders.PERMISSIONS).forEach(member -> known.add(member.substring(0, member.indexOf('='))));
        String nearest = NearestName.of(feature, known);
        if (nearest != null) {
            problems.warning(
                    "BW-HEADERS-070",
                    path,
                    feature,
                    "a feature that browsers know",
                    "Browsers pass over one they do not know; did you mean " + nearest + "?");
        }
    }

    private static boolean isDenied(String feature) {
        return (", " + PresetHeaders.PERMISSIONS).contains(", " + feature + "=");
    }

    /** The text of the header. */
    @Override
    public String toString() {
        List<String> members = new ArrayList<>();
        features.forEach((feature, allowed) -> members.add(feature + "=" + allowed));
        return String.join(", ", members);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PermissionsPolicy that && features.equals(that.features);
    }

    @Override
    public int hashCode() {
        return features.hashCode();
    }

    /** Puts a policy together; a feature named twice is as it was said last. For one thread. */
    public static final class Builder {
        private final Map<String, String> features = new LinkedHashMap<>();

        private Builder() {}

        /** Nobody may use the feature. */
        public Builder deny(String feature) {
            features.put(feature, "()");
            return this;
        }

        /**
         * Who may use the feature.
         *
         * @param who {@code self}, origins such as {@code https://pay.example}, or {@code *} alone
         */
        public Builder allow(String feature, String... who) {
            features.put(feature, Allowlist.of(who));
            return this;
        }

        /**
         * The finished policy.
         *
         * @throws dev.breakwater.policy.InvalidPolicyException with everything that is wrong
         */
        public PermissionsPolicy build() {
            // Space around a feature would not be seen in the text any more.
            Problems problems = new Problems();
            for (String feature : features.keySet()) {
                if (!isFeature(feature, feature.length())) {
                    unreadable(feature, "permissions-policy", problems);
                }
            }
            problems.throwIfInvalid();
            return parse(new PermissionsPolicy(features).toString());
        }
    }
}
