/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.caller.CallerResolver;
import dev.breakwater.caller.Cidr;
import dev.breakwater.caller.ForwardedHeader;
import dev.breakwater.caller.TrustedProxies;
import dev.breakwater.contract.TestExchange;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("minimal")
class OperatorAccessTest {
    private static final String TOKEN = "0123456789abcdef";
    private static final OperatorAccess ACCESS = OperatorAccess.of(
            List.of(
                    Cidr.parse("127.0.0.0/8"),
                    Cidr.parse("::1"),
                    Cidr.parse("172.16.0.0/12"),
                    Cidr.parse("10.0.0.0/8")),
            TOKEN);
    private static final CallerResolver BEHIND_10 = CallerResolver.of(
            TrustedProxies.of(List.of(Cidr.parse("10.0.0.0/8")), ForwardedHeader.X_FORWARDED_FOR), 64);

    @ParameterizedTest(name = "peer {0}, X-Forwarded-For {1}: {2}")
    @CsvSource({
        "127.0.0.1, , true",
        "::1, , true",
        "172.16.5.5, , true",
        "203.0.113.9, , false",
        ", , false",
        "127.0.0.1, 127.0.0.1, false",
        "127.0.0.1, 203.0.113.9, false",
        "172.16.5.5, 203.0.113.9, false",
        "172.16.5.5, 172.16.5.5, false",
        "10.0.0.1, 203.0.113.9, false",
        "10.0.0.1, 172.16.5.5, true",
        "10.0.0.1, 127.0.0.1, false",
        "10.0.0.1, junk, false",
    })
    void countsTheNetworkOnlyIfItIsSureWhoCalls(String peer, String forwardedFor, boolean expected) {
        TestExchange.Builder request =
                TestExchange.request("GET", "/").peer(peer).callers(BEHIND_10);
        if (forwardedFor != null) {
            request.header("X-Forwarded-For", forwardedFor);
        }
        assertThat(ACCESS.test(request.build())).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "Bearer 0123456789abcdef, true",
        "bearer 0123456789abcdef, true",
        "Bearer 0123456789abcdee, false",
        "Bearer 0123456789abcde, false",
        "Basic 0123456789abcdef, false",
        "0123456789abcdef, false",
        "Bearer, false",
    })
    void takesTheTokenFromAnywhere(String authorization, boolean expected) {
        assertThat(ACCESS.test(TestExchange.request("GET", "/")
                        .peer("203.0.113.9")
                        .header("Authorization", authorization)
                        .build()))
                .isEqualTo(expected);
    }

    @Test
    void withoutATokenNoneIsAccepted() {
        OperatorAccess networksOnly = OperatorAccess.of(List.of(), null);
        assertThat(networksOnly.test(TestExchange.request("GET", "/")
                        .header("Authorization", "Bearer null")
                        .build()))
                .isFalse();
    }

    @Test
    void aShortTokenIsRefusedWithoutBeingShown() {
        assertThatThrownBy(() -> OperatorAccess.of(List.of(), "hunter2"))
                .hasMessageContaining("7 characters")
                .hasMessageNotContaining("hunter2");
    }
}
