/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.breakwater.contract.TestExchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients who want to be somebody else, or somebody new with each request. A trusted proxy stands at 10.0.0.1 and, where
 * it forwards, has written what stands furthest right.
 */
@Tag("minimal")
class SpoofSuiteTest {
    private static final String PROXY = "10.0.0.1";
    private static final String CLIENT = "203.0.113.9";

    /** What clients send, in the hope that somebody takes it for a hop. */
    private static final List<String> LIES = List.of(
            "1.2.3.4",
            "10.0.0.1",
            "10.9.9.9",
            "127.0.0.1",
            "0.0.0.0",
            "::1",
            "::",
            "[::1]",
            "[::1]:80",
            "::ffff:10.0.0.1",
            "::ffff:a00:1",
            "[::ffff:10.0.0.1]:443",
            "fe80::1%eth0",
            "[fe80::1%25eth0]:1",
            "2001:db8::1",
            "[2001:db8::1",
            "2001:db8::1]",
            "1.2.3.4:80",
            "1.2.3.4:",
            "1.2.3.4:-1",
            "01.02.03.04",
            "0x0a000001",
            "167772161",
            "1.2.3",
            "1.2.3.4.5",
            "256.1.1.1",
            "unknown",
            "_hidden",
            "\"",
            "\"\"",
            "\"1.2.3.4\"",
            "'1.2.3.4'",
            "\\",
            "\\\"",
            ";",
            "=",
            "for=1.2.3.4",
            "for=\"1.2.3.4",
            "for=\"a, for=1.2.3.4\"",
            "for=\"[::1]:80\"",
            "for=\"\\\"\"",
            "for=1.2.3.4;for=10.0.0.1",
            "proto=https;host=evil.example",
            "",
            " ",
            "\t",
            "\u00a0",
            "\u2003",
            "\uff11.\uff12.\uff13.\uff14",
            "\u0661.2.3.4",
            "\u0000",
            "\ud800",
            "localhost",
            "evil.example",
            "1.2.3.4\u00001",
            "1.2.3.4 5.6.7.8",
            "1.2.3.4;5.6.7.8",
            "1.2.3.4|10.0.0.1",
            "9".repeat(5000),
            "10.0.0.1:".repeat(300),
            "::".repeat(2000));

    @Nested
    class WhatStandsLeftOfWhatTheProxyWrote {
        @ParameterizedTest
        @MethodSource("dev.breakwater.caller.SpoofSuiteTest#lies")
        void changesNothing(Lie lie) {
            assertThat(resolved(lie.header(), PROXY, lie.lines())).as("%s", lie).isEqualTo(CLIENT);
        }
    }

    @Nested
    class WithoutATrustedProxy {
        @ParameterizedTest
        @MethodSource("dev.breakwater.caller.SpoofSuiteTest#lies")
        void noHeaderCounts(Lie lie) {
            assertThat(resolved(lie.header(), "198.51.100.7", lie.lines())).isEqualTo("198.51.100.7");
        }
    }

