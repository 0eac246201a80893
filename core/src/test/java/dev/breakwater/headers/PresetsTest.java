/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.exchange.HeaderRule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The presets whole, against what is promised word for word. */
class PresetsTest {
    private static final String DENIED = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(),"
            + " clipboard-write=(), cross-origin-isolated=(), display-capture=(), encrypted-media=(), fullscreen=(),"
            + " gamepad=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), interest-cohort=(),"
            + " keyboard-map=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(),"
            + " publickey-credentials-get=(), screen-wake-lock=(), serial=(), sync-xhr=(self), unload=(), usb=(),"
            + " web-share=(), xr-spatial-tracking=()";

    private static final String DENIED_TO_PAGES = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(),"
            + " clipboard-write=(), cross-origin-isolated=(), display-capture=(), encrypted-media=(),"
            + " fullscreen=(self), gamepad=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(),"
            + " interest-cohort=(), keyboard-map=(), magnetometer=(), microphone=(), midi=(), payment=(),"
            + " picture-in-picture=(), publickey-credentials-get=(self), screen-wake-lock=(), serial=(),"
            + " sync-xhr=(self), unload=(), usb=(), web-share=(), xr-spatial-tracking=()";

    private static final String PAGES = "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src"
            + " 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self';"
            + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static List<String> sent(HeadersPolicy policy, boolean secure) {
        List<String> lines = new ArrayList<>();
        for (HeaderRule rule : policy.rules(secure)) {
            if (rule.value() != null) {
                lines.add(rule.mode() + " " + rule.name() + ": " + rule.value());
            }
        }
        return lines;
    }

    private static List<String> stripped(HeadersPreset preset) {
        List<String> names = new ArrayList<>();
        for (HeaderRule rule : HeadersPolicy.of(preset).rules(true)) {
            if (rule.value() == null) {
                names.add(rule.name());
            }
        }
        return names;
    }

    @Test
    void api_is_this() {
        assertThat(sent(HeadersPolicy.of(HeadersPreset.API), true))
                .containsExactlyInAnyOrder(
                        "PIN Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none';"
                                + " frame-ancestors 'none'",
                        "PIN Strict-Transport-Security: max-age=63072000; includeSubDomains",
                        "PIN X-Content-Type-Options: nosniff",
                        "DEFAULT X-Frame-Options: DENY",
                        "DEFAULT Referrer-Policy: no-referrer",
                        "DEFAULT Cross-Origin-Opener-Policy: same-origin",
                        "DEFAULT Cross-Origin-Embedder-Policy: require-corp",
                        "DEFAULT Cross-Origin-Resource-Policy: same-origin",
                        "PIN X-Permitted-Cross-Domain-Policies: none",
                        "DEFAULT X-DNS-Prefetch-Control: off",
                        "PIN X-XSS-Protection: 0",
                        "DEFAULT Cache-Control: no-store, max-age=0",
                        "PIN Permissions-Policy: " + DENIED);
    }

    @Test
    void static_is_this() {
        assertThat(sent(HeadersPolicy.of(HeadersPreset.STATIC), true))
                .containsExactlyInAnyOrder(
                        "PIN Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none';"
                                + " frame-ancestors 'none'",
                        "PIN Strict-Transport-Security: max-age=63072000; includeSubDomains",
                        "PIN X-Content-Type-Options: nosniff",
                        "DEFAULT X-Frame-Options: DENY",
                        "DEFAULT Referrer-Policy: no-referrer",
                        "DEFAULT Cross-Origin-Opener-Policy: same-origin",
                        "DEFAULT Cross-Origin-Resource-Policy: cross-origin",
                        "PIN X-Permitted-Cross-Domain-Policies: none",
                        "DEFAULT X-DNS-Prefetch-Control: off",
                        "PIN X-XSS-Protection: 0",
                        "PIN Permissions-Policy: " + DENIED);
    }

