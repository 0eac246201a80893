/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Admission;
import dev.breakwater.Breakwater;
import dev.breakwater.Completed;
import dev.breakwater.Completion;
import dev.breakwater.Decision;
import dev.breakwater.Guard;
import dev.breakwater.GuardFailed;
import dev.breakwater.Verdict;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.HeaderSyntax;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every guard must do, whatever it protects. The test of each guard extends this class:
 *
 * <pre>{@code
 * final class MyGuardTest extends GuardContract {
 *     @Override
 *     protected Guard guard() {
 *         return MyGuard.of(policy);
 *     }
 * }
 * }</pre>
 */
public abstract class GuardContract {
    private static final int THREADS = 8;
    private static final int ROUNDS = 50;

    // Fields of the connection and of the body's framing belong to the web stack, RFC 9110 sections 6.4.1 and 7.6.1.
    private static final Set<String> NOT_OURS =
            Set.of("connection", "content-length", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade");

    /** For tests of guards. */
    protected GuardContract() {}

    /** A new guard, configured so that it has something to do for most requests. */
    protected abstract Guard guard();

    @Test
    final void its_name_is_lower_case_with_dashes_and_always_the_same() {
        Guard guard = guard();

        assertThat(guard.name()).matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
        assertThat(guard.name()).isEqualTo(guard.name()).isEqualTo(guard().name());
    }

    @Test
    final void its_stage_and_failure_mode_are_known_and_always_the_same() {
        Guard guard = guard();

        assertThat(guard.stage()).isNotNull().isEqualTo(guard.stage()).isEqualTo(guard().stage());
        assertThat(guard.failureMode()).isNotNull().isEqualTo(guard.failureMode());
        assertThat(guard.needsIdentity()).isEqualTo(guard.needsIdentity());
    }

    @ParameterizedTest
    @EnumSource
    final void it_has_a_verdict_on_every_request_however_hostile(HostileRequest request) throws Exception {
        for (Verdict verdict : verdicts(guard(), request)) {
            assertThat(verdict).isInstanceOfAny(Verdict.Proceed.class, Verdict.Respond.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    final void the_headers_it_asks_for_are_legal_and_leave_the_framing_alone(HostileRequest request) throws Exception {
        for (Verdict verdict : verdicts(guard(), request)) {
            for (HeaderRule rule : rules(verdict)) {
                assertLegal(rule.name(), rule.value() == null ? "" : rule.value());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    final void its_answers_are_legal_and_as_long_as_they_say(HostileRequest request) throws Exception {
        for (Verdict verdict : verdicts(guard(), request)) {
            if (verdict instanceof Verdict.Respond respond) {
                assertLegal(respond.reply());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    final void its_decisions_describe_themselves_without_control_characters(HostileRequest request) throws Exception {
        for (Verdict verdict : verdicts(guard(), request)) {
            Decision decision = decision(verdict);
            if (decision != null) {
                decision.describe(new StrictFields());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    final void what_it_does_at_the_end_never_throws(HostileRequest request) throws Exception {
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            Guard guard = guard();
            TestExchange exchange = request.exchange();
            for (Verdict verdict : verdicts(guard, exchange)) {
                Completion completion = verdict instanceof Verdict.Proceed proceed ? proceed.completion() : null;
                if (completion != null) {
                    completion.completed(exchange, outcome(kind));
                }
            }
        }
    }

    @Test
    final void it_serves_eight_threads_at_once() throws Exception {
        List<Decision> heard = new CopyOnWriteArrayList<>();
        Breakwater chain = Breakwater.builder()
                .guards(List.of(guard()))
                .observers(List.of((decision, exchange) -> {
                    if (decision instanceof GuardFailed || decision instanceof Completed) {
                        heard.add(decision);
                    }
                }))
                .build();

        int requests = together(() -> {
            int count = 0;
            for (int round = 0; round < ROUNDS; round++) {
                for (HostileRequest request : HostileRequest.values()) {
                    pass(chain, request.exchange());
                    count++;
                }
            }
            return count;
        });

        assertThat(heard).hasSize(requests).hasOnlyElementsOfType(Completed.class);
    }

    private static void pass(Breakwater chain, TestExchange exchange) {
        Admission admission = chain.admit(exchange).await();
        admission.identify().await().complete(outcome(Outcome.Kind.OK));
    }

    private static int together(Callable<Integer> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                results.add(threads.submit(() -> {
                    start.await();
                    return work.call();
                }));
            }
            int sum = 0;
            for (Future<Integer> result : results) {
                sum += result.get(1, TimeUnit.MINUTES);
            }
            return sum;
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Verdict> verdicts(Guard guard, HostileRequest request) throws Exception {
        return verdicts(guard, request.exchange());
    }

    private static List<Verdict> verdicts(Guard guard, TestExchange exchange) throws Exception {
        List<Verdict> verdicts = new ArrayList<>();
        verdicts.add(decided(guard.inspect(exchange)));
        if (guard.needsIdentity()) {
            verdicts.add(decided(guard.inspectIdentified(exchange)));
        }
        return verdicts;
    }

    private static Verdict decided(Verdict verdict) throws Exception {
        if (verdict instanceof Verdict.Pending pending) {
            CompletionStage<? extends Verdict> stage = pending.verdict();
            return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
        return verdict;
    }

    private static HeaderRules rules(Verdict verdict) {
        if (verdict instanceof Verdict.Proceed proceed) {
            return proceed.rules();
        }
        return verdict instanceof Verdict.Respond respond ? respond.rules() : HeaderRules.none();
    }

    private static Decision decision(Verdict verdict) {
        if (verdict instanceof Verdict.Proceed proceed) {
            return proceed.decision();
        }
        return verdict instanceof Verdict.Respond respond ? respond.decision() : null;
    }

    private static Outcome outcome(Outcome.Kind kind) {
        Throwable error = kind == Outcome.Kind.OK ? null : new IllegalStateException("planned");
        return new Outcome(kind == Outcome.Kind.OK ? 200 : 500, kind, 1_000_000, null, error);
    }

    private static void assertLegal(Reply reply) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        reply.writeTo(body);

        assertThat(reply.status()).isBetween(200, 599);
        assertThat(body.size()).isEqualTo(reply.length());
        for (Reply.Header header : reply.headers()) {
            assertLegal(header.name(), header.value());
        }
    }

    private static void assertLegal(String name, String value) {
        assertThat(HeaderSyntax.isToken(name)).as("name %s", name).isTrue();
        assertThat(HeaderSyntax.isValue(value)).as("value of %s", name).isTrue();
        assertThat(NOT_OURS).doesNotContain(name.toLowerCase(Locale.ROOT));
    }

    private static final class StrictFields implements Decision.Fields {
        @Override
        public void put(String name, String value) {
            assertName(name);
            assertThat(value.chars().noneMatch(Character::isISOControl))
                    .as(name)
                    .isTrue();
        }

        @Override
        public void put(String name, long value) {
            assertName(name);
        }

        private static void assertName(String name) {
            assertThat(name).matches("[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*");
        }
    }
}
