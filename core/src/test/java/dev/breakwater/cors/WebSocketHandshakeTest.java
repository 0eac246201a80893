/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import static dev.breakwater.cors.Policies.APP;
import static dev.breakwater.cors.Requests.ask;
import static dev.breakwater.cors.Requests.get;
import static dev.breakwater.cors.Requests.handshake;
import static dev.breakwater.cors.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Verdict;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.cors.CorsDecision.Kind;
import dev.breakwater.cors.CorsDecision.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketHandshakeTest {
    private static final String EVIL = "https://evil.com";

    private final CorsGuard guard = Policies.guard(Policies.credentialed());

    @ParameterizedTest
    @EnumSource
    void of_another_origin_is_refused_whatever_the_policy_does_with_requests(OnDisallowed onDisallowed) {
        CorsGuard either = Policies.guard(Policies.credentialed().onDisallowed(onDisallowed));

        Seen seen = ask(either, handshake(EVIL));

        assertThat(seen.status()).isEqualTo(403);
        assertThat(seen.isBare()).isTrue();
        assertThat(seen.header("Vary")).isEqualTo("Origin, Sec-Fetch-Site");
        assertThat(seen.decision()).isEqualTo(new CorsDecision(Kind.WEBSOCKET, Reason.ORIGIN_NOT_ALLOWED));
    }

    @Test
    void is_refused_with_a_problem() {
        Verdict.Respond refusal =
                (Verdict.Respond) guard.inspect(handshake(EVIL).build());

        assertThat(refusal.reply().text())
                .contains("\"status\":403")
                .contains("Pages of this origin may not open a WebSocket here.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "", "https://app.example.com:443", "http://app.example.com", "wss://app.example.com"})
    void of_what_stands_for_no_allowed_origin_is_refused(String origin) {
        assertThat(ask(guard, handshake(origin)).status()).isEqualTo(403);
    }

    @Test
    void of_several_origins_is_refused() {
        assertThat(ask(guard, handshake(APP, APP)).decision().reason()).isEqualTo(Reason.ORIGIN_UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {APP, "https://a.example.org", "http://localhost:5173"})
    void of_an_allowed_origin_passes(String origin) {
        Seen seen = ask(guard, handshake(origin));

        assertThat(seen.reachesApplication()).isTrue();
        assertThat(seen.decision()).isEqualTo(new CorsDecision(Kind.WEBSOCKET, null));
    }

    @Test
    void without_an_origin_passes_since_it_comes_from_no_page() {
        assertThat(ask(guard, handshake()).reachesApplication()).isTrue();
    }

    @Test
    void of_our_own_pages_passes() {
        assertThat(ask(guard, handshake("https://own.example").authority("own.example"))
                        .reachesApplication())
                .isTrue();
        assertThat(ask(guard, handshake("https://own.example").header("Sec-Fetch-Site", "same-origin"))
                        .reachesApplication())
                .isTrue();
        assertThat(ask(
                                guard,
                                handshake("https://own.example")
                                        .authority("own.example")
                                        .header("Sec-Fetch-Site", "cross-site"))
                        .reachesApplication())
                .isFalse();
    }

    @Test
    void of_anybody_passes_where_the_policy_allows_everybody() {
        CorsGuard open = Policies.guard(Policies.open());

        assertThat(ask(open, handshake(EVIL)).decision()).isEqualTo(new CorsDecision(Kind.WEBSOCKET, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "WebSocket", "WEBSOCKET", "h2c, websocket", "websocket,h2c", "websocket/13"})
    void is_known_by_its_upgrade(String upgrade) {
        assertThat(ask(guard, get(EVIL).header("Upgrade", upgrade)).reachesApplication())
                .isFalse();
    }

    @Test
    void is_known_by_its_upgrade_in_any_line() {
        TestExchange.Builder request = get(EVIL).header("Upgrade", "h2c").header("Upgrade", "websocket");

        assertThat(ask(guard, request).reachesApplication()).isFalse();
    }

    @Test
    void is_known_by_its_method_over_http_2() {
        TestExchange.Builder request = request("CONNECT", EVIL).header("Sec-WebSocket-Version", "13");

        assertThat(ask(guard, request).decision().kind()).isEqualTo(Kind.WEBSOCKET);
        assertThat(ask(guard, request("CONNECT", APP)).reachesApplication()).isTrue();
        assertThat(ask(guard, request("CONNECT")).reachesApplication()).isTrue();
    }

    @Test
    void is_nothing_else() {
        for (TestExchange.Builder request : List.of(
                get(EVIL),
                get(EVIL).header("Upgrade", "h2c"),
                get(EVIL).header("Upgrade", "web socket"),
                request("POST", EVIL).header("Upgrade", "websocket"))) {
            assertThat(ask(guard, request).decision().kind()).isEqualTo(Kind.ACTUAL);
        }
    }
}