    @Test
    void html_is_this() {
        assertThat(sent(HeadersPolicy.of(HeadersPreset.HTML), true))
                .containsExactlyInAnyOrder(
                        "PIN Content-Security-Policy: " + PAGES + "; upgrade-insecure-requests",
                        "PIN Strict-Transport-Security: max-age=63072000; includeSubDomains",
                        "PIN X-Content-Type-Options: nosniff",
                        "DEFAULT X-Frame-Options: DENY",
                        "DEFAULT Referrer-Policy: strict-origin-when-cross-origin",
                        "DEFAULT Cross-Origin-Opener-Policy: same-origin",
                        "DEFAULT Cross-Origin-Resource-Policy: same-origin",
                        "DEFAULT Origin-Agent-Cluster: ?1",
                        "DEFAULT Cache-Control: no-cache",
                        "PIN X-Permitted-Cross-Domain-Policies: none",
                        "DEFAULT X-DNS-Prefetch-Control: off",
                        "PIN X-XSS-Protection: 0",
                        "PIN Permissions-Policy: " + DENIED_TO_PAGES);
    }

    @Test
    void html_strict_is_this() {
        assertThat(sent(HeadersPolicy.of(HeadersPreset.HTML_STRICT), true))
                .containsExactlyInAnyOrder(
                        "PIN Content-Security-Policy: " + PAGES
                                + "; require-trusted-types-for 'script'; upgrade-insecure-requests",
                        "PIN Strict-Transport-Security: max-age=63072000; includeSubDomains",
                        "PIN X-Content-Type-Options: nosniff",
                        "DEFAULT X-Frame-Options: DENY",
                        "DEFAULT Referrer-Policy: strict-origin-when-cross-origin",
                        "DEFAULT Cross-Origin-Opener-Policy: same-origin",
                        "DEFAULT Cross-Origin-Embedder-Policy: credentialless",
                        "DEFAULT Cross-Origin-Resource-Policy: same-origin",
                        "DEFAULT Origin-Agent-Cluster: ?1",
                        "DEFAULT Cache-Control: no-cache",
                        "PIN X-Permitted-Cross-Domain-Policies: none",
                        "DEFAULT X-DNS-Prefetch-Control: off",
                        "PIN X-XSS-Protection: 0",
                        "PIN Permissions-Policy: " + DENIED_TO_PAGES);
    }

    @Test
    void none_is_nothing() {
        assertThat(HeadersPolicy.of(HeadersPreset.NONE).rules(true)).isEmpty();
        assertThat(HeadersPolicy.of(HeadersPreset.NONE).rules(false)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTML", "HTML_STRICT"})
    void pages_without_tls_get_the_same_but_for_hsts_and_upgrades(HeadersPreset preset) {
        HeadersPolicy policy = HeadersPolicy.of(preset);
        List<String> expected = new ArrayList<>(sent(policy, true));
        expected.removeIf(line -> line.contains("Strict-Transport-Security"));
        expected.replaceAll(line -> line.replace("; upgrade-insecure-requests", ""));

        assertThat(sent(policy, false)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @EnumSource
    void each_has_nothing_doubtful_and_nothing_wrong(HeadersPreset preset) {
        assertThat(HeadersPolicy.of(preset).warnings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void each_strips_what_tells_of_software_and_nothing_that_works(HeadersPreset preset) {
        assertThat(stripped(preset))
                .contains("Server", "X-Powered-By", "X-AspNet-Version", "Liferay-Portal", "X-Php-Version")
                .doesNotContain("X-B3-TraceId", "SourceMap", "X-Nextjs-Cache", "Via")
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTML", "HTML_STRICT"})
    void pages_without_a_nonce_have_their_scripts_and_styles_from_their_origin(HeadersPreset preset) {
        HeaderRule csp = HeadersPolicy.builder()
                .preset(preset)
                .nonce(false)
                .build()
                .rules(false)
                .find("Content-Security-Policy");

        assertThat(csp.value())
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;")
                .doesNotContain("nonce", "strict-dynamic");
    }
}
