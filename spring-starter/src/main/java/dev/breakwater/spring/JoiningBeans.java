/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.ErrorListener;
import dev.breakwater.Guard;
import dev.breakwater.Observer;
import dev.breakwater.caller.CallerVerifier;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.metrics.Meters;
import dev.breakwater.ratelimit.PlanResolver;
import dev.breakwater.ratelimit.RateLimitStore;
import dev.breakwater.report.ReadinessCheck;
import dev.breakwater.requestlog.EventSink;
import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.runtime.SharedStateProvider;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.beans.factory.ListableBeanFactory;

/** The application's beans that join a runtime: of some types all, in their order, of others the one there may be. */
final class JoiningBeans {
    private final ListableBeanFactory beans;

    JoiningBeans(ListableBeanFactory beans) {
        this.beans = beans;
    }

    BreakwaterRuntime.Builder join(BreakwaterRuntime.Builder runtime) {
        runtime.guards(all(Guard.class))
                .observers(observers())
                .healthChecks(all(HealthCheck.class))
                .readinessChecks(all(ReadinessCheck.class))
                .errorListeners(all(ErrorListener.class));
        one(CallerVerifier.class, runtime::verifier);
        one(RateLimitStore.class, runtime::rateLimitStore);
        one(SharedStateProvider.class, runtime::sharedState);
        one(PlanResolver.class, runtime::plans);
        one(EventSink.class, runtime::eventSink);
        one(Meters.class, runtime::meters);
        return runtime;
    }

    // Meters observe too, and what hears twice counts twice.
    private List<Observer> observers() {
        return all(Observer.class).stream()
                .filter(observer -> !(observer instanceof Meters))
                .toList();
    }

    private <T> List<T> all(Class<T> type) {
        return beans.getBeanProvider(type).orderedStream().toList();
    }

    private <T> void one(Class<T> type, Consumer<T> joins) {
        beans.getBeanProvider(type).ifAvailable(joins);
    }
}
