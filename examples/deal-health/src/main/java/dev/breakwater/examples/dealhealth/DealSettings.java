/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The service's own settings.
 *
 * @param store where evidence is
 * @param redisUrl where Redis is
 * @param jwtSecret signs the tokens that name users
 * @param jwtSecretPrevious signed them until it was changed, and is still believed; or empty
 * @param scores how long scores are kept
 */
@ConfigurationProperties("deal-health")
record DealSettings(Place store, String redisUrl, String jwtSecret, String jwtSecretPrevious, ScoreSettings scores) {
    /** Without the secrets. */
    @Override
    public String toString() {
        return "DealSettings[" + store + "]";
    }

    /** Where evidence is. */
    enum Place {
        /** In Redis, for all instances. */
        REDIS,
        /** In this process. */
        MEMORY
    }

    /**
     * How long scores are kept.
     *
     * @param cacheTtl how long what other instances learn may take to be seen here
     */
    record ScoreSettings(Duration cacheTtl) {}
}
