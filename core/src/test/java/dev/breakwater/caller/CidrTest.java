/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("minimal")
class CidrTest {

    @ParameterizedTest(name = "{1} in {0}: {2}")
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.3/8, 10.9.9.9, true",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "10.0.0.0/8, ::ffff:10.0.0.1, true",
        "::ffff:10.0.0.1, 10.0.0.1, true",
        "::ffff:10.0.0.0/104, 10.9.0.1, true",
        "::ffff:a00:0/104, 10.9.0.1, true",
        "::ffff:10.0.0.0/112, 10.9.0.1, false",
        "::ffff:0:0/96, 1.2.3.4, true",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 1.2.3.4, false",
    })
    void containsItsAddressesAndNoOthers(String network, String address, boolean expected) {
        assertThat(Cidr.parse(network).contains(IpAddress.parse(address))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "::/129",
                "::ffff:10.0.0.0/8",
                "::ffff:10.0.0.0/95",
                "::ffff:10.0.0.0/129",
                "10.0.0.0/8/8",
                "example.org",
                "10.0/8"
            })
    void anythingElseIsNoNetwork(String text) {
        Problems problems = new Problems();
        assertThat(Cidr.parse(text, "caller.trusted-proxies[0]", problems)).isNull();
        assertThat(problems.all()).extracting(Problem::code).containsExactly("BW-CIDR-001");
    }

    @Test
    void knowsWhenItHoldsEverything() {
        assertThat(Cidr.parse("0.0.0.0/0").isEverything()).isTrue();
        assertThat(Cidr.parse("0.0.0.0/1").isEverything()).isFalse();
    }
}
