/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

import dev.breakwater.audit.AuditCounts;
import dev.breakwater.health.HealthSnapshot;
import dev.breakwater.ratelimit.StoreState;
import dev.breakwater.redact.Redactions;
import dev.breakwater.requestlog.RequestLogCounts;
import dev.breakwater.traffic.QueueGauges;
import dev.breakwater.traffic.Traffic;
import dev.breakwater.upstream.CacheStats;
import dev.breakwater.upstream.UpstreamState;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What meters show beside decisions; each part is asked when somebody looks.
 *
 * @param traffic the statistics of requests
 * @param queues the application's queues
 * @param log what became of request events; null where none are written
 * @param caches what the cache of an upstream has saved, by the upstream's name; null for one that nobody has asked for
 * @param upstreams how the upstream of this name is; null for one that nobody has asked for
 * @param health how the components are; null while nobody looks
 * @param redactions what was taken out of request events
 * @param audit what became of audit records
 * @param store how the store of rate limits is doing; null where there is none to be asked, as in memory
 */
public record Measured(
        Traffic traffic,
        QueueGauges queues,
        Supplier<@Nullable RequestLogCounts> log,
        Function<String, @Nullable CacheStats> caches,
        Function<String, @Nullable UpstreamState> upstreams,
        Supplier<@Nullable HealthSnapshot> health,
        Redactions redactions,
        Supplier<AuditCounts> audit,
        @Nullable Supplier<StoreState> store) {

    /** Where neither events are redacted nor anything is audited or shared. */
    Measured(
            Traffic traffic,
            QueueGauges queues,
            Supplier<@Nullable RequestLogCounts> log,
            Function<String, @Nullable CacheStats> caches) {
        this(
                traffic,
                queues,
                log,
                caches,
                name -> null,
                () -> null,
                new Redactions(),
                () -> new AuditCounts(0, 0, 0, 0, 0),
                null);
    }
}
