/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Admission;
import dev.breakwater.ErrorListener;
import dev.breakwater.FailureMode;
import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorListenersTest {
    private static final Exception THROWN = new IllegalStateException("thrown");

    private final List<Throwable> heard = new ArrayList<>();
    private final List<Exchange> requests = new ArrayList<>();

    private void hear(Throwable error, Exchange exchange) {
        heard.add(error);
        requests.add(exchange);
    }

    private BreakwaterRuntime runtime(List<Guard> guards, ErrorListener... listeners) {
        return BreakwaterRuntime.builder(Layers.of(Layer.of("test", Map.of("rate-limit.enabled", "false"))))
                .eventSink((level, line) -> {})
                .guards(guards)
                .errorListeners(List.of(listeners))
                .start();
    }

    private void end(Outcome.Kind kind, Throwable error) {
        try (BreakwaterRuntime runtime = runtime(List.of(), this::hear)) {
            Admission admission = runtime.chain().admit(TestExchange.get("/")).await();
            admission.complete(new Outcome(500, kind, 1, null, error));
            admission.complete(new Outcome(500, kind, 1, null, error));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CLIENT_ABORT")
    void hearOnceOfWhatWasThrown(Outcome.Kind kind) {
        end(kind, THROWN);

        assertThat(heard).containsExactly(THROWN);
        assertThat(requests.get(0).path()).isEqualTo("/");
    }

    @Test
    void hearNothingOfClientsThatWentAway() {
        end(Outcome.Kind.CLIENT_ABORT, THROWN);

        assertThat(heard).isEmpty();
    }

    @Test
    void hearNothingWhereNothingWasThrown() {
        end(Outcome.Kind.ERROR, null);

        assertThat(heard).isEmpty();
    }

    @Test
    void hearOfGuardsThatFail() {
        RuntimeException fault = new IllegalStateException("a guard's");
        Guard failing = new Guard() {
            @Override
            public String name() {
                return "failing";
            }

            @Override
            public Stage stage() {
                return Stage.LIMIT;
            }

            @Override
            public FailureMode failureMode() {
                return FailureMode.OPEN;
            }

            @Override
            public Verdict inspect(Exchange exchange) {
                throw fault;
            }
        };
        try (BreakwaterRuntime runtime = runtime(List.of(failing), this::hear)) {
            runtime.chain()
                    .admit(TestExchange.get("/"))
                    .await()
                    .complete(new Outcome(200, Outcome.Kind.OK, 1, null, null));
        }

        assertThat(heard).containsExactly(fault);
    }

    @Test
    void thatFailKeepNeitherTheOthersNorTheRequestFromAnything() {
        ErrorListener failing = (error, exchange) -> {
            throw new AssertionError("a listener's");
        };
        try (BreakwaterRuntime runtime = runtime(List.of(), failing, this::hear)) {
            Admission admission = runtime.chain().admit(TestExchange.get("/")).await();

            assertThat(admission.complete(new Outcome(500, Outcome.Kind.ERROR, 1, null, THROWN)))
                    .isTrue();
            assertThat(runtime.requestLogCounts().written()).isEqualTo(1);
        }
        assertThat(heard).containsExactly(THROWN);
    }

    @Test
    void andCountsOfEventsOutliveSettings() {
        try (BreakwaterRuntime runtime = runtime(List.of())) {
            for (int i = 0; i < 3; i++) {
                runtime.chain()
                        .admit(TestExchange.get("/"))
                        .await()
                        .complete(new Outcome(200, Outcome.Kind.OK, 1, null, null));
                runtime.replace(dev.breakwater.config.BreakwaterSettings.read(
                        Layers.of(Layer.of("test", Map.of("rate-limit.enabled", "false")))));
            }

            assertThat(runtime.requestLogCounts().written()).isEqualTo(3);
        }
    }
}
