/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.caller.CallerResolver;
import dev.breakwater.caller.Cidr;
import dev.breakwater.caller.ForwardedHeader;
import dev.breakwater.caller.TrustedProxies;
import dev.breakwater.contract.GuardContract;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.HeaderRules;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SecurityHeadersGuardTest extends GuardContract {
    private static final String HSTS = "Strict-Transport-Security";
    private static final String PROXY = "192.0.2.9";

    private final SecurityHeadersGuard guard = new SecurityHeadersGuard(HeadersPolicy.of(HeadersPreset.API));

    @Override
    protected Guard guard() {
        return new SecurityHeadersGuard(HeadersPolicy.of(HeadersPreset.API));
    }

    private HeaderRules rules(TestExchange.Builder request) {
        return ((Verdict.Proceed) guard.inspect(request.build())).rules();
    }

    private static CallerResolver trusting(ForwardedHeader header) {
        return CallerResolver.of(TrustedProxies.of(List.of(Cidr.parse(PROXY + "/32")), header), 64);
    }

    @Test
    void it_decorates_before_anything_can_answer() {
        assertThat(guard.name()).isEqualTo("security-headers");
        assertThat(guard.stage()).isEqualTo(Stage.DECORATE);
    }

    @Test
    void http_gets_everything_but_hsts() {
        HeaderRules plain = rules(TestExchange.request("GET", "/"));
        HeaderRules secure = rules(TestExchange.request("GET", "/").scheme("https"));

        assertThat(plain.find(HSTS)).isNull();
        assertThat(secure.find(HSTS)).isNotNull();
        assertThat(plain.size()).isEqualTo(secure.size() - 1);
    }

    @Test
    void tls_at_a_trusted_proxy_counts() {
        HeaderRules forwardedFor = rules(TestExchange.request("GET", "/")
                .peer(PROXY)
                .callers(trusting(ForwardedHeader.X_FORWARDED_FOR))
                .header("X-Forwarded-For", "198.51.100.1")
                .header("X-Forwarded-Proto", "https"));
        HeaderRules forwarded = rules(TestExchange.request("GET", "/")
                .peer(PROXY)
                .callers(trusting(ForwardedHeader.FORWARDED))
                .header("Forwarded", "for=198.51.100.1;proto=https"));

        assertThat(forwardedFor.find(HSTS)).isNotNull();
        assertThat(forwarded.find(HSTS)).isNotNull();
    }

    @Test
    void tls_that_anybody_else_claims_does_not() {
        HeaderRules stranger = rules(TestExchange.request("GET", "/")
                .callers(trusting(ForwardedHeader.X_FORWARDED_FOR))
                .header("X-Forwarded-For", "198.51.100.1")
                .header("X-Forwarded-Proto", "https"));

        assertThat(stranger.find(HSTS)).isNull();
    }

    @Test
    void requests_share_their_verdicts() {
        TestExchange one = TestExchange.get("/a");
        TestExchange other = TestExchange.get("/b");

        assertThat(guard.inspect(one)).isSameAs(guard.inspect(other));
    }
}
