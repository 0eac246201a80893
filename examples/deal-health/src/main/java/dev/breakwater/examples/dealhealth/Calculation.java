/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How evidence becomes a score. Each piece weighs what its kind weighs, less by a constant share for each day of its age:
 * {@code e = w * exp(-rate * days)}. The score is the mean of the values so weighed, {@code sum(e * v) / sum(e)}; the
 * confidence says how much of the weight age has left, {@code sum(e) / sum(w)}. Evidence without a value has no part in
 * the score, and its weight lowers the confidence. What claims to be from the future is as new as can be. Immutable.
 *
 * @param automatedTestWeight {@code HEALTH_CALCULATION_AUTOMATED_TEST_WEIGHT}
 * @param communityVerificationWeight {@code HEALTH_CALCULATION_COMMUNITY_VERIFICATION_WEIGHT}
 * @param communityTipWeight {@code HEALTH_CALCULATION_COMMUNITY_TIP_WEIGHT}
 * @param decayRatePerDay {@code HEALTH_CALCULATION_DECAY_RATE_PER_DAY}; 0 if evidence does not age
 */
@ConfigurationProperties("deal-health.calculation")
record Calculation(
        double automatedTestWeight,
        double communityVerificationWeight,
        double communityTipWeight,
        double decayRatePerDay) {
    private static final double DAY_NANOS = Duration.ofDays(1).toNanos();
    // Sums of what has at most this size stay far from infinity.
    private static final double MOST = 1e6;

    /** Checks all four, so that one message names all that is wrong. */
    Calculation {
        StringBuilder faults = new StringBuilder();
        named(automatedTestWeight, communityVerificationWeight, communityTipWeight, decayRatePerDay)
                .forEach((name, value) -> check(name, value, faults));
        if (automatedTestWeight == 0 && communityVerificationWeight == 0 && communityTipWeight == 0) {
            faults.append("all three HEALTH_CALCULATION_*_WEIGHT are 0 (expected: at least one above 0). ");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(faults.toString().strip());
        }
    }

    private static Map<String, Double> named(double test, double verification, double tip, double rate) {
        Map<String, Double> named = new LinkedHashMap<>();
        named.put("HEALTH_CALCULATION_AUTOMATED_TEST_WEIGHT", test);
        named.put("HEALTH_CALCULATION_COMMUNITY_VERIFICATION_WEIGHT", verification);
        named.put("HEALTH_CALCULATION_COMMUNITY_TIP_WEIGHT", tip);
        named.put("HEALTH_CALCULATION_DECAY_RATE_PER_DAY", rate);
        return named;
    }

    // Written so that NaN, for which every comparison is false, is a fault.
    private static void check(String name, double value, StringBuilder faults) {
        if (!(value >= 0 && value <= MOST)) {
            faults.append(name).append("=").append(value).append(" (expected: a number from 0 to 1000000). ");
        }
    }

    double weight(Kind kind) {
        return switch (kind) {
            case AUTOMATED_TEST -> automatedTestWeight;
            case COMMUNITY_VERIFICATION -> communityVerificationWeight;
            case COMMUNITY_TIP -> communityTipWeight;
        };
    }

    /** What is left of a weight after so many days. */
    double decay(double days) {
        return Math.exp(-decayRatePerDay * days);
    }

    /** The score of this evidence as of now. */
    Score score(Collection<Evidence> evidence, Instant now) {
        double youngest = youngest(evidence, now);
        double weights = 0;
        double left = 0;
        double relative = 0;
        double sum = 0;
        for (Evidence piece : evidence) {
            double weight = weight(piece.kind());
            weights += weight;
            Double value = piece.value();
            if (value != null && weight > 0) {
                double days = days(piece, now);
                // All age alike, so the mean does not change if they are taken as so much younger; and then it does not
                // vanish in 0 / 0 where all of it is very old.
                double share = weight * decay(days - youngest);
                left += weight * decay(days);
                relative += share;
                sum += share * value;
            }
        }
        return relative == 0 ? Score.none() : new Score(clamped(sum / relative), clamped(left / weights));
    }

    private double youngest(Collection<Evidence> evidence, Instant now) {
        double youngest = Double.POSITIVE_INFINITY;
        for (Evidence piece : evidence) {
            if (piece.value() != null && weight(piece.kind()) > 0) {
                youngest = Math.min(youngest, days(piece, now));
            }
        }
        return youngest;
    }

    private static double days(Evidence piece, Instant now) {
        Duration age = Duration.between(piece.observedAt(), now);
        return age.isNegative() ? 0 : age.toSeconds() / 86_400.0 + age.toNanosPart() / DAY_NANOS;
    }

    // The last bit of a sum may be beyond what is possible.
    private static double clamped(double share) {
        return Math.max(0, Math.min(1, share));
    }
}
