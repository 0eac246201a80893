/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.Completed;
import dev.breakwater.Decision;
import dev.breakwater.Observer;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Remembers how each request ended. Requests are told apart by their header {@value #ID}. Safe for use by many threads.
 */
public final class Witness implements Observer {
    /** The header that names a request. */
    public static final String ID = "Test-Id";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<String, List<Outcome>> outcomes = new ConcurrentHashMap<>();

    @Override
    public void on(Decision decision, @Nullable Exchange exchange) {
        if (decision instanceof Completed completed && exchange != null) {
            String id = String.valueOf(exchange.header(ID));
            // In one step: who waits for the end looks at it as soon as it is there.
            outcomes.merge(id, List.of(completed.outcome()), Witness::joined);
        }
    }

    private static List<Outcome> joined(List<Outcome> ends, List<Outcome> more) {
        return Stream.concat(ends.stream(), more.stream()).toList();
    }

    /** Waits until this request has ended, and says how. */
    public Outcome outcomeOf(String id) {
        await("the end of request " + id)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(PATIENCE)
                .until(() -> outcomes.containsKey(id));
        return outcomes.get(id).get(0);
    }

    /** Whether this request has ended. */
    public boolean hasEnded(String id) {
        return outcomes.containsKey(id);
    }

    /** Checks, when all is over, that no request ended twice and none ended without having been asked for. */
    public void assertEachEndedOnce(Iterable<String> ids) {
        assertThat(outcomes.keySet()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(outcomes).allSatisfy((id, ends) -> assertThat(ends).as(id).hasSize(1));
    }
}
