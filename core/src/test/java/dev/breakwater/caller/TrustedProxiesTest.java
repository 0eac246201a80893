/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.TestExchange;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("minimal")
class TrustedProxiesTest {
    private static final String PROXY = "10.0.0.1";
    private static final CallerResolver X_FORWARDED_FOR = resolver(ForwardedHeader.X_FORWARDED_FOR);
    private static final CallerResolver FORWARDED = resolver(ForwardedHeader.FORWARDED);

    @Nested
    class FromAPeerThatIsNotTrusted {
        @ParameterizedTest
        @MethodSource("dev.breakwater.caller.TrustedProxiesTest#resolvers")
        void noHeaderChangesAnything(CallerResolver resolver) {
            Caller caller = resolver.resolve(TestExchange.request("GET", "/")
                    .peer("192.0.2.50")
                    .header("X-Forwarded-For", "1.2.3.4")
                    .header("X-Forwarded-Proto", "https")
                    .header("X-Forwarded-Host", "evil.example")
                    .header("Forwarded", "for=1.2.3.4;proto=https;host=evil.example")
                    .header("X-Real-IP", "1.2.3.4")
                    .authority("api.example")
                    .build());
            assertThat(caller.addressText()).isEqualTo("192.0.2.50");
            assertThat(caller.scheme()).isEqualTo("http");
            assertThat(caller.host()).isEqualTo("api.example");
        }
    }

    static Stream<CallerResolver> resolvers() {
        return Stream.of(X_FORWARDED_FOR, FORWARDED, CallerResolver.direct());
    }

    @Nested
    class WithXForwardedFor {
        @ParameterizedTest(name = "[{index}] {0} -> {1}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "203.0.113.9 | 203.0.113.9",
                    "1.2.3.4, 203.0.113.9 | 203.0.113.9",
                    "9.9.9.9, 8.8.8.8, 203.0.113.9 | 203.0.113.9",
                    "203.0.113.9, 10.0.0.2 | 203.0.113.9",
                    "1.2.3.4, 203.0.113.9, 10.0.0.3, 10.0.0.2 | 203.0.113.9",
                    "10.0.0.3, 10.0.0.2 | 10.0.0.3",
                    "203.0.113.9:51234 | 203.0.113.9",
                    "[2001:db8::1]:443 | 2001:db8::1",
                    "[2001:db8::1] | 2001:db8::1",
                    "2001:db8::1 | 2001:db8::1",
                    "::ffff:203.0.113.9 | 203.0.113.9",
                    "203.0.113.9, unknown | 10.0.0.1",
                    "203.0.113.9, _hidden, 10.0.0.2 | 10.0.0.2",
                    "203.0.113.9,, 10.0.0.2 | 10.0.0.2",
                    "203.0.113.9, 10.0.0.2, | 10.0.0.1",
                    "203.0.113.9:port | 10.0.0.1",
                    "203.0.113.9:123456 | 10.0.0.1",
                    "[203.0.113.9] | 10.0.0.1",
                    "[2001:db8::1 | 10.0.0.1",
                    "example.org | 10.0.0.1",
                    "\"203.0.113.9\" | 10.0.0.1",
                })
        void walksFromRightToLeft(String header, String client) {
            assertThat(address(X_FORWARDED_FOR, "X-Forwarded-For", header)).isEqualTo(client);
        }

        @Test
        void severalLinesAreOneList() {
            assertThat(address(X_FORWARDED_FOR, "X-Forwarded-For", "1.2.3.4", "203.0.113.9, 10.0.0.3", "10.0.0.2"))
                    .isEqualTo("203.0.113.9");
        }

        @Test
        void theOtherHeaderIsNotRead() {
            assertThat(address(X_FORWARDED_FOR, "Forwarded", "for=203.0.113.9")).isEqualTo(PROXY);
        }

        @Test
        void schemeAndHostAreTheLastValues() {
            Caller caller = X_FORWARDED_FOR.resolve(TestExchange.request("GET", "/")
                    .peer(PROXY)
                    .header("X-Forwarded-For", "203.0.113.9")
                    .header("X-Forwarded-Proto", "http, https")
                    .header("X-Forwarded-Host", "evil.example, api.example")
                    .build());
            assertThat(caller.isSecure()).isTrue();
            assertThat(caller.host()).isEqualTo("api.example");
        }

