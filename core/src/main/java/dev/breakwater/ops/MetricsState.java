/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import dev.breakwater.cost.SpendState;
import dev.breakwater.overload.ConcurrencyLimiter;
import dev.breakwater.ratelimit.StoreState;
import dev.breakwater.requestlog.RequestLogCounts;
import dev.breakwater.traffic.QueueGauges;
import dev.breakwater.traffic.Traffic;
import dev.breakwater.traffic.TrafficPolicy;
import dev.breakwater.upstream.CacheStats;
import dev.breakwater.upstream.UpstreamState;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the documents about metrics tell of; each part is asked when somebody reads one.
 *
 * @param service the service's name and version for people; null if it has none
 * @param policy what was promised
 * @param traffic the statistics of requests
 * @param decisions what protections decided
 * @param queues the application's queues
 * @param log what became of request events; null where none are written
 * @param load how full the service is
 * @param store how the store of rate limits is doing; null where there is none to be asked, as in memory
 * @param caches what the cache of an upstream has saved, by the upstream's name; null for one that nobody has asked for
 * @param upstreams how the upstream of this name is; null for one that nobody has asked for
 * @param spend how the budgets of calls to models stand
 */
public record MetricsState(
        @Nullable String service,
        TrafficPolicy policy,
        Traffic traffic,
        DecisionCounts decisions,
        QueueGauges queues,
        Supplier<@Nullable RequestLogCounts> log,
        Supplier<ConcurrencyLimiter.Load> load,
        @Nullable Supplier<StoreState> store,
        Function<String, @Nullable CacheStats> caches,
        Function<String, @Nullable UpstreamState> upstreams,
        Supplier<SpendState> spend) {}
