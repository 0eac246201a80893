/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Guard;
import dev.breakwater.Verdict;
import dev.breakwater.contract.GuardContract;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.Reply;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("minimal")
class OperatorGuardTest extends GuardContract {
    private boolean operator = true;

    @Override
    protected Guard guard() {
        return new OperatorGuard(
                exchange -> operator,
                Map.of("/breakwater/offenders", asked -> Reply.of(200, "application/json", "{\"offenders\":[]}")));
    }

    @Test
    void operatorsAreAnswered() {
        Verdict verdict = ask("GET", "/breakwater/offenders");

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Respond.class, respond -> {
            assertThat(respond.reply().status()).isEqualTo(200);
            assertThat(respond.reply().text()).isEqualTo("{\"offenders\":[]}");
            assertThat(respond.reply().headers())
                    .contains(new Reply.Header("Content-Type", "application/json"))
                    .contains(new Reply.Header("Cache-Control", "no-store"));
        });
    }

    @Test
    void othersPassOnToTheApplication() {
        operator = false;

        assertThat(ask("GET", "/breakwater/offenders")).isEqualTo(Verdict.proceed());
        assertThat(ask("DELETE", "/breakwater/offenders")).isEqualTo(Verdict.proceed());
    }

    @Test
    void nothingIsChanged() {
        assertThat(ask("POST", "/breakwater/offenders"))
                .isInstanceOfSatisfying(
                        Verdict.Respond.class,
                        respond -> assertThat(respond.reply().status()).isEqualTo(405));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/breakwater", "/breakwater/offenders/", "/breakwater/offendersx", "/x/offenders"})
    void otherPathsAreTheApplications(String path) {
        assertThat(ask("GET", path)).isEqualTo(Verdict.proceed());
    }

    private Verdict ask(String method, String path) {
        return guard().inspect(TestExchange.request(method, path).build());
    }
}
