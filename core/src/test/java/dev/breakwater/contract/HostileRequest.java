/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.contract;

import java.util.function.Supplier;

/** Requests that a guard must survive: what a careless or an ill-meaning client sends, and what web stacks leave out. */
public enum HostileRequest {
    /** Nothing special; what the others are compared with. */
    ORDINARY(() -> TestExchange.request("GET", "/")),
    /** A connection without a peer address, as from a Unix socket. */
    NO_PEER(() -> TestExchange.request("GET", "/").peer(null)),
    /** A peer that is no address. */
    ODD_PEER(() -> TestExchange.request("GET", "/").peer("not an address\r\n")),
    /** HTTP/1.0 without a Host. */
    NO_AUTHORITY(() -> TestExchange.request("GET", "/")
            .protocol("HTTP/1.0")
            .authority(null)
            .query(null)),
    /** An authority that is none. */
    ODD_AUTHORITY(() -> TestExchange.request("GET", "/").authority("[::1\u0000:80:90]@\r\n")),
    /** A method nobody knows, with control characters. */
    ODD_METHOD(() -> TestExchange.request("\u0007BREW\u2615", "/")),
    /** An empty method and an empty path. */
    EMPTY(() -> TestExchange.request("", "").query("").authority("")),
    /** {@code OPTIONS *} is about the server, not about a path, RFC 9110 section 9.3.7. */
    SERVER_WIDE_OPTIONS(() -> TestExchange.request("OPTIONS", "*")),
    /** A preflight whose headers are no headers. */
    PREFLIGHT(() -> TestExchange.request("OPTIONS", "/api")
            .header("Origin", "https://\u00e9vil.example\u0000")
            .header("Access-Control-Request-Method", "\r\nX: y")
            .header("Access-Control-Request-Headers", ",,,\u2028,a b,")),
    /** A path with line breaks, NUL, a lone surrogate and half an escape. */
    ODD_PATH(() -> TestExchange.request("GET", "/a\r\nSet-Cookie: x=1/\u0000/\ud800/..//;v=1/%zz")
            .query("q=%&=&&\r\n\u0000\ud800")),
    /** A path of 100 KB in one segment. */
    LONG_PATH(() -> TestExchange.request("GET", "/" + "a".repeat(100_000)).query("b".repeat(100_000))),
    /** A path of fifty thousand segments. */
    DEEP_PATH(() -> TestExchange.request("GET", "/a".repeat(50_000))),
    /** Headers with line breaks, NUL and bytes beyond ASCII in names and values. */
    ODD_HEADERS(() -> TestExchange.request("POST", "/api")
            .header("X-API-Key", "\u0000\u00ff\r\n\t")
            .header("Authorization", "Bearer \u00e9\u0000\r\nX: y")
            .header("Cookie", "=;=;\u0000")
            .header("Content-Type", ";;;=\u0000")
            .header("Accept", "*/*;q=9,,\r\n")
            .header("X-Request-Id", "a\r\nb\u2028")
            .header("\u0000\r\n: ", "no name")
            .header("", "")),
    /** Forwarding headers that are not what they should be. */
    ODD_FORWARDING(() -> TestExchange.request("GET", "/")
            .header("X-Forwarded-For", ",,[::1,999.1.1.1,\u0000")
            .header("Forwarded", "for=\"[;=\\")
            .header("X-Forwarded-Proto", "\r\n")
            .header("X-Forwarded-Host", "\u0000")),
    /** One header line of 100 KB. */
    LONG_HEADER(() -> TestExchange.request("GET", "/")
            .header("X-API-Key", "k".repeat(100_000))
            .header("Origin", "https://" + "o".repeat(100_000))
            .header("X-Request-Id", "r".repeat(100_000))
            .header("Cookie", "c=".repeat(50_000))),
    /** Three thousand header lines. */
    MANY_HEADERS(() -> {
        TestExchange.Builder request = TestExchange.request("GET", "/");
        for (int i = 0; i < 1_000; i++) {
            request.header("X-" + i, "v")
                    .header("Origin", "https://" + i + ".example")
                    .header("X-API-Key", "k" + i);
        }
        return request;
    }),
    /** A user whose name is no name. */
    ODD_USER(() -> TestExchange.request("GET", "/").user("\u0000\r\n\ud800".repeat(1_000)));

    private final TestExchange.Builder request;

    HostileRequest(Supplier<TestExchange.Builder> request) {
        this.request = request.get();
    }

    /** A new exchange with this request. */
    public TestExchange exchange() {
        return request.build();
    }
}
