/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.health.DiskSpaceCheck;
import dev.breakwater.health.HealthAggregator;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthCheck.Scope;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.env.Environment;

/**
 * Moves the application's health indicators into the background, where they run as our own checks do, and lets Actuator
 * read what they found. It does so when the context is refreshed, since before that an indicator may look at what has not
 * been started; and once more when the application is ready, for those that were registered meanwhile. What is reached
 * over a network is shared with other instances. Safe for use by many threads.
 *
 * @param <C> a contributor
 * @param <H> what an indicator finds
 */
final class BackgroundIndicators<C, H> implements ApplicationListener<ApplicationEvent>, BackgroundNames {
    private static final String DISK = "DiskSpaceHealthIndicator";
    private static final Set<String> LOCAL = Set.of(DISK, "PingHealthIndicator");

    private final BreakwaterRuntime runtime;
    private final ApplicationContext context;
    private final ActuatorTypes<C, H> types;
    private final boolean isWanted;
    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final Set<Object> ours = ConcurrentHashMap.newKeySet();

    BackgroundIndicators(
            BreakwaterRuntime runtime, ApplicationContext context, Environment environment, ActuatorTypes<C, H> types) {
        this.runtime = runtime;
        this.context = context;
        this.types = types;
        isWanted = !environment
                .getProperty("breakwater.health.indicators", "")
                .strip()
                .equalsIgnoreCase("false");
    }

    @Override
    public boolean contains(String name) {
        return names.contains(name);
    }

    @Override
    public void onApplicationEvent(ApplicationEvent event) {
        boolean isRefreshed = event instanceof ContextRefreshedEvent && context.equals(event.getSource());
        if (isWanted && (isRefreshed || event instanceof ApplicationReadyEvent)) {
            Vitals.health(runtime).ifPresent(this::move);
        }
    }

    private void move(HealthAggregator aggregator) {
        types.registered().forEach((name, contributor) -> {
            C other = moved(name, contributor, aggregator);
            if (other != null) {
                types.replace(name, other);
            }
        });
    }

    /** What takes the contributor's place, or null if it stays as it is. */
    private @Nullable C moved(String name, C contributor, HealthAggregator aggregator) {
        if (ours.contains(contributor) || contributor instanceof OwnComponents) {
            return null;
        }
        Callable<@Nullable H> indicator = types.indicator(contributor);
        C other = indicator == null
                ? movedMembers(name, contributor, aggregator)
                : movedIndicator(name, contributor, indicator, aggregator);
        if (other != null) {
            ours.add(other);
        }
        return other;
    }

    private @Nullable C movedMembers(String name, C composite, HealthAggregator aggregator) {
        Map<String, C> others = new LinkedHashMap<>();
        types.members(composite).forEach((member, contributor) -> {
            C other = moved(name + '-' + member, contributor, aggregator);
            if (other != null) {
                others.put(member, other);
            }
        });
        return others.isEmpty() ? null : types.composite(composite, others);
    }

    private @Nullable C movedIndicator(
            String name, C contributor, Callable<@Nullable H> indicator, HealthAggregator aggregator) {
        Class<?> type = contributor.getClass();
        Scope scope = isBoots(LOCAL, type) ? Scope.LOCAL : Scope.SHARED;
        // What fills one instance's volume fills all of them, and none of them would be left.
        boolean isDisk = isBoots(Set.of(DISK), type);
        IndicatorCheck<H> check = new IndicatorCheck<>(
                CheckNames.free(name, "indicator", aggregator),
                scope,
                !isDisk,
                indicator,
                types,
                () -> Vitals.health(runtime));
        names.add(check.name());
        if (aggregator.register(check)) {
            if (isDisk) {
                giveWay(aggregator);
            }
            return types.answering(check);
        }
        names.remove(check.name());
        return null;
    }

    /** One look at the disk is enough: ours goes, unless it is one of the application's own. */
    private void giveWay(HealthAggregator aggregator) {
        String ours = DiskSpaceCheck.ofWorkingDirectory().name();
        boolean isOwn = context.getBeanProvider(HealthCheck.class).stream()
                .anyMatch(check -> check.name().equalsIgnoreCase(ours));
        if (!isOwn) {
            aggregator.unregister(ours);
        }
    }

    private static boolean isBoots(Set<String> names, Class<?> type) {
        return type.getName().startsWith("org.springframework.boot.") && names.contains(type.getSimpleName());
    }
}
