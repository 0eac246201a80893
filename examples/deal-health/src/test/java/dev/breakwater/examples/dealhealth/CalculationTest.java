/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalculationTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Calculation GUIDE = new Calculation(0.6, 0.3, 0.1, 0.1);

    private static Evidence evidence(Kind kind, Double value, double days) {
        Instant when = NOW.minusNanos(Math.round(days * Duration.ofDays(1).toNanos()));
        return new Evidence(kind + "-" + days + "-" + value, kind, value, when);
    }

    @Nested
    class TheScore {
        @ParameterizedTest
        @CsvSource({"0.6, 0.3, 0.1", "6, 3, 1"})
        void isTheWeightedMeanWhateverTheWeightsAddUpTo(double test, double verification, double tip) {
            Score score = new Calculation(test, verification, tip, 0.1)
                    .score(
                            List.of(
                                    evidence(Kind.AUTOMATED_TEST, 1.0, 0),
                                    evidence(Kind.COMMUNITY_VERIFICATION, 0.5, 0),
                                    evidence(Kind.COMMUNITY_TIP, 0.0, 0)),
                            NOW);
            assertThat(score.value()).isCloseTo(0.750000, within(1e-12));
            assertThat(score.confidence()).isCloseTo(1, within(1e-12));
        }

        @Test
        void restsMoreOnWhatIsNewer() {
            List<Evidence> evidence =
                    List.of(evidence(Kind.AUTOMATED_TEST, 1.0, 10), evidence(Kind.COMMUNITY_VERIFICATION, 0.0, 0));
            double old = 0.6 * Math.exp(-1);
            assertThat(GUIDE.score(evidence, NOW).value()).isCloseTo(old / (old + 0.3), within(1e-12));
            assertThat(GUIDE.score(evidence, NOW).confidence()).isCloseTo((old + 0.3) / 0.9, within(1e-12));
        }

        @Test
        void doesNotChangeWhileAllEvidenceAgesAlikeButIsLessSure() {
            List<Evidence> evidence =
                    List.of(evidence(Kind.AUTOMATED_TEST, 1.0, 3), evidence(Kind.COMMUNITY_TIP, 0.2, 1));
            Score today = GUIDE.score(evidence, NOW);
            Score later = GUIDE.score(evidence, NOW.plus(Duration.ofDays(7)));
            assertThat(later.value()).isCloseTo(today.value(), within(1e-12));
            assertThat(later.confidence()).isCloseTo(today.confidence() * 0.496585, within(1e-6));
        }

        @Test
        void leavesOutWhatHasNoValueAndIsLessSure() {
            Score score = GUIDE.score(
                    List.of(evidence(Kind.AUTOMATED_TEST, 1.0, 0), evidence(Kind.COMMUNITY_TIP, null, 0)), NOW);
            assertThat(score.value()).isEqualTo(1);
            assertThat(score.confidence()).isCloseTo(0.6 / 0.7, within(1e-12));
        }

        @Test
        void takesWhatClaimsToBeFromTheFutureForNew() {
            Score score = GUIDE.score(List.of(evidence(Kind.AUTOMATED_TEST, 1.0, -400)), NOW);
            assertThat(score).isEqualTo(new Score(1.0, 1));
        }

        @Test
        void isThereHoweverOldTheEvidence() {
            List<Evidence> evidence =
                    List.of(evidence(Kind.AUTOMATED_TEST, 0.25, 9_000), evidence(Kind.AUTOMATED_TEST, 0.75, 9_000));
            Score score = GUIDE.score(evidence, NOW);
            assertThat(score.value()).isCloseTo(0.5, within(1e-12));
            assertThat(score.confidence()).isZero();
            assertThat(score.status()).isEqualTo(Status.UNKNOWN);
        }

        @Test
        void isNotThereWithoutEvidenceThatHasAWeightAndAValue() {
            assertThat(GUIDE.score(List.of(), NOW)).isEqualTo(Score.none());
            assertThat(GUIDE.score(List.of(evidence(Kind.COMMUNITY_TIP, null, 0)), NOW))
                    .isEqualTo(Score.none());
            assertThat(new Calculation(0.6, 0, 0, 0.1).score(List.of(evidence(Kind.COMMUNITY_TIP, 1.0, 0)), NOW))
                    .isEqualTo(Score.none());
        }

        @Test
        void andTheConfidenceAreFrom0To1WhateverTheEvidence() {
            SplittableRandom random = new SplittableRandom(42);
            for (int round = 0; round < 2_000; round++) {
                List<Evidence> evidence = new ArrayList<>();
                for (int i = random.nextInt(12); i >= 0; i--) {
                    Double value = random.nextInt(5) == 0 ? null : (Double) random.nextDouble();
                    evidence.add(evidence(Kind.values()[random.nextInt(3)], value, random.nextDouble(-10, 2_000)));
                }
                Calculation any = new Calculation(
                        random.nextDouble(1e6), random.nextDouble(1e-6, 1), random.nextDouble(), random.nextDouble(50));
                Score score = any.score(evidence, NOW);
                assertThat(score.value() == null || (score.value() >= 0 && score.value() <= 1))
                        .isTrue();
                assertThat(score.confidence()).isBetween(0.0, 1.0);
            }
        }
    }

    @Nested
    class TheDecay {
        @ParameterizedTest
        @CsvSource({"0, 1.000000", "1, 0.904837", "7, 0.496585", "10, 0.367879", "30, 0.049787", "6.931472, 0.500000"})
        void isExponential(double days, double left) {
            assertThat(GUIDE.decay(days)).isCloseTo(left, within(5e-7));
            assertThat(GUIDE.score(List.of(evidence(Kind.AUTOMATED_TEST, 1.0, days)), NOW)
                            .confidence())
                    .isCloseTo(left, within(5e-7));
        }

        @Test
        void canBeSwitchedOff() {
            Score score =
                    new Calculation(0.6, 0.3, 0.1, 0).score(List.of(evidence(Kind.AUTOMATED_TEST, 1.0, 1_000)), NOW);
            assertThat(score).isEqualTo(new Score(1.0, 1));
        }
    }

    @Nested
    class TheStatus {
        @ParameterizedTest
        @CsvSource({
            "1, 1, HEALTHY",
            "0.7, 0.05, HEALTHY",
            "0.699, 1, DOUBTFUL",
            "0.4, 1, DOUBTFUL",
            "0.399, 1, BROKEN",
            "0, 1, BROKEN",
            "1, 0.049, UNKNOWN",
            ", 0, UNKNOWN"
        })
        void saysTheScoreInAWord(Double value, double confidence, Status status) {
            assertThat(new Score(value, confidence).status()).isEqualTo(status);
        }
    }

    @Nested
    class Weights {
        @ParameterizedTest
        @CsvSource({"-0.1", "NaN", "Infinity", "1e7"})
        void thatMakeNoSenseAreNamedWithWhatIsExpected(double wrong) {
            assertThatThrownBy(() -> new Calculation(wrong, 0.3, 0.1, wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("HEALTH_CALCULATION_AUTOMATED_TEST_WEIGHT=" + wrong)
                    .hasMessageContaining("HEALTH_CALCULATION_DECAY_RATE_PER_DAY=" + wrong)
                    .hasMessageContaining("expected: a number from 0 to 1000000");
        }

        @Test
        void cannotAllBeZero() {
            assertThatThrownBy(() -> new Calculation(0, 0, 0, 0.1)).hasMessageContaining("at least one above 0");
        }
    }
}
