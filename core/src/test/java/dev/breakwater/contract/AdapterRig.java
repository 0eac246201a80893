/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Breakwater;
import dev.breakwater.FailureMode;
import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * What the tests of an adapter need: a runtime whose chain lays down header rules of every mode from two guards and does
 * what a test has scripted, a client, and the witness of how each request ended.
 */
public final class AdapterRig {
    /** How the first guard's rules and the second's read on a response that nobody else has touched. */
    public static final String OURS = "ours";

    /** The guard named {@code open}, which fails open. */
    public final ScriptedGuard open = ScriptedGuard.at(Stage.LIMIT, FailureMode.OPEN, "open");

    /** The guard named {@code closed}, which fails closed. */
    public final ScriptedGuard closed = ScriptedGuard.at(Stage.LIMIT, FailureMode.CLOSED, "closed");

    /** The guard named {@code identified}, which decides when the user is known. */
    public final ScriptedGuard identified = ScriptedGuard.identified("identified");

    private final Witness witness = new Witness();
    private final List<String> ids = new CopyOnWriteArrayList<>();
    private final BreakwaterRuntime runtime = BreakwaterRuntime.of(Breakwater.builder()
            .guards(List.of(
                    new RulesGuard("first", Stage.DECORATE, firstRules()),
                    new RulesGuard("second", Stage.ANSWER, secondRules()),
                    open,
                    closed,
                    identified))
            .observers(List.of(witness))
            .build());
    private RawClient client = new RawClient(0);

    private static HeaderRules firstRules() {
        return HeaderRules.of(
                HeaderRule.pin("Test-Pin", OURS),
                HeaderRule.byDefault("Test-Default", OURS),
                HeaderRule.byDefault("Cache-Control", "no-store"),
                HeaderRule.merge("Vary", "Origin"),
                HeaderRule.pin("Test-Pin-Except", OURS).exceptOn3xx(),
                HeaderRule.byDefault("Test-Default-Except", OURS).exceptOn3xx(),
                HeaderRule.merge("Test-Except", OURS).exceptOn3xx(),
                HeaderRule.remove("Test-Removed"));
    }

    private static HeaderRules secondRules() {
        return HeaderRules.of(HeaderRule.pin("Test-Second", OURS), HeaderRule.merge("Vary", "Accept-Language"));
    }

    /** The runtime for the adapter. */
    public BreakwaterRuntime runtime() {
        return runtime;
    }

    /** From now on requests go to this server. */
    public void use(AdapterServer server) {
        client = new RawClient(server.port());
    }

    /** The client, for tests that need the connection. */
    public RawClient client() {
        return client;
    }

    /** A new request's id; the request must be sent. */
    public String nextId() {
        String id = "request-" + ids.size();
        ids.add(id);
        return id;
    }

    /** A request line and the header line that names the request. */
    public static String[] request(String id, String line, String... headers) {
        List<String> lines = new ArrayList<>(List.of(line + " HTTP/1.1", Witness.ID + ": " + id));
        lines.addAll(List.of(headers));
        return lines.toArray(new String[0]);
    }

    /** Sends this request and waits for its end. */
    public Seen send(String line, String... headers) throws IOException {
        return send(nextId(), new byte[0], line, headers);
    }

    /** Sends this request, which a guard meets with what the test says, and waits for its end. */
    public Seen send(ScriptedGuard guard, Function<Exchange, Verdict> decide, String line) throws IOException {
        String id = nextId();
        guard.on(id, decide);
        return send(id, new byte[0], line);
    }

    /** Sends this request and waits for its end. */
    public Seen send(String id, byte[] body, String line, String... headers) throws IOException {
        RawAnswer answer = client.send(body, request(id, line, headers));
        return new Seen(answer, witness.outcomeOf(id));
    }

    /** Waits for the end of a request that was sent by other means. */
    public Outcome outcomeOf(String id) {
        return witness.outcomeOf(id);
    }

    /** Whether this request has ended. */
    public boolean hasEnded(String id) {
        return witness.hasEnded(id);
    }

    /** Checks, when the server has stopped, that each request has ended once. */
    public void assertEachEndedOnce() {
        witness.assertEachEndedOnce(ids);
    }

    /** Checks that the rules stand as they do over a response that nobody else has touched. */
    public static RawAnswer assertHeld(RawAnswer answer) {
        assertThat(answer.header("Test-Pin")).as("PIN").containsExactly(OURS);
        assertThat(answer.header("Test-Second")).as("the second guard's PIN").containsExactly(OURS);
        assertThat(answer.header("Test-Default")).as("DEFAULT").containsExactly(OURS);
        assertThat(answer.elements("Vary")).as("MERGE").containsExactlyInAnyOrder("Origin", "Accept-Language");
        assertThat(answer.header("Cache-Control")).as("DEFAULT").hasSize(1);
        assertThat(answer.header("Cache-Control").get(0)).contains("no-store");
        assertThat(answer.header("Test-Removed")).as("removed").isEmpty();
        for (String name : List.of("Test-Pin-Except", "Test-Default-Except", "Test-Except")) {
            assertThat(answer.header(name)).as(name).isEqualTo(answer.status() / 100 == 3 ? List.of() : List.of(OURS));
        }
        return answer;
    }

    /**
     * One request's two ends.
     *
     * @param answer what the client saw
     * @param outcome what the chain was told
     */
    public record Seen(RawAnswer answer, Outcome outcome) {
        /** Checks the status at both ends, the kind of ending, and that the rules stand. */
        public Seen assertEnded(int status, Outcome.Kind kind) {
            assertThat(answer.status()).as("status sent").isEqualTo(status);
            assertThat(outcome.status()).as("status told").isEqualTo(status);
            assertThat(outcome.kind()).isEqualTo(kind);
            assertThat(outcome.durationNanos()).isPositive();
            assertHeld(answer);
            return this;
        }
    }

    private record RulesGuard(String name, Stage stage, HeaderRules rules) implements Guard {
        @Override
        public Verdict inspect(Exchange exchange) {
            return Verdict.proceed(rules);
        }
    }
}
