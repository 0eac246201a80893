/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers.judges;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.headers.HeadersPolicy;
import dev.breakwater.headers.HeadersPreset;
import org.junit.jupiter.api.Test;

final class OshpValidatorTest {
    private static final HeadersPolicy POLICY = HeadersPolicy.builder()
            .xssProtection("omit")
            .rule("/logout", rule -> rule.clearSiteData("cache", "cookies", "storage"))
            .build();
    private static final Answer API = Ours.answer(POLICY, "/");
    private static final Answer LOGOUT = Ours.answer(POLICY, "/logout");

    @Test
    void all_seventeen_cases_pass_for_the_api_preset_without_the_header_it_will_not_have() {
        assertThat(OshpValidator.size()).isEqualTo(17);
        assertThat(OshpValidator.failures(API, LOGOUT)).isEmpty();
    }

    @Test
    void the_judge_fails_what_is_missing_or_should_be() {
        assertThat(OshpValidator.failures(Ours.answer(HeadersPreset.API), API))
                .containsExactly("X-XSS-Protection", "Clear-Site-Data");
        assertThat(OshpValidator.failures(Peers.NOTHING, Peers.NOTHING)).hasSize(13);
        assertThat(OshpValidator.failures(Peers.OSHP, Peers.OSHP)).isEmpty();
        assertThat(OshpValidator.failures(Peers.SPRING_SECURITY, Peers.SPRING_SECURITY))
                .hasSize(12)
                .doesNotContain("X-Frame-Options", "X-Content-Type-Options");
        assertThat(OshpValidator.failures(Peers.HELMET, Peers.HELMET))
                .contains("Content-Security-Policy", "Cross-Origin-Embedder-Policy", "Permissions-Policy");
    }

    @Test
    void a_header_sent_twice_is_a_wrong_value() {
        assertThat(OshpValidator.failures(API.with("X-Frame-Options: DENY"), LOGOUT))
                .containsExactly("X-Frame-Options");
    }
}
