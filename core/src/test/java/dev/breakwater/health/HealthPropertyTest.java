/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.ManualScheduler;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.exchange.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Whatever is found of whichever components, answers are well formed and codes go with what they say. */
class HealthPropertyTest {

    /** What one component is, and what is found of it. */
    record Found(HealthStatus status, String message, boolean critical, HealthCheck.Scope scope, boolean passive) {}

    @Provide
    static Arbitrary<Found> found() {
        return Combinators.combine(
                        Arbitraries.of(HealthStatus.class),
                        Arbitraries.strings().ofMaxLength(40),
                        Arbitraries.of(true, false),
                        Arbitraries.of(HealthCheck.Scope.class),
                        Arbitraries.of(true, false))
                .as(Found::new);
    }

    @Property(tries = 200)
    void theDraftIsKeptToInEveryState(
            @ForAll @Size(max = 6) List<@From("found") Found> found,
            @ForAll boolean started,
            @ForAll boolean draining,
            @ForAll boolean includeShared) {
        Reply reply = reply(found, started, draining, includeShared, HealthFormat.HEALTH_JSON);
        Map<?, ?> body = (Map<?, ?>) parsed(reply.text());

        String status = (String) body.get("status");
        assertThat(status).isIn("pass", "warn", "fail");
        assertThat(reply.status() / 100).isEqualTo(status.equals("fail") ? 5 : 2);
        Map<?, ?> checks = (Map<?, ?>) body.get("checks");
        assertThat(checks).hasSize(found.size());
        for (Object value : checks.values()) {
            Map<?, ?> check = (Map<?, ?>) ((List<?>) value).get(0);
            if (check.get("status").equals("pass")) {
                assertThat(check.containsKey("output")).isFalse();
                assertThat(check.containsKey("affectedEndpoints")).isFalse();
            }
        }
        assertThat(parsed(reply(found, started, draining, includeShared, HealthFormat.JSON)
                        .text()))
                .isInstanceOf(Map.class);
        assertThat(parsed(reply(found, started, draining, includeShared, HealthFormat.ACTUATOR_3)
                        .text()))
                .isInstanceOf(Map.class);
    }

    private static Reply reply(
            List<Found> found, boolean started, boolean draining, boolean includeShared, HealthFormat format) {
        ManualTime time = new ManualTime();
        ManualScheduler scheduler = new ManualScheduler(time);
        List<HealthCheck> checks = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            checks.add(new Given("check-" + i, found.get(i)));
        }
        HealthAggregator health = HealthAggregator.start(
                HealthPolicy.builder().includeShared(includeShared).build(),
                checks,
                List.of(),
                time,
                scheduler,
                Runnable::run);
        scheduler.advance(Duration.ofSeconds(1));
        if (started) {
            health.started();
        }
        if (draining) {
            health.draining();
        }
        return health.snapshot().detailed(format, time.nanoTime());
    }

    private record Given(String name, Found found) implements HealthCheck {
        @Override
        public HealthResult check() {
            return new HealthResult(found.status(), found.message());
        }

        @Override
        public boolean critical() {
            return found.critical();
        }

        @Override
        public Scope scope() {
            return found.scope();
        }

        @Override
        public boolean isPassive() {
            return found.passive();
        }
    }

    private static Object parsed(String json) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            Object value = value(parser);
            assertThat(parser.nextToken()).isNull();
            return value;
        }
    }

    private static Object value(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, Object> members = new HashMap<>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                assertThat(members.put(name, value(parser))).as(name).isNull();
            }
            return members;
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(value(parser));
            }
            return elements;
        }
        return parser.getValueAsString();
    }
}
