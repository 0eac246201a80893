/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads what is to be optimised:
 *
 * <pre>{@code
 * {"durationHours": 2.5, "powerWatts": 800, "deadline": "2026-01-02T06:00:00Z", "zones": ["DE", "FR"]}
 * }</pre>
 *
 * Without a deadline there is a day's time.
 */
final class WorkloadReader {
    private static final Set<String> MEMBERS = Set.of("durationHours", "powerWatts", "deadline", "zones");
    private static final double MAX_HOURS = 24;
    private static final double MAX_WATTS = 1e9;
    private static final int MAX_ZONES = 10;
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MAX_AHEAD = Duration.ofDays(7);

    private WorkloadReader() {}

    /**
     * The workload.
     *
     * @throws Refusal with status 400 that says what was expected
     */
    static Workload read(byte[] json, Instant now) throws Refusal {
        JsonNode object = object(json);
        Duration length =
                Duration.ofSeconds(Math.max(1, Math.round(3600 * number(object, "durationHours", MAX_HOURS))));
        double watts = number(object, "powerWatts", MAX_WATTS);
        Instant deadline = deadline(object.path("deadline"), now);
        if (now.plus(length).isAfter(deadline)) {
            throw new Refusal(400, "deadline: it is too close for work that takes so long.");
        }
        return new Workload(length, watts, deadline, zones(object.path("zones")));
    }

    private static JsonNode object(byte[] json) throws Refusal {
        JsonNode object;
        try {
            object = Json.read(json);
        } catch (JacksonException malformed) {
            throw new Refusal(400, "The body is not JSON that can be read.");
        }
        if (!object.isObject()) {
            throw new Refusal(400, "The body is not a JSON object.");
        }
        if (!MEMBERS.containsAll(object.propertyNames())) {
            throw new Refusal(400, "The body has a member beside durationHours, powerWatts, deadline and zones.");
        }
        return object;
    }

    private static double number(JsonNode object, String name, double most) throws Refusal {
        JsonNode node = object.path(name);
        double value = node.isNumber() ? node.asDouble(Double.NaN) : Double.NaN;
        if (!(value > 0 && value <= most)) { // so that NaN is refused as well
            throw new Refusal(400, name + ": expected a number above 0, at most " + (long) most + '.');
        }
        return value;
    }

    private static Instant deadline(JsonNode node, Instant now) throws Refusal {
        if (node.isMissingNode()) {
            return now.plus(DAY);
        }
        try {
            Instant deadline = node.isString() ? Instant.parse(node.stringValue()) : Instant.MAX;
            if (!deadline.isAfter(now.plus(MAX_AHEAD))) {
                return deadline;
            }
        } catch (DateTimeException noInstant) {
            // Refused below, as what is no text.
        }
        throw new Refusal(400, "deadline: expected a time like 2026-01-02T06:00:00Z, at most 7 days ahead.");
    }

    private static List<Zone> zones(JsonNode node) throws Refusal {
        if (!node.isArray() || node.isEmpty() || node.size() > MAX_ZONES) {
            throw new Refusal(400, "zones: expected a list of 1 to " + MAX_ZONES + " zones.");
        }
        List<Zone> zones = new ArrayList<>();
        for (JsonNode element : node) {
            Zone zone = element.isString() ? Zones.find(element.stringValue()) : null;
            if (zone == null || zones.contains(zone)) {
                throw new Refusal(400, "zones: expected zones that GET /api/v1/zones lists, each once.");
            }
            zones.add(zone);
        }
        return zones;
    }
}
