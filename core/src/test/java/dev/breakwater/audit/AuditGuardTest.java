/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Admission;
import dev.breakwater.Breakwater;
import dev.breakwater.Decision;
import dev.breakwater.Guard;
import dev.breakwater.SecurityEvent;
import dev.breakwater.contract.GuardContract;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("minimal")
class AuditGuardTest extends GuardContract {
    private final ManualTime time = new ManualTime();
    private final List<Decision> heard = new CopyOnWriteArrayList<>();
    private final Breakwater chain = Breakwater.builder()
            .guards(List.of(new AuditGuard((decision, exchange) -> heard.add(decision), time)))
            .observers(List.of((decision, exchange) -> heard.add(decision)))
            .build();

    @Override
    protected Guard guard() {
        return new AuditGuard((decision, exchange) -> {}, new ManualTime());
    }

    private void end(Exchange exchange, int status) {
        Admission admission = chain.admit(exchange);
        admission.complete(new Outcome(status, Outcome.Kind.OK, 1, null, null));
    }

    private List<SecurityEvent> events() {
        return heard.stream()
                .map(Decision::securityEvent)
                .filter(Objects::nonNull)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sqlmap/1.8#stable (https://sqlmap.org)",
                "Mozilla/5.00 (Nikto/2.5.0) (Evasions:None)",
                "Mozilla/5.0 zgrab/0.x",
                "WPScan v3.8.25",
                "gobuster/3.6",
                "Mozilla/5.0 (compatible; Nuclei - Open-source project)"
            })
    void toolsThatSayWhatTheyAreAreMarkedAndNotRefused(String userAgent) {
        Exchange exchange =
                TestExchange.request("GET", "/").header("User-Agent", userAgent).build();

        Admission admission = chain.admit(exchange);

        assertThat(admission.reply()).isNull();
        assertThat(events()).containsExactly(SecurityEvent.MALICIOUS_ATTACK_TOOL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "curl/8.5.0",
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
                "Apache-HttpClient/5.3 (Java/17)"
            })
    void othersAreNot(String userAgent) {
        end(TestExchange.request("GET", "/").header("User-Agent", userAgent).build(), 200);

        assertThat(events()).isEmpty();
    }

    @Test
    void whoeverFindsNothingManyTimesIsNoticedOnceAMinute() {
        for (int i = 0; i < 50; i++) {
            end(TestExchange.get("/" + i), 404);
            end(TestExchange.get("/" + i), 200);
        }
        assertThat(events()).isEmpty();

        for (int i = 0; i < 500; i++) {
            end(TestExchange.get("/" + i), 404);
        }
        assertThat(events()).containsExactly(SecurityEvent.MALICIOUS_EXCESS_404);

        time.advance(Duration.ofMinutes(1));
        for (int i = 0; i < 51; i++) {
            end(TestExchange.get("/" + i), 404);
        }
        assertThat(events()).hasSize(2);
    }

    @Test
    void manyCallersWhoMissALittleAreNobodysNews() {
        for (int i = 0; i < 20_000; i++) {
            end(
                    TestExchange.request("GET", "/x")
                            .peer("10.0." + (i >> 8 & 255) + "." + (i & 255))
                            .build(),
                    404);
        }

        assertThat(events()).isEmpty();
    }
}
