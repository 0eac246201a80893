/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.Completed;
import dev.breakwater.Decision;
import dev.breakwater.ErrorListener;
import dev.breakwater.FaultReporter;
import dev.breakwater.GuardFailed;
import dev.breakwater.Observer;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the error listeners of what was thrown. That a client went away is no failure of anybody's. */
final class ErrorWatch implements Observer {
    private final List<ErrorListener> listeners;
    private final FaultReporter faults;

    ErrorWatch(List<ErrorListener> listeners, FaultReporter faults) {
        this.listeners = List.copyOf(listeners);
        this.faults = faults;
    }

    static void addTo(List<Observer> observers, BreakwaterRuntime.Builder parts) {
        if (!parts.errorListeners.isEmpty()) {
            observers.add(new ErrorWatch(parts.errorListeners, new FaultReporter(parts.time)));
        }
    }

    @Override
    public void on(Decision decision, @Nullable Exchange exchange) {
        Throwable error = error(decision);
        if (error != null) {
            for (ErrorListener listener : listeners) {
                tell(listener, error, exchange);
            }
        }
    }

    private static @Nullable Throwable error(Decision decision) {
        if (decision instanceof GuardFailed failed) {
            return failed.cause();
        }
        if (decision instanceof Completed completed) {
            Outcome outcome = completed.outcome();
            return outcome.kind() == Outcome.Kind.CLIENT_ABORT ? null : outcome.error();
        }
        return null;
    }

    // One that fails keeps the others from nothing.
    private void tell(ErrorListener listener, Throwable error, @Nullable Exchange exchange) {
        try {
            listener.failed(error, exchange);
        } catch (Throwable fault) {
            faults.report("error listener " + listener.getClass().getName(), fault);
        }
    }
}
