/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Answers of Electricity Maps' API, version 3. What they say goes into no message. */
final class ElectricityMapsFormat {
    private static final int MAX_GRAMS = 10_000;

    private ElectricityMapsFormat() {}

    /**
     * Reads {@code {"zone":"DE","carbonIntensity":302,"datetime":"2026-01-01T00:00:00.000Z",...}}.
     *
     * @throws IOException if it does not say what it should
     */
    static Intensity latest(Zone zone, byte[] body) throws IOException {
        JsonNode json = about(zone, body);
        return new Intensity(zone, grams(json), time(json), false);
    }

    /**
     * Reads {@code {"zone":"DE","forecast":[{"carbonIntensity":326,"datetime":"2026-01-01T00:00:00.000Z"},...],...}}, in
     * which an entry follows another after an hour.
     *
     * @throws IOException if it does not say what it should
     */
    static Forecast forecast(Zone zone, byte[] body) throws IOException {
        JsonNode entries = about(zone, body).path("forecast");
        if (!entries.isArray() || entries.isEmpty()) {
            throw new IOException("no forecast");
        }
        Instant start = time(entries.get(0));
        List<Integer> hours = new ArrayList<>();
        for (JsonNode entry : entries) {
            if (!time(entry).equals(start.plusSeconds(3600L * hours.size()))) {
                throw new IOException("a forecast that is not by the hour");
            }
            hours.add(grams(entry));
        }
        return new Forecast(zone, start, hours, false);
    }

    /** What {@link #latest} reads. */
    static String write(Intensity intensity) {
        Map<String, Object> json = new LinkedHashMap<>(hour(intensity.grams(), intensity.time()));
        json.put("zone", intensity.zone().key());
        return Json.text(json);
    }

    /** What {@link #forecast} reads. */
    static String write(Forecast forecast) {
        List<Map<String, Object>> hours = new ArrayList<>();
        for (int grams : forecast.hours()) {
            hours.add(hour(grams, forecast.start().plusSeconds(3600L * hours.size())));
        }
        return Json.text(Map.of("zone", forecast.zone().key(), "forecast", hours));
    }

    private static Map<String, Object> hour(int grams, Instant start) {
        return Map.of("carbonIntensity", grams, "datetime", start.toString());
    }

    private static JsonNode about(Zone zone, byte[] body) throws IOException {
        try {
            JsonNode json = Json.read(body);
            if (json.path("zone").asString("").equals(zone.key())) {
                return json;
            }
        } catch (JacksonException notJson) {
            // Not as the cause: its message quotes the answer.
        }
        throw new IOException("not JSON about the zone that was asked for");
    }

    private static int grams(JsonNode json) throws IOException {
        int grams = json.path("carbonIntensity").asInt(-1);
        if (grams < 0 || grams > MAX_GRAMS) {
            throw new IOException("no carbon intensity");
        }
        return grams;
    }

    private static Instant time(JsonNode json) throws IOException {
        try {
            return Instant.parse(json.path("datetime").asString(""));
        } catch (DateTimeException noTime) {
            throw new IOException("no time");
        }
    }
}