        @Test
        void aSchemeThatIsNotHttpsIsHttp() {
            Caller caller = X_FORWARDED_FOR.resolve(TestExchange.request("GET", "/")
                    .peer(PROXY)
                    .header("X-Forwarded-Proto", "https\u0000")
                    .build());
            assertThat(caller.scheme()).isEqualTo("http");
        }

        @Test
        void megabytesOnTheLeftAreNotRead() {
            String header = "x,".repeat(500_000) + "203.0.113.9";
            assertThat(address(X_FORWARDED_FOR, "X-Forwarded-For", header)).isEqualTo("203.0.113.9");
        }
    }

    @Nested
    class WithForwarded {
        @ParameterizedTest(name = "[{index}] {0} -> {1}")
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '\u0007',
                value = {
                    "for=203.0.113.9 | 203.0.113.9",
                    "For=203.0.113.9;proto=https;by=10.0.0.1 | 203.0.113.9",
                    "for=1.2.3.4, for=203.0.113.9 | 203.0.113.9",
                    "for=203.0.113.9, for=10.0.0.2 | 203.0.113.9",
                    "for=\"[2001:db8::1]:80\" | 2001:db8::1",
                    "for=\"203.0.113.9:80\" | 203.0.113.9",
                    "for=unknown | 10.0.0.1",
                    "for=_secret | 10.0.0.1",
                    "for=\", for=203.0.113.9 | 203.0.113.9",
                    "for=\"a, for=1.2.3.4\", for=203.0.113.9 | 203.0.113.9",
                    "for=1.2.3.4;for=203.0.113.9 | 10.0.0.1",
                    "for=\"203.0.113\\.9\" | 10.0.0.1",
                    "proto=https | 10.0.0.1",
                    "garbage | 10.0.0.1",
                    "=203.0.113.9 | 10.0.0.1",
                })
        void walksFromRightToLeft(String header, String client) {
            assertThat(address(FORWARDED, "Forwarded", header)).isEqualTo(client);
        }

        @Test
        void schemeAndHostComeFromTheNearestElement() {
            Caller caller = FORWARDED.resolve(TestExchange.request("GET", "/")
                    .peer(PROXY)
                    .header(
                            "Forwarded",
                            "for=1.2.3.4;proto=http;host=evil.example, for=203.0.113.9;proto=https;host=api.example")
                    .build());
            assertThat(caller.isSecure()).isTrue();
            assertThat(caller.host()).isEqualTo("api.example");
        }
    }

    @Nested
    class Clients {
        @Test
        void oneIpv6PrefixIsOneClient() {
            Caller caller = CallerResolver.direct()
                    .resolve(TestExchange.request("GET", "/")
                            .peer("2001:db8:1:2:3:4:5:6")
                            .build());
            assertThat(caller.addressText()).isEqualTo("2001:db8:1:2:3:4:5:6");
            assertThat(caller.network()).hasToString("2001:db8:1:2::");
        }

        @Test
        void withoutAnAddressThereIsNone() {
            Caller caller = X_FORWARDED_FOR.resolve(TestExchange.request("GET", "/")
                    .peer(null)
                    .header("X-Forwarded-For", "1.2.3.4")
                    .build());
            assertThat(caller.address()).isNull();
            assertThat(caller.addressText()).isEqualTo(Caller.UNKNOWN);
        }
    }

    @Property(tries = 2000)
    void whateverAClientWritesTheTrustedHopDecides(@ForAll String left) {
        String clean = left.replace("\r", "").replace("\n", "");
        assertThat(address(X_FORWARDED_FOR, "X-Forwarded-For", clean + ", 203.0.113.9"))
                .isEqualTo("203.0.113.9");
        assertThat(address(FORWARDED, "Forwarded", clean + ", for=203.0.113.9")).isEqualTo("203.0.113.9");
    }

    private static String address(CallerResolver resolver, String header, String... lines) {
        TestExchange.Builder request = TestExchange.request("GET", "/").peer(PROXY);
        for (String line : lines) {
            request.header(header, line);
        }
        return resolver.resolve(request.build()).addressText();
    }

    private static CallerResolver resolver(ForwardedHeader header) {
        return CallerResolver.of(TrustedProxies.of(List.of(Cidr.parse("10.0.0.0/8")), header), 64);
    }
}
