/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Instant NINE = Instant.parse("2026-01-01T09:00:00Z");
    private static final Instant NOW = Instant.parse("2026-01-01T09:30:00Z");
    private static final Zone HERE = new Zone("HERE", "Here", 500);
    private static final Zone THERE = new Zone("THERE", "There", 100);

    @Test
    void theLeastIsChosenOfAllZonesAndHours() {
        Plan plan = plan(work(1, 10), forecast(HERE, 400, 200, 300), forecast(THERE, 250, 250, 150));
        assertThat(plan.best().zone()).isEqualTo(THERE);
        assertThat(plan.best().start()).isEqualTo("2026-01-01T11:00:00Z");
        assertThat(plan.best().grams()).isEqualTo(150);
    }

    @Test
    void nowIsInTheFirstZoneAcrossTheHours() {
        Plan plan = plan(work(1, 10), forecast(HERE, 400, 200, 300), forecast(THERE, 250, 250, 150));
        assertThat(plan.now().zone()).isEqualTo(HERE);
        assertThat(plan.now().start()).isEqualTo(NOW);
        assertThat(plan.now().grams()).isEqualTo(300, within(1e-9)); // half an hour at 400, half at 200
        assertThat(plan.savedGrams()).isEqualTo(150, within(1e-9));
    }

    @Test
    void ofEqualsTheEarliestIsChosen() {
        Plan plan = plan(work(1, 10), forecast(HERE, 200, 200, 200));
        assertThat(plan.best().start()).isEqualTo(NOW);
    }

    @Test
    void theDeadlineIsKept() {
        Plan plan = plan(work(1, 2.5), forecast(HERE, 400, 300, 200, 100));
        assertThat(plan.best().start()).isEqualTo("2026-01-01T11:00:00Z");
    }

    @Test
    void noStartIsChosenWhoseEndNobodyForesees() {
        Plan plan = plan(work(2, 20), forecast(HERE, 400, 300, 200));
        assertThat(plan.best().start()).isEqualTo("2026-01-01T10:00:00Z");
    }

    @Test
    void whereNothingIsForeseenTheAverageHolds() {
        Plan plan = plan(work(2, 20), Forecast.average(HERE, NOW), Forecast.average(THERE, NOW));
        assertThat(plan.best().zone()).isEqualTo(THERE);
        assertThat(plan.best().start()).isEqualTo(NOW);
        assertThat(plan.best().grams()).isEqualTo(200);
        assertThat(plan.isEstimate()).isTrue();
    }

    @Test
    void oneEstimateMakesThePlanAnEstimate() {
        assertThat(plan(work(1, 5), forecast(HERE, 1, 1, 1)).isEstimate()).isFalse();
        assertThat(plan(work(1, 5), forecast(HERE, 1, 1, 1), forecast(THERE, 2).asEstimate())
                        .isEstimate())
                .isTrue();
    }

    @Test
    void powerAndTimeCountInFull() {
        Forecast forecast = forecast(HERE, 600, 600);
        assertThat(forecast.grams(250, NINE, Duration.ofMinutes(10))).isEqualTo(25, within(1e-9));
    }

    private static Workload work(double hours, double hoursLeft) {
        return new Workload(seconds(hours), 1000, NOW.plus(seconds(hoursLeft)), List.of());
    }

    private static Duration seconds(double hours) {
        return Duration.ofSeconds(Math.round(hours * 3600));
    }

    private static Forecast forecast(Zone zone, Integer... hours) {
        return new Forecast(zone, NINE, List.of(hours), false);
    }

    private static Plan plan(Workload work, Forecast... forecasts) {
        return Plan.of(work, List.of(forecasts), NOW);
    }
}
