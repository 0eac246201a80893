/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.Guard;
import dev.breakwater.cors.CorsGuard;
import dev.breakwater.policy.PathPattern;
import dev.breakwater.policy.Problem;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Says so where something else answers for cross-origin requests to paths that have a policy of ours: a filter of
 * Spring's, Tomcat's or Jetty's, {@code http.cors()}, mappings and {@code @CrossOrigin} of Spring MVC, or Boot's
 * properties. Ours comes first and stands, so nothing is ever said twice; but what only the other allows is not allowed,
 * and what only ours allows it may still refuse.
 */
final class SpringCors implements SmartInitializingSingleton {
    private static final Logger LOG = LoggerFactory.getLogger(BreakwaterRuntime.class);

    private static final Set<String> FILTERS = Set.of(
            "org.springframework.web.filter.CorsFilter",
            "org.apache.catalina.filters.CorsFilter",
            "org.eclipse.jetty.ee10.servlets.CrossOriginFilter",
            "org.eclipse.jetty.ee11.servlets.CrossOriginFilter");

    /** What answers for cross-origin requests, and where, in the words of Spring's patterns and from the context path on. */
    record Place(String where, Collection<String> paths, String removal) {}

    /** Something that knows of such places. */
    interface Places {
        Stream<Place> find();
    }

    private final BreakwaterRuntime runtime;
    private final ServletContext context;
    private final Environment environment;
    private final ObjectProvider<Places> others;

    SpringCors(
            BreakwaterRuntime runtime, ServletContext context, Environment environment, ObjectProvider<Places> others) {
        this.runtime = runtime;
        this.context = context;
        this.environment = environment;
        this.others = others;
    }

    @Override
    public void afterSingletonsInstantiated() {
        List<PathPattern> ours = policies(runtime);
        if (ours.isEmpty()) {
            return;
        }
        Stream.concat(
                        Stream.concat(filters(), properties()),
                        others.orderedStream().flatMap(Places::find))
                .forEach(place -> compare(place, ours));
    }

    private static List<PathPattern> policies(BreakwaterRuntime runtime) {
        List<PathPattern> paths = new ArrayList<>();
        for (Guard guard : runtime.chain().guards()) {
            if (guard instanceof CorsGuard cors) {
                paths.addAll(cors.paths());
            }
        }
        return paths;
    }

    private Stream<Place> filters() {
        return context.getFilterRegistrations().values().stream()
                .filter(filter -> filter.getClassName() != null && FILTERS.contains(filter.getClassName()))
                .map(filter -> new Place(
                        "filter " + filter.getName() + " (" + filter.getClassName() + ")",
                        patterns(filter),
                        "Remove its bean"));
    }

    private static Collection<String> patterns(FilterRegistration filter) {
        return filter.getUrlPatternMappings().stream()
                .map(pattern -> pattern.endsWith("/*") ? pattern + "*" : pattern)
                .toList();
    }

    private Stream<Place> properties() {
        String actuator = environment.getProperty("management.endpoints.web.base-path", "/actuator") + "/**";
        String graphql = environment.getProperty(
                "spring.graphql.http.path", environment.getProperty("spring.graphql.path", "/graphql"));
        boolean isOnOurPort =
                environment.getProperty("management.server.port", "").isEmpty();
        return Stream.concat(
                isOnOurPort ? property("management.endpoints.web.cors", actuator) : Stream.empty(),
                property("spring.graphql.cors", graphql));
    }

    private Stream<Place> property(String prefix, String path) {
        boolean isSet = Binder.get(environment)
                        .bind(prefix, Bindable.mapOf(String.class, Object.class))
                        .map(Map::size)
                        .orElse(0)
                > 0;
        return isSet ? Stream.of(new Place(prefix + ".*", List.of(path), "Remove these keys")) : Stream.empty();
    }

    private void compare(Place place, List<PathPattern> ours) {
        Set<String> met = new TreeSet<>();
        for (String path : place.paths()) {
            String plain = Patterns.plain(context.getContextPath() + path);
            if (ours.stream().anyMatch(pattern -> Patterns.meet(pattern, plain))) {
                met.add(plain);
            }
        }
        if (!met.isEmpty()) {
            LOG.warn("Breakwater: {}", doubt(place, met));
        }
    }

    private static Problem doubt(Place place, Set<String> met) {
        return Problem.warning(
                "BW-SPRING-043",
                place.where(),
                "CORS for " + String.join(", ", met),
                "breakwater.cors.policies alone to answer for these paths",
                place.removal() + ". Preflights never reach it; what it alone allows is not allowed; and a request that"
                        + " only Breakwater lets through it refuses with 403 \"Invalid CORS request\". Or take the paths"
                        + " out of breakwater.cors.policies.");
    }
}