    @Nested
    class PeersWithoutAnAddress {
        @ParameterizedTest
        @NullSource
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "unknown",
                    "localhost",
                    "10.0.0.1:80",
                    "/10.0.0.1",
                    "10.0.0.1/8",
                    "[::1]",
                    " 10.0.0.1",
                    "10.0.0.1 ",
                    "10.0.0.01",
                    "\u0661\u0660.0.0.1",
                    "/run/app.sock"
                })
        void areOneCallerWhoIsNeverTrusted(@Nullable String peer) {
            for (Dialect dialect : Dialect.values()) {
                Caller caller = dialect.resolver.resolve(TestExchange.request("GET", "/")
                        .peer(peer)
                        .header(dialect.header, dialect.node("1.2.3.4"))
                        .build());
                assertThat(caller.addressText()).isEqualTo(Caller.UNKNOWN);
                assertThat(caller.network()).isNull();
                assertThat(caller.trustedPeer()).isFalse();
            }
        }
    }

    @Nested
    class NodesThatTheProxyWrote {
        @ParameterizedTest(name = "{0} -> {1}")
        @MethodSource("dev.breakwater.caller.SpoofSuiteTest#nodes")
        void areReadInEveryFormAndMalformedOnesStopAtTheLastGoodHop(String node, String client) {
            assertThat(resolved("X-Forwarded-For", PROXY, "6.6.6.6, " + node)).isEqualTo(client);
            assertThat(resolved("X-Forwarded-For", PROXY, "6.6.6.6, " + node + " , 10.0.0.2"))
                    .isEqualTo(client.equals(PROXY) ? "10.0.0.2" : client);
            assertThat(resolved("Forwarded", PROXY, "for=6.6.6.6, for=\"" + node + "\";proto=https"))
                    .isEqualTo(client);
        }
    }

    @Nested
    class OneClientHasOneName {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "::ffff:203.0.113.9",
                    "::FFFF:203.0.113.9",
                    "::ffff:cb00:7109",
                    "::ffff:CB00:7109",
                    "0:0:0:0:0:ffff:cb00:7109",
                    "0000:0000:0000:0000:0000:ffff:cb00:7109",
                    "0:0::ffff:203.0.113.9",
                    "::0:ffff:cb00:7109"
                })
        void howeverItsMappedAddressIsWritten(String mapped) {
            assertThat(resolved("X-Forwarded-For", PROXY, mapped)).isEqualTo(CLIENT);
            assertThat(resolved("X-Forwarded-For", "::ffff:10.0.0.1", mapped)).isEqualTo(CLIENT);
            assertThat(resolved("X-Forwarded-For", "::ffff:a00:1", "[" + mapped + "]:4711"))
                    .isEqualTo(CLIENT);
        }

        @ParameterizedTest
        @ValueSource(strings = {"::fffe:203.0.113.9", "::1:ffff:cb00:7109", "::203.0.113.9", "64:ff9b::203.0.113.9"})
        void andWhatOnlyLooksMappedIsAnother(String other) {
            assertThat(resolved("X-Forwarded-For", PROXY, other)).contains(":");
        }

        @Test
        void anyPortOfItToo() {
            for (int port = 1; port <= 65_535; port += 257) {
                assertThat(resolved("X-Forwarded-For", PROXY, CLIENT + ":" + port))
                        .isEqualTo(CLIENT);
            }
        }

        @Test
        void everyAddressOfOneIpv6Network() {
            List<Object> networks = new ArrayList<>();
            for (int host = 1; host < 1000; host++) {
                networks.add(Dialect.X_FORWARDED_FOR
                        .resolver
                        .resolve(TestExchange.request("GET", "/")
                                .peer("2001:db8:1:2::" + Integer.toHexString(host))
                                .build())
                        .network());
            }
            assertThat(networks).hasSize(999).containsOnly(IpAddress.parse("2001:db8:1:2::"));
        }
    }

    @Nested
    @Timeout(5)
    class TheWorkIsBounded {
        private static final int HOPS = 200_000;

        @Test
        void byTheNumberOfHopsThatTrustedProxiesClaim() {
            assertThat(resolved("X-Forwarded-For", PROXY, "1.2.3.4" + ", 10.0.0.2".repeat(HOPS)))
                    .isEqualTo("10.0.0.2");
            assertThat(resolved("Forwarded", PROXY, "for=1.2.3.4" + ", for=10.0.0.2".repeat(HOPS)))
                    .isEqualTo("10.0.0.2");
        }

        @Test
        void byTheLengthOfAnElement() {
            String spaces = " ".repeat(4 << 20);
            assertThat(resolved("X-Forwarded-For", PROXY, "1.2.3.4," + spaces)).isEqualTo(PROXY);
            assertThat(resolved("Forwarded", PROXY, "for=1.2.3.4, for=\"" + "a,".repeat(4 << 20) + "\""))
                    .isEqualTo(PROXY);
        }

        @Test
        void soThatALongHeaderTakesNoLongerThanAShortOne() {
            String left = "10.0.0.3,".repeat(1 << 20);
            long start = System.nanoTime();
            for (int i = 0; i < 20_000; i++) {
                HopReader hops = new HopReader(List.of(left), false);
                while (hops.previous()) {
                    assertThat(hops.element().length()).isLessThan(HopReader.MAX_ELEMENT);
                }
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        }

        @Test
        void inBothDirectionsOfTheLimit() {
            String real = ", 10.0.0.2".repeat(HopReader.MAX_HOPS - 1);
            assertThat(resolved("X-Forwarded-For", PROXY, CLIENT + real)).isEqualTo(CLIENT);
            assertThat(resolved("X-Forwarded-For", PROXY, CLIENT + ", 10.0.0.2" + real))
                    .isEqualTo("10.0.0.2");
            String wide = " ".repeat(HopReader.MAX_ELEMENT - CLIENT.length());
            assertThat(resolved("X-Forwarded-For", PROXY, "x," + wide + CLIENT)).isEqualTo(CLIENT);
            assertThat(resolved("X-Forwarded-For", PROXY, "x, " + wide + CLIENT))
                    .isEqualTo(PROXY);
        }
    }

    @Property(tries = 5000)
    void whatAClientWritesLeftOfTheProxyNeverChangesAnything(
            @ForAll("hostile") List<String> left, @ForAll boolean ownLine) {
        for (Dialect dialect : Dialect.values()) {
            String[] lines = ownLine
                    ? append(left, dialect.node(CLIENT))
                    : new String[] {String.join(",", left) + ", " + dialect.node(CLIENT)};
            assertThat(resolved(dialect.header, PROXY, lines)).isEqualTo(CLIENT);
            assertThat(resolved(dialect.header, PROXY, withInnerProxies(lines, dialect)))
                    .isEqualTo(CLIENT);
        }
    }

    @Property(tries = 5000)
    void nothingThrowsWhateverTheHeaderAndThePeerAre(@ForAll("hostile") List<String> lines, @ForAll String peer) {
        for (Dialect dialect : Dialect.values()) {
            String[] sent = lines.toArray(new String[0]);
            assertThatCode(() -> resolved(dialect.header, PROXY, sent)).doesNotThrowAnyException();
            assertThatCode(() -> resolved(dialect.header, peer, sent)).doesNotThrowAnyException();
        }
    }

    @Provide
    Arbitrary<List<String>> hostile() {
        Arbitrary<String> free = Arbitraries.strings()
                .withChars(",;=\"\\[]:.%_ \tfor10aF\u00a0\u0000\ud800\uff11")
                .ofMaxLength(60);
        return Arbitraries.oneOf(
                        Arbitraries.of(LIES), free, Arbitraries.strings().ofMaxLength(20))
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }

    private enum Dialect {
        X_FORWARDED_FOR("X-Forwarded-For", ForwardedHeader.X_FORWARDED_FOR),
        FORWARDED("Forwarded", ForwardedHeader.FORWARDED);

        private final String header;
        private final CallerResolver resolver;

        Dialect(String header, ForwardedHeader kind) {
            this.header = header;
            resolver = CallerResolver.of(TrustedProxies.of(List.of(Cidr.parse("10.0.0.0/8")), kind), 64);
        }

        String node(String address) {
            return this == FORWARDED ? "for=" + address : address;
        }

        static Dialect of(String header) {
            return header.equals("Forwarded") ? FORWARDED : X_FORWARDED_FOR;
        }
    }

    /** Header lines of which the proxy has written the last element. */
    record Lie(String header, String... lines) {
        @Override
        public String toString() {
            String all = header + ": " + String.join(" | ", lines);
            return all.length() > 80 ? all.substring(0, 80) + "..." : all;
        }
    }

    /** Each lie in each dialect, before the truth, on a line of its own, many times, with inner proxies behind it. */
    static Stream<Lie> lies() {
        return LIES.stream()
                .flatMap(lie -> Stream.of(Dialect.values()).flatMap(dialect -> {
                    String truth = dialect.node(CLIENT);
                    String inner = dialect.node("10.0.0.7");
                    return Stream.of(
                            new Lie(dialect.header, lie + "," + truth),
                            new Lie(dialect.header, lie + " ,\t" + truth + " \t"),
                            new Lie(dialect.header, lie, truth),
                            new Lie(dialect.header, lie, lie, "", truth),
                            new Lie(dialect.header, (lie + ",").repeat(50) + truth),
                            new Lie(dialect.header, lie + ", " + truth + ", " + inner),
                            new Lie(dialect.header, lie + ", " + truth, inner),
                            new Lie(dialect.header, "10.0.0.5, " + lie, truth, inner + "," + inner));
                }));
    }

    static Stream<Arguments> nodes() {
        List<String> good = List.of(
                CLIENT,
                CLIENT,
                "203.0.113.9:80",
                CLIENT,
                "203.0.113.9:65535",
                CLIENT,
                "203.0.113.9:_gazonk",
                CLIENT,
                "0.0.0.0",
                "0.0.0.0",
                "255.255.255.255",
                "255.255.255.255",
                "2001:db8::1",
                "2001:db8::1",
                "2001:DB8::A",
                "2001:db8::a",
                "2001:db8:0:0:0:0:0:1",
                "2001:db8::1",
                "[2001:db8::1]",
                "2001:db8::1",
                "[2001:db8::1]:443",
                "2001:db8::1",
                "[2001:db8::1]:_p",
                "2001:db8::1",
                "[2001:db8::1%eth0]:443",
                "2001:db8::1",
                "fe80::1%eth0",
                "fe80::1",
                "::ffff:203.0.113.9",
                CLIENT,
                "[::ffff:203.0.113.9]:443",
                CLIENT,
                "[::ffff:cb00:7109]",
                CLIENT,
                "1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:203.0.113.9",
                "1:2:3:4:5:6:cb00:7109",
                "1:2:3:4:5:6:7::",
                "1:2:3:4:5:6:7:0",
                "::",
                "::");
        List<String> bad = List.of(
                "unknown",
                "Unknown",
                "_hidden",
                "_",
                "",
                "-",
                "null",
                "localhost",
                "example.org",
                "203.0.113",
                "203.0.113.9.1",
                "203.0.113.256",
                "203.0.113.09",
                "203.0.113.9:",
                "203.0.113.9:x",
                "203.0.113.9:123456",
                "203.0.113.9:_",
                "203.0.113.9:_a/b",
                "203.0.113.9:80:80",
                "203.0.113.9]",
                "[203.0.113.9]",
                "[]",
                "[",
                "]",
                "[:]",
                "[::1",
                "::1]",
                "[::1]x",
                "[::1]:",
                "[::1]:x",
                "[::1]:_",
                "[[::1]]",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "12345::",
                "g::1",
                "::203.0.113.256",
                "203.0.113.9::1",
                "1:2:3:4:5:6:7:203.0.113.9",
                "203.0.113.9%eth0",
                "203.0.113.9/32",
                "2001:db8::/32",
                "203.0.113.9 x",
                "203.0.113.9 80",
                "203.0.113.9\u0000",
                "\u00a0203.0.113.9",
                "\u2003203.0.113.9",
                "203\u00b70.113.9",
                "\u0662\u0660\u0663.0.113.9",
                "\uff12::1",
                "0xcb.0.113.9",
                "3405803785",
                "203.0.113.9;evil",
                "http://203.0.113.9",
                "203.0.113.9" + " ".repeat(70) + "x",
                "2".repeat(65),
                "::%" + "z".repeat(70));
        Stream<Arguments> ok = Stream.iterate(0, i -> i < good.size(), i -> i + 2)
                .map(i -> Arguments.of(good.get(i), good.get(i + 1)));
        return Stream.concat(ok, bad.stream().map(node -> Arguments.of(node, PROXY)));
    }

    private static String[] append(List<String> left, String last) {
        List<String> lines = new ArrayList<>(left);
        lines.add(last);
        return lines.toArray(new String[0]);
    }

    private static String[] withInnerProxies(String[] lines, Dialect dialect) {
        return append(List.of(lines), dialect.node("10.0.0.7") + ", " + dialect.node("10.0.0.8"));
    }

    private static String resolved(String header, @Nullable String peer, String... lines) {
        TestExchange.Builder request = TestExchange.request("GET", "/").peer(peer);
        for (String line : lines) {
            request.header(header, line);
        }
        return Dialect.of(header).resolver.resolve(request.build()).addressText();
    }
}
