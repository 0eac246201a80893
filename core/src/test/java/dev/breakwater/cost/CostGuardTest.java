/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Admission;
import dev.breakwater.Breakwater;
import dev.breakwater.FailureMode;
import dev.breakwater.Guard;
import dev.breakwater.SecurityEvent;
import dev.breakwater.contract.GuardContract;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.BudgetKey;
import dev.breakwater.cost.budget.BudgetLevel;
import dev.breakwater.cost.budget.BudgetUnavailableException;
import dev.breakwater.cost.budget.Budgets;
import dev.breakwater.cost.budget.LocalBudgetStore;
import dev.breakwater.cost.budget.Period;
import dev.breakwater.exchange.Reply;
import dev.breakwater.policy.Mode;
import dev.breakwater.policy.PathPattern;
import dev.breakwater.policy.RequestMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests are refused before any work, and what they are told. */
final class CostGuardTest extends GuardContract {
    private static final String GATED = "/api/decide";
    private static final Budget DAILY =
            Budget.named("daily").limit("1.00 USD").period(Period.DAY).build();
    private static final Budget PER_USER =
            Budget.named("per-user").key(BudgetKey.USER).tokens(100).build();

    private final ManualTime time = new ManualTime();
    private final List<BudgetRefused> told = new ArrayList<>();
    private final Budgets budgets = new Budgets(new LocalBudgetStore(time), (decision, exchange) -> {}, time);

    @Override
    protected Guard guard() {
        return guard(DAILY);
    }

    private CostGuard guard(Budget budget) {
        budgets.use(List.of(budget));
        BudgetGate gate =
                new BudgetGate(budget.name(), RequestMatcher.of(List.of(), List.of(PathPattern.of("/api/**"))));
        return new CostGuard(
                (decision, exchange) -> {}, new BudgetGates(List.of(gate), List.of(budget), budgets::look, time));
    }

    private Breakwater chain(Budget budget) {
        return Breakwater.builder()
                .guards(List.of(guard(budget)))
                .time(time)
                .observers(List.of((decision, exchange) -> {
                    if (decision instanceof BudgetRefused refused) {
                        told.add(refused);
                    }
                }))
                .build();
    }

    @Test
    void whileSomethingIsLeftNothingIsRefused() {
        Breakwater chain = chain(DAILY);
        spend("one", 999_999_999, TestExchange.get(GATED));
        assertThat(status(chain.admit(TestExchange.get(GATED)))).isEqualTo(200);
    }

