/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PropertiesFileTest {

    @Test
    void isReadLikeYaml() {
        ParsedSettings parsed = Sample.parse(PropertiesFile.read("breakwater.properties", """
                # a comment
                breakwater.rate-limit.policies[0].name = a
                breakwater.rate-limit.policies[0].limits = 10 per minute, 5 per second
                breakwater.headers.set.X-Frame-Options = DENY
                """));
        assertThat(Sample.said(parsed)).isEmpty();
        assertThat(parsed.settings().section(Sample.RATE_LIMIT).list(Sample.POLICIES))
                .singleElement()
                .satisfies(policy -> assertThat(policy.get(Sample.LIMITS)).hasSize(2));
        assertThat(parsed.settings().section(Sample.HEADERS).get(Sample.SET)).containsKey("X-Frame-Options");
    }

    @Test
    void aMalformedEscapeIsAFault() {
        assertThat(Sample.said(Sample.parse(PropertiesFile.read("breakwater.properties", "breakwater.a=\\u12"))))
                .singleElement()
                .asString()
                .startsWith("BW-CONF-005 breakwater.properties: a malformed \\u escape");
    }

    @Test
    void whatIsNotBelowBreakwaterIsAFault() {
        assertThat(Sample.said(Sample.parse(PropertiesFile.read("breakwater.properties", "enabled=false"))))
                .containsExactly("BW-CONF-007 enabled: not below breakwater (expected: breakwater.enabled)."
                        + " It comes from breakwater.properties.");
    }
}
