/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.health.ComponentHealth;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.availability.AvailabilityStateHealthIndicator;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthContributorRegistry;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.HttpCodeStatusMapper;
import org.springframework.boot.actuate.health.NamedContributor;

/** Actuator's types before Boot 4. */
final class Boot3Health implements ActuatorTypes<HealthContributor, Health> {
    private final ObjectProvider<HealthContributorRegistry> registry;
    private final ObjectProvider<HttpCodeStatusMapper> mapper;

    Boot3Health(ObjectProvider<HealthContributorRegistry> registry, ObjectProvider<HttpCodeStatusMapper> mapper) {
        this.registry = registry;
        this.mapper = mapper;
    }

    @Override
    public Map<String, HealthContributor> registered() {
        HealthContributorRegistry known = registry.getIfAvailable();
        return known == null ? Map.of() : byName(known.stream());
    }

    private static Map<String, HealthContributor> byName(Stream<NamedContributor<HealthContributor>> entries) {
        Map<String, HealthContributor> byName = new LinkedHashMap<>();
        entries.forEach(entry -> byName.put(entry.getName(), entry.getContributor()));
        return byName;
    }

    @Override
    public void replace(String name, HealthContributor other) {
        registry.getObject().unregisterContributor(name);
        registry.getObject().registerContributor(name, other);
    }

    @Override
    public Map<String, HealthContributor> members(HealthContributor contributor) {
        return contributor instanceof CompositeHealthContributor composite && !(composite instanceof Own)
                ? byName(composite.stream())
                : Map.of();
    }

    @Override
    public @Nullable Callable<@Nullable Health> indicator(HealthContributor contributor) {
        return contributor instanceof HealthIndicator indicator
                        && !(indicator instanceof AvailabilityStateHealthIndicator)
                ? () -> indicator.getHealth(true)
                : null;
    }

    @Override
    public HealthContributor answering(IndicatorCheck<Health> check) {
        return (HealthIndicator) check::told;
    }

    @Override
    public HealthContributor composite(HealthContributor original, Map<String, HealthContributor> others) {
        return new Composite((CompositeHealthContributor) original, others);
    }

    @Override
    public String status(Health health) {
        return health.getStatus().getCode();
    }

    @Override
    public String description(Health health) {
        return health.getStatus().getDescription();
    }

    @Override
    public Map<String, Object> details(Health health) {
        return health.getDetails();
    }

    @Override
    public int httpStatus(Health health) {
        HttpCodeStatusMapper known = mapper.getIfUnique(() -> HttpCodeStatusMapper.DEFAULT);
        return known.getStatusCode(health.getStatus());
    }

    @Override
    public Health health(String status, Map<String, Object> details) {
        return Health.status(status).withDetails(details).build();
    }

    /** A composite, some of whose members answer in the place of others; those that come later are its own. */
    private record Composite(CompositeHealthContributor original, Map<String, HealthContributor> others)
            implements CompositeHealthContributor {

        @Override
        public @Nullable HealthContributor getContributor(String name) {
            HealthContributor other = others.get(name);
            return other == null ? original.getContributor(name) : other;
        }

        @Override
        public Iterator<NamedContributor<HealthContributor>> iterator() {
            return stream().iterator();
        }

        @Override
        public Stream<NamedContributor<HealthContributor>> stream() {
            return original.stream()
                    .map(entry -> NamedContributor.of(
                            entry.getName(), others.getOrDefault(entry.getName(), entry.getContributor())));
        }
    }

    /** Our own components, which are not to be moved anywhere. */
    record Own(OwnComponents components) implements CompositeHealthContributor {
        @Override
        public @Nullable HealthContributor getContributor(String name) {
            return components.named(name) == null ? null : member(name);
        }

        @Override
        public Iterator<NamedContributor<HealthContributor>> iterator() {
            return stream().iterator();
        }

        @Override
        public Stream<NamedContributor<HealthContributor>> stream() {
            return components.all().stream()
                    .map(component -> NamedContributor.of(component.name(), member(component.name())));
        }

        private HealthContributor member(String name) {
            return (HealthIndicator) () -> {
                ComponentHealth component = components.named(name);
                return component == null ? Health.unknown().build() : health(component);
            };
        }

        private static Health health(ComponentHealth component) {
            return Health.status(OwnComponents.status(component))
                    .withDetails(OwnComponents.details(component))
                    .build();
        }
    }
}
