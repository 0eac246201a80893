/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.TestExchange;
import dev.breakwater.policy.Problem;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyWatchTest {
    private final List<Problem> said = new CopyOnWriteArrayList<>();
    private final ProxyWatch watch = new ProxyWatch(said::add);

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.1.2.0/24",
        "172.20.0.9, 172.20.0.0/24",
        "100.64.3.2, 100.64.3.0/24",
        "fd00:1:2:3::9, fd00:1:2:3::/64",
        "127.0.0.1, 127.0.0.1/32",
        "::1, ::1/128"
    })
    void aPrivatePeerThatForwardsAndIsNotTrustedIsLikelyAProxy(String peer, String network) {
        arrives(resolver(ForwardedHeader.X_FORWARDED_FOR), peer, "X-Forwarded-For");

        assertThat(said).hasSize(1);
        assertThat(said.get(0).code()).isEqualTo("BW-CALLER-022");
        assertThat(said.get(0).path()).isEqualTo("caller.trusted-proxies");
        assertThat(said.get(0).value()).startsWith("X-Forwarded-For from ");
        assertThat(said.get(0).expected()).contains(network);
        assertThat(said.get(0).fix()).contains("HSTS");
        assertThat(said.get(0).toString()).doesNotContain("203.0.113.9");
    }

    @Test
    void aPublicPeerMayBeAClientSoNoNetworkIsSuggested() {
        arrives(resolver(ForwardedHeader.FORWARDED), "198.51.100.9", "Forwarded");

        assertThat(said).extracting(Problem::code).containsExactly("BW-CALLER-023");
        assertThat(said.get(0).expected()).doesNotContain("/");
    }

    @ParameterizedTest
    @CsvSource({"X_FORWARDED_FOR, Forwarded", "FORWARDED, X-Forwarded-For"})
    void aTrustedProxyThatWritesTheOtherHeader(ForwardedHeader configured, String sent) {
        arrives(resolver(configured, "10.0.0.0/8"), "10.0.0.1", sent);

        assertThat(said).extracting(Problem::code).containsExactly("BW-CALLER-024");
        assertThat(said.get(0).value()).startsWith(sent);
    }

    @Test
    void aTrustedProxyThatWritesNone() {
        arrives(resolver(ForwardedHeader.X_FORWARDED_FOR, "10.0.0.0/8"), "10.0.0.1", "X-Other");

        assertThat(said).extracting(Problem::code).containsExactly("BW-CALLER-025");
    }

    @Test
    void aTrustedProxyThatWritesWhatIsNoAddress() {
        CallerResolver resolver = resolver(ForwardedHeader.X_FORWARDED_FOR, "10.0.0.0/8");
        resolver.resolve(TestExchange.request("GET", "/")
                .peer("10.0.0.1")
                .header("X-Forwarded-For", "203.0.113.9, secret-name")
                .build());

        assertThat(said).extracting(Problem::code).containsExactly("BW-CALLER-026");
        assertThat(said.get(0).toString()).doesNotContain("secret-name");
    }

    @Test
    void aConnectionWithoutAnAddress() {
        CallerResolver.direct()
                .watchedBy(watch)
                .resolve(TestExchange.request("GET", "/").peer(null).build());

        assertThat(said).extracting(Problem::code).containsExactly("BW-CALLER-021");
    }

    @Test
    void eachIsSaidOnceHoweverManyRequestsAndResolvers() {
        for (int i = 0; i < 3; i++) {
            everything();
        }

        assertThat(said)
                .extracting(Problem::code)
                .containsExactly(
                        "BW-CALLER-021",
                        "BW-CALLER-022",
                        "BW-CALLER-023",
                        "BW-CALLER-024",
                        "BW-CALLER-025",
                        "BW-CALLER-026");
        assertThat(watch.isCurious()).isFalse();
    }

    private void everything() {
        CallerResolver trusting = resolver(ForwardedHeader.X_FORWARDED_FOR, "10.0.0.0/8");
        arrives(trusting, "no address", "X-Forwarded-For");
        arrives(trusting, "192.168.1.1", "X-Forwarded-For");
        arrives(trusting, "198.51.100.9", "X-Forwarded-For");
        arrives(trusting, "10.0.0.1", "Forwarded");
        arrives(trusting, "10.0.0.1", "X-Other");
        trusting.resolve(TestExchange.request("GET", "/")
                .peer("10.0.0.1")
                .header("X-Forwarded-For", "unknown")
                .build());
    }

    @Test
    void wellConfiguredServicesHearNothing() {
        arrives(resolver(ForwardedHeader.X_FORWARDED_FOR, "10.0.0.0/8"), "10.0.0.1", "X-Forwarded-For");
        arrives(resolver(ForwardedHeader.FORWARDED, "10.0.0.0/8"), "10.0.0.1", "Forwarded");
        arrives(resolver(ForwardedHeader.X_FORWARDED_FOR), "192.168.1.1", "X-Other");
        arrives(resolver(ForwardedHeader.NONE), "192.168.1.1", "X-Forwarded-For");

        assertThat(said).isEmpty();
    }

    private void arrives(CallerResolver resolver, String peer, String header) {
        resolver.resolve(TestExchange.request("GET", "/")
                .peer(peer)
                .header(header, header.equals("Forwarded") ? "for=203.0.113.9" : "203.0.113.9")
                .build());
    }

    private CallerResolver resolver(ForwardedHeader header, String... trusted) {
        return CallerResolver.of(
                        TrustedProxies.of(
                                List.of(trusted).stream().map(Cidr::parse).toList(), header),
                        64)
                .watchedBy(watch);
    }
}
