/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.audit.AuditPolicy;
import dev.breakwater.caller.CallerResolver;
import dev.breakwater.cors.CorsPolicy;
import dev.breakwater.cost.price.PriceBook;
import dev.breakwater.drain.DrainPolicy;
import dev.breakwater.headers.HeadersPolicy;
import dev.breakwater.health.HealthPolicy;
import dev.breakwater.ops.OperatorAccess;
import dev.breakwater.ops.OpsPort;
import dev.breakwater.overload.OverloadPolicy;
import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import dev.breakwater.reports.ReportsPolicy;
import dev.breakwater.requestlimits.RequestLimitsPolicy;
import dev.breakwater.requestlog.RequestLogPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a runtime needs to know, checked as a whole: the policies that a configuration describes. Immutable.
 *
 * @param enabled the master switch
 * @param service what the service calls itself
 * @param callers who is believed about the caller
 * @param apiKeyHeader the header that carries an API key
 * @param operators who sees what is for operators
 * @param opsPort the second port, if there is to be one
 * @param request how large a request may be and how long it may take
 * @param rateLimit how much each caller may do
 * @param overload how much the service takes on at a time, if that is to be counted
 * @param headers security headers, if any are wanted
 * @param reports where browsers send their reports, if that is here
 * @param cors which origins may read what; empty if none
 * @param problemDetails whether errors are answered with problems in place of error pages
 * @param requestLog the events, if any are wanted
 * @param audit the records of security events, if any are wanted
 * @param health the probes, if any are wanted
 * @param drain how the service is taken out of traffic
 * @param upstreams how calls to what the service depends on are guarded
 * @param cost what calls to models cost, and how much of that is allowed
 * @param metrics what is counted, and where operators read it
 * @param redis where instances keep what they share
 * @param warnings what is doubtful, to be said at start-up
 * @param notices what else is to be said at start-up
 * @param configured what the configuration says, key by key
 */
public record BreakwaterSettings(
        boolean enabled,
        ServiceInfo service,
        CallerResolver callers,
        String apiKeyHeader,
        OperatorAccess operators,
        @Nullable OpsPort opsPort,
        RequestLimitsPolicy request,
        RateLimitSettings rateLimit,
        @Nullable OverloadPolicy overload,
        @Nullable HeadersPolicy headers,
        @Nullable ReportsPolicy reports,
        List<CorsPolicy> cors,
        boolean problemDetails,
        @Nullable RequestLogPolicy requestLog,
        @Nullable AuditPolicy audit,
        @Nullable HealthPolicy health,
        DrainPolicy drain,
        UpstreamSettings upstreams,
        CostSettings cost,
        MetricsSettings metrics,
        RedisSettings redis,
        List<Problem> warnings,
        List<String> notices,
        Configured configured) {

    /** What calls to models cost; null if that is not to be known. */
    public @Nullable PriceBook prices() {
        return cost.enabled() ? cost.prices().current() : null;
    }

    /** Every key there is, in the order of documentation. */
    public static Schema schema() {
        List<Definition> all = new ArrayList<>(BaseKeys.all());
        all.addAll(List.of(
                RequestSettings.GROUP,
                RateLimitSettings.GROUP,
                OverloadSettings.GROUP,
                HeadersSettings.GROUP,
                CorsSettings.GROUP,
                ErrorsSettings.GROUP,
                RequestLogSettings.GROUP,
                AuditSettings.GROUP,
                HealthSettings.GROUP,
                MetricsSettings.GROUP,
                OpsSettings.GROUP,
                UpstreamKeys.GROUP,
                CostSettings.GROUP,
                RedisSettings.GROUP));
        return Schema.of(all);
    }

    /**
     * Reads a configuration.
     *
     * @throws dev.breakwater.policy.InvalidPolicyException with everything that is wrong with it
     */
    public static BreakwaterSettings read(Layers layers) {
        ParsedSettings parsed = SettingsParser.parse(schema(), layers);
        BreakwaterSettings settings = read(layers, parsed.settings(), parsed.problems(), parsed.notices());
        parsed.problems().throwIfInvalid();
        return settings;
    }

    private static BreakwaterSettings read(Layers layers, Settings root, Problems problems, List<String> notices) {
        ServiceInfo service = ServiceInfo.read(root);
        HealthPolicy health = HealthSettings.read(root, service, problems);
        return new BreakwaterSettings(
                root.get(BaseKeys.ENABLED),
                service,
                CallerSettings.resolver(root, problems),
                root.section(CallerSettings.GROUP).get(CallerSettings.API_KEY_HEADER),
                OpsSettings.read(root, problems),
                OpsSettings.port(root, problems),
                RequestSettings.read(root, problems),
                LimitChecks.checked(RateLimitSettings.read(root, problems), health, problems),
                OverloadSettings.read(root, problems),
                HeadersSettings.read(root, problems),
                ReportingSettings.read(root, problems),
                CorsSettings.read(root, problems),
                ErrorsSettings.problemDetails(root),
                RequestLogSettings.read(root, service, operational(root, health), problems),
                AuditSettings.read(root, service, problems),
                health,
                DrainSettings.read(root, problems),
                UpstreamSettings.read(root, layers, problems),
                CostSettings.read(root, problems),
                MetricsSettings.read(root, health, problems),
                RedisSettings.read(root, service, problems),
                problems.warnings(),
                RedisSettings.noticed(root, notices),
                Configured.of(root));
    }

    /** The paths that platforms ask all day: their requests are no news. */
    private static Collection<String> operational(Settings root, @Nullable HealthPolicy health) {
        List<String> paths = new ArrayList<>(MetricsSettings.paths(root));
        if (health != null) {
            paths.addAll(health.paths());
        }
        return paths;
    }
}
