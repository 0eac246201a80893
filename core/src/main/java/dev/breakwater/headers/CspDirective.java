/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import dev.breakwater.policy.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The directives of Content Security Policy Level 3, and of the specifications that add to it. */
public enum CspDirective {
    /** What the other fetch directives fall back to. */
    DEFAULT_SRC(Kind.FETCH),
    /** Where scripts come from, and which of the page's own run. */
    SCRIPT_SRC(Kind.FETCH, DEFAULT_SRC),
    /** {@link #SCRIPT_SRC} for script elements alone. */
    SCRIPT_SRC_ELEM(Kind.FETCH, SCRIPT_SRC, DEFAULT_SRC),
    /** {@link #SCRIPT_SRC} for event handler attributes alone. */
    SCRIPT_SRC_ATTR(Kind.FETCH, SCRIPT_SRC, DEFAULT_SRC),
    /** Where style sheets come from, and which of the page's own apply. */
    STYLE_SRC(Kind.FETCH, DEFAULT_SRC),
    /** {@link #STYLE_SRC} for style elements and style sheets alone. */
    STYLE_SRC_ELEM(Kind.FETCH, STYLE_SRC, DEFAULT_SRC),
    /** {@link #STYLE_SRC} for style attributes alone. */
    STYLE_SRC_ATTR(Kind.FETCH, STYLE_SRC, DEFAULT_SRC),
    /** Where images come from. */
    IMG_SRC(Kind.FETCH, DEFAULT_SRC),
    /** Where fonts come from. */
    FONT_SRC(Kind.FETCH, DEFAULT_SRC),
    /** What scripts may connect to. */
    CONNECT_SRC(Kind.FETCH, DEFAULT_SRC),
    /** Where audio and video come from. */
    MEDIA_SRC(Kind.FETCH, DEFAULT_SRC),
    /** Where plug-in content comes from. */
    OBJECT_SRC(Kind.FETCH, DEFAULT_SRC),
    /** Where the application manifest comes from. */
    MANIFEST_SRC(Kind.FETCH, DEFAULT_SRC),
    /** What frames and workers fall back to. */
    CHILD_SRC(Kind.FETCH, DEFAULT_SRC),
    /** What the page may frame. */
    FRAME_SRC(Kind.FETCH, CHILD_SRC, DEFAULT_SRC),
    /** What the page may put into a fenced frame. */
    FENCED_FRAME_SRC(Kind.FETCH, FRAME_SRC, CHILD_SRC, DEFAULT_SRC),
    /** Where workers come from. */
    WORKER_SRC(Kind.FETCH, CHILD_SRC, SCRIPT_SRC, DEFAULT_SRC),
    /** Removed from the specification. */
    PREFETCH_SRC(Kind.FETCH, DEFAULT_SRC),
    /** What {@code <base>} may point to. Falls back to nothing. */
    BASE_URI(Kind.PLACES),
    /** Where forms may be sent. Falls back to nothing. */
    FORM_ACTION(Kind.PLACES),
    /** Who may frame the page. Falls back to nothing. */
    FRAME_ANCESTORS(Kind.PLACES),
    /** Loads everything over TLS. Sent on secure requests only. */
    UPGRADE_INSECURE_REQUESTS(Kind.FLAG),
    /** Obsolete: browsers do so by themselves. */
    BLOCK_ALL_MIXED_CONTENT(Kind.FLAG),
    /** What the page may do although it is in a sandbox. */
    SANDBOX(Kind.WORDS),
    /** Demands typed values where a text would become code. */
    REQUIRE_TRUSTED_TYPES_FOR(Kind.WORDS),
    /** Which policies may make such values. */
    TRUSTED_TYPES(Kind.WORDS),
    /** Where violations are reported, by address. */
    REPORT_URI(Kind.WORDS),
    /** Where violations are reported, by a name from {@code Reporting-Endpoints}. */
    REPORT_TO(Kind.WORDS);

    private static final Map<String, CspDirective> BY_TEXT =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(CspDirective::text, Function.identity()));

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final Kind kind;

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes no other.
    private final List<CspDirective> fallbacks;

    /** What a directive takes. */
    enum Kind {
        /** Sources, nonces and hashes among them. */
        FETCH,
        /** Sources that are places. */
        PLACES,
        /** Words of its own. */
        WORDS,
        /** Nothing. */
        FLAG
    }

    CspDirective(Kind kind, CspDirective... fallbacks) {
        this.kind = kind;
        this.fallbacks = List.of(fallbacks);
    }

    /** As it is written in a policy: {@code script-src}. */
    public String text() {
        return text;
    }

    Kind kind() {
        return kind;
    }

    /** The directives that browsers ask in its place, in their order. */
    List<CspDirective> fallbacks() {
        return fallbacks;
    }

    boolean takesSources() {
        return kind == Kind.FETCH || kind == Kind.PLACES;
    }

    boolean isAboutScripts() {
        return this == SCRIPT_SRC || this == SCRIPT_SRC_ELEM || this == SCRIPT_SRC_ATTR;
    }

    boolean isObsolete() {
        return this == PREFETCH_SRC || this == BLOCK_ALL_MIXED_CONTENT;
    }

    /** The directive of this name, without regard to case; null if there is none. */
    static @Nullable CspDirective find(String text) {
        return BY_TEXT.get(text.toLowerCase(Locale.ROOT));
    }

    /** The name that was probably meant, or null. */
    static @Nullable String nearest(String text) {
        return NearestName.of(text, BY_TEXT.keySet());
    }
}
