/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import dev.breakwater.policy.Problems;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads by what a price is multiplied: tiers of service, speeds, regions, and hours of the day. */
final class ConditionsReader {
    private static final Set<String> PEAK_KEYS = Set.of("multiplier", "hours", "days", "zone", "except");
    private static final int MINUTES_PER_DAY = 24 * 60;

    private final PriceFields fields;
    private final PriceValues values;
    private final Problems problems;

    ConditionsReader(PriceFields fields, PriceValues values, Problems problems) {
        this.fields = fields;
        this.values = values;
        this.problems = problems;
    }

    void read(PriceEntry entry) {
        entry.serviceTiers = multipliers("service-tiers");
        entry.speeds = multipliers("speeds");
        entry.regions = multipliers("regions");
        for (PriceFields peak : fields.mappings("peaks")) {
            entry.peaks.add(peak(peak));
            peak.refuseOthers(PEAK_KEYS);
        }
    }

    private Multipliers multipliers(String key) {
        if (!fields.has(key)) {
            return Multipliers.NONE;
        }
        PriceFields named = fields.mapping(key);
        List<String> words = named.names();
        List<Multiplier> multipliers = new ArrayList<>(words.size());
        for (String word : words) {
            multipliers.add(values.multiplier(named.path(word), named.required(word)));
        }
        return new Multipliers(words, multipliers);
    }

    private Peak peak(PriceFields peak) {
        String zone = peak.optional("zone");
        return new Peak(
                values.multiplier(peak.path("multiplier"), peak.required("multiplier")),
                zone == null
                        ? ZoneOffset.UTC
                        : values.parsed(
                                peak.path("zone"),
                                zone,
                                "a zone like UTC or Asia/Shanghai",
                                ZoneOffset.UTC,
                                ZoneId::of),
                days(peak),
                hours(peak),
                except(peak));
    }

    private Set<DayOfWeek> days(PriceFields peak) {
        if (!peak.has("days")) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (Object value : peak.list("days")) {
            String name = PriceFields.shown(value);
            days.add(values.parsed(
                    peak.path("days"),
                    name,
                    "days like monday",
                    DayOfWeek.MONDAY,
                    text -> DayOfWeek.valueOf(text.toUpperCase(Locale.ROOT))));
        }
        return days;
    }

    private Set<LocalDate> except(PriceFields peak) {
        Set<LocalDate> days = new HashSet<>();
        for (Object value : peak.list("except")) {
            days.add(values.date(peak.path("except"), PriceFields.shown(value)));
        }
        return days;
    }

    private List<Peak.Hours> hours(PriceFields peak) {
        List<Peak.Hours> hours = new ArrayList<>();
        for (Object value : peak.list("hours")) {
            String text = PriceFields.shown(value);
            Peak.Hours span = hours(text);
            if (span == null) {
                problems.error(
                        "BW-COST-011",
                        peak.path("hours"),
                        text,
                        "hours of one day like \"01:00-04:00\"",
                        "Write both as HH:MM, the end after the begin; 24:00 is the end of the day.");
            } else {
                hours.add(span);
            }
        }
        if (peak.list("hours").isEmpty()) {
            problems.error("BW-COST-003", peak.path("hours"), "nothing", "at least one", "Add the key 'hours'.");
        }
        return hours;
    }

    private static Peak.@Nullable Hours hours(String text) {
        int dash = text.indexOf('-');
        if (dash < 0) {
            return null;
        }
        int from = minute(text.substring(0, dash));
        int to = minute(text.substring(dash + 1));
        return from < 0 || to <= from ? null : new Peak.Hours(from, to);
    }

    /** The minute of the day of HH:MM; -1 if it is not one. */
    private static int minute(String text) {
        if (text.length() != 5 || text.charAt(2) != ':') {
            return -1;
        }
        for (int i = 0; i < 5; i++) {
            if (i != 2 && (text.charAt(i) < '0' || text.charAt(i) > '9')) {
                return -1;
            }
        }
        int minutes = Integer.parseInt(text.substring(3));
        int total = Integer.parseInt(text.substring(0, 2)) * 60 + minutes;
        return minutes > 59 || total > MINUTES_PER_DAY ? -1 : total;
    }
}
