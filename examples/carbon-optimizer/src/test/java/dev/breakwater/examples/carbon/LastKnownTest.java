/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LastKnownTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Zone ZONE = new Zone("DE", "Germany", 340);

    private final LastKnown<Intensity> last = new LastKnown<>(Intensity::time);

    private static Intensity intensity(int grams, Duration later) {
        return new Intensity(ZONE, grams, NOON.plus(later), false);
    }

    private int grams() {
        return last.of(ZONE, intensity(-1, Duration.ZERO)).grams();
    }

    @Test
    void isNothingAtFirst() {
        assertThat(grams()).isEqualTo(-1);
    }

    @Test
    void isWhatWasToldLast() {
        last.told(ZONE, intensity(100, Duration.ZERO));
        last.told(ZONE, intensity(200, Duration.ZERO));
        assertThat(grams()).isEqualTo(200);
    }

    @Test
    void isWhatWasFoundOnlyIfThatIsNewer() {
        last.found(ZONE, intensity(100, Duration.ZERO));
        assertThat(grams()).isEqualTo(100);
        last.found(ZONE, intensity(200, Duration.ofHours(-1)));
        last.found(ZONE, intensity(200, Duration.ZERO));
        assertThat(grams()).isEqualTo(100);
        last.found(ZONE, intensity(300, Duration.ofHours(1)));
        assertThat(grams()).isEqualTo(300);
    }
}