    @Test
    void whenNothingIsLeftRequestsHearWhichBudgetAndForHowLong() {
        Breakwater chain = chain(DAILY);
        time.advance(Duration.ofHours(23)).advance(Duration.ofMillis(500));
        spend("all", 1_000_000_000, TestExchange.get(GATED));
        Reply reply = refused(chain.admit(TestExchange.get(GATED)));
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.headers())
                .contains(new Reply.Header("Content-Type", "application/problem+json"))
                .contains(new Reply.Header("Retry-After", "3600"));
        assertThat(reply.text())
                .contains("\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\"")
                .contains("\"violated-policies\":[\"daily\"]");
    }

    @Test
    void atTheEndOfTheWindowTheyPassAgain() {
        Breakwater chain = chain(DAILY);
        spend("all", 1_000_000_000, TestExchange.get(GATED));
        assertThat(status(chain.admit(TestExchange.get(GATED)))).isEqualTo(429);
        time.advance(Duration.ofDays(1));
        assertThat(status(chain.admit(TestExchange.get(GATED)))).isEqualTo(200);
    }

    @Test
    void otherPathsPassAndEndInTheirFallbacks() {
        Breakwater chain = chain(DAILY);
        spend("all", 1_000_000_000, TestExchange.get(GATED));
        assertThat(status(chain.admit(TestExchange.get("/other")))).isEqualTo(200);
    }

    @Test
    void inShadowModeNobodyIsRefused() {
        Breakwater chain =
                chain(Budget.named("daily").limit("1.00 USD").mode(Mode.SHADOW).build());
        spend("all", 2_000_000_000, TestExchange.get(GATED));
        assertThat(status(chain.admit(TestExchange.get(GATED)))).isEqualTo(200);
    }

    @Test
    void whoeverIsKnownOnlyBehindAuthenticationIsRefusedThereAndNobodyElse() {
        Breakwater chain = chain(PER_USER);
        spend("hers", 0, TestExchange.get(GATED).identifiedAs("alice"));
        assertThat(identified(chain, "alice")).isEqualTo(429);
        assertThat(identified(chain, "bob")).isEqualTo(200);
        assertThat(refused(lastAdmission).text()).doesNotContain("alice");
    }

    private Admission lastAdmission;

    private int identified(Breakwater chain, String user) {
        TestExchange exchange = TestExchange.get(GATED);
        Admission admission = chain.admit(exchange);
        assertThat(status(admission)).isEqualTo(200);
        exchange.identifiedAs(user);
        admission.identify();
        int status = status(admission);
        if (status == 429) {
            lastAdmission = admission;
        }
        return status;
    }

    @Test
    void theFirstRefusalOfAWindowIsNewsToThoseWhoWatch() {
        Breakwater chain = chain(DAILY);
        spend("all", 1_000_000_000, TestExchange.get(GATED));
        chain.admit(TestExchange.get(GATED));
        chain.admit(TestExchange.get(GATED));
        time.advance(Duration.ofDays(1));
        spend("again", 1_000_000_000, TestExchange.get(GATED));
        chain.admit(TestExchange.get(GATED));
        assertThat(told)
                .extracting(BudgetRefused::securityEvent)
                .containsExactly(
                        SecurityEvent.EXCESS_RATE_LIMIT_EXCEEDED, null, SecurityEvent.EXCESS_RATE_LIMIT_EXCEEDED);
    }

    @Test
    void aStoreThatTakesItsTimeIsAwaited() {
        CompletableFuture<BudgetLevel> answer = new CompletableFuture<>();
        BudgetGate gate = new BudgetGate("daily", RequestMatcher.all());
        CostGuard guard = new CostGuard(
                (decision, exchange) -> {},
                new BudgetGates(List.of(gate), List.of(DAILY), (exchange, which) -> answer, time));
        Admission admission = Breakwater.of(List.of(guard)).admit(TestExchange.get(GATED));
        assertThat(admission.isDecided()).isFalse();
        answer.complete(new BudgetLevel(
                DAILY, "*", 1_000_000_000, 0, time.now(), time.now().plusSeconds(60)));
        assertThat(status(admission)).isEqualTo(429);
    }

    @Test
    void whileNobodyKnowsWhatIsLeftTheFaultIsNotTheClients() {
        BudgetGate gate = new BudgetGate("daily", RequestMatcher.all());
        BudgetUnavailableException away = new BudgetUnavailableException("daily", "away");
        CostGuard guard = new CostGuard(
                (decision, exchange) -> {},
                new BudgetGates(
                        List.of(gate),
                        List.of(DAILY),
                        (exchange, which) -> CompletableFuture.failedFuture(away),
                        time));
        Reply reply = refused(Breakwater.of(List.of(guard)).admit(TestExchange.get(GATED)));
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.headers()).contains(new Reply.Header("Retry-After", "5"));
        assertThat(reply.text()).contains("budget daily").doesNotContain("away");
    }

    @Test
    void aLookThatFailsRefuses() {
        BudgetGate gate = new BudgetGate("daily", RequestMatcher.all());
        CostGuard guard = new CostGuard(
                (decision, exchange) -> {},
                new BudgetGates(
                        List.of(gate),
                        List.of(DAILY),
                        (exchange, which) -> CompletableFuture.failedFuture(new IllegalStateException("broken")),
                        time));
        assertThat(status(Breakwater.of(List.of(guard)).admit(TestExchange.get(GATED))))
                .isEqualTo(503);
    }

    @ParameterizedTest
    @CsvSource({"true, CLOSED", "false, OPEN"})
    void itFailsClosedWhereItHasToRefuse(boolean gated, FailureMode mode) {
        Guard guard = gated ? guard() : new CostGuard((decision, exchange) -> {});
        assertThat(guard.failureMode()).isEqualTo(mode);
    }

    private void spend(String id, long nanoUsd, TestExchange exchange) {
        assertThat(budgets.charge(id, nanoUsd, 100, "gemini-2.5-flash", exchange)
                        .answer())
                .isCompleted();
    }

    private static int status(Admission admission) {
        assertThat(admission.isDecided()).isTrue();
        Reply reply = admission.reply();
        return reply == null ? 200 : reply.status();
    }

    private static Reply refused(Admission admission) {
        return Objects.requireNonNull(admission.reply());
    }
}
