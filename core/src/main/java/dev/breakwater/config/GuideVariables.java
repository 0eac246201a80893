/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.policy.Problem;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The environment names that deployment guides use, such as {@code RATE_LIMIT_PER_MINUTE}. A variable whose keys are not
 * in the schema, or that is empty, is ignored. {@code guide-variables=false} turns them all off.
 */
final class GuideVariables implements LayerSource {
    static final String LAYER = "guides' environment names";

    private static final Set<String> OFF = Set.of("", "false", "0", "off");

    private final Map<String, String> environment;

    GuideVariables(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Layer read(Schema schema) {
        return new Filling(environment, schema, Layer.builder(LAYER)).layer();
    }

    /** Those that are about upstreams of these names. */
    UpstreamVariables upstreams(Schema schema, Set<String> names) {
        return new UpstreamVariables(schema, environment, names);
    }

    /** Whether this is where a value comes from that this variable gave. */
    static boolean isOrigin(String origin, String variable) {
        return origin.equals(origin(variable));
    }

    private static String origin(String variable) {
        return "environment variable " + variable;
    }

    private record Variable(String name, String value) {
        String lowerCase() {
            return value.strip().toLowerCase(Locale.ROOT);
        }
    }

    private record Filling(Map<String, String> environment, Schema schema, Layer.Builder target) {

        Layer layer() {
            put("service.name", first("SERVICE_NAME"));
            put("service.version", first("SERVICE_VERSION"));
            put("service.environment", first("ENVIRONMENT"));
            rateLimit();
            cors();
            requestLog();
            put("ops.port", first("MONITORING_METRICS_PORT"));
            put("redis.url", first("REDIS_URL"));
            metrics();
            debug();
            return target.build();
        }

        private void rateLimit() {
            String policy = "rate-limit.policies[0].";
            Variable rate = first("RATE_LIMIT_REQUESTS_PER_MINUTE", "RATE_LIMIT_PER_MINUTE");
            if (rate == null) {
                needs("RATE_LIMIT_PER_MINUTE", policy + "burst", first("RATE_LIMIT_BURST_SIZE"));
                return;
            }
            put(policy + "name", "default", rate);
            put(policy + "key", "user, ip", rate);
            put(policy + "limits", rate.value().strip() + " per minute", rate);
            put(policy + "burst", first("RATE_LIMIT_BURST_SIZE"));
        }

        private void cors() {
            String policy = "cors.policies[0].";
            Variable origins = first("SECURITY_ALLOWED_ORIGINS");
            if (origins == null) {
                needs("SECURITY_ALLOWED_ORIGINS", policy + "allowed-methods", first("SECURITY_ALLOWED_METHODS"));
                needs("SECURITY_ALLOWED_ORIGINS", policy + "allowed-headers", first("SECURITY_ALLOWED_HEADERS"));
                return;
            }
            put(policy + "paths", "/**", origins);
            put(policy + "allowed-origins", origins);
            put(policy + "allowed-methods", first("SECURITY_ALLOWED_METHODS"));
            put(policy + "allowed-headers", first("SECURITY_ALLOWED_HEADERS"));
        }

        private void requestLog() {
            Variable level = first("MONITORING_LOG_LEVEL", "LOG_LEVEL");
            if (level != null) {
                put("request-log.level", ourLevel(level.lowerCase()), level);
            }
            Variable structured = first("MONITORING_ENABLE_STRUCTURED_LOGGING");
            if (structured != null) {
                put("request-log.format", ourFormat(structured.lowerCase()), structured);
            }
            put("request-log.format", first("LOG_FORMAT"));
        }

        // What the guides switch off is what is read, not the counting.
        private void metrics() {
            Variable enabled = first("MONITORING_ENABLE_PROMETHEUS_METRICS", "ENABLE_METRICS");
            if (enabled == null) {
                return;
            }
            switch (enabled.lowerCase()) {
                case "true", "1", "yes", "on" -> {}
                case "false", "0", "no", "off" -> {
                    put("metrics.paths.json", "none", enabled);
                    put("metrics.paths.prometheus", "none", enabled);
                    put("metrics.paths.summary", "none", enabled);
                }
                default ->
                    target.problem(Problem.error(
                            "BW-METRICS-006",
                            enabled.name(),
                            Shown.value(enabled.value()),
                            "true or false",
                            "Correct it, or unset it: metrics are answered by default."));
            }
        }

        // The guides' services are often Python, whose levels have names of their own.
        private static String ourLevel(String level) {
            return switch (level) {
                case "warning" -> "warn";
                case "critical" -> "error";
                default -> level;
            };
        }

        private static String ourFormat(String structured) {
            return switch (structured) {
                case "true", "1", "yes", "on" -> "json";
                case "false", "0", "no", "off" -> "text";
                default -> structured;
            };
        }

        private void debug() {
            Variable debug = first("DEBUG");
            Variable stage = first("ENVIRONMENT");
            if (debug == null || stage == null || OFF.contains(debug.lowerCase())) {
                return;
            }
            if (ServiceInfo.isProduction(stage.value())) {
                target.problem(Problem.error(
                        "BW-CONF-013",
                        "DEBUG",
                        Shown.value(debug.value()),
                        "false where ENVIRONMENT is " + stage.lowerCase(),
                        "Unset DEBUG: what it prints is for developers."));
            }
        }

        private void needs(String missing, String path, @Nullable Variable variable) {
            if (variable != null && schema.takes(path)) {
                target.problem(Problem.warning(
                        "BW-CONF-012",
                        variable.name(),
                        "no effect",
                        missing + " beside it",
                        "Set " + missing + " or breakwater." + path + "."));
            }
        }

        private void put(String path, @Nullable Variable variable) {
            if (variable != null) {
                put(path, variable.value(), variable);
            }
        }

        private void put(String path, String value, Variable variable) {
            if (schema.takes(path)) {
                target.put(path, value, origin(variable.name()));
            }
        }

        private @Nullable Variable first(String... names) {
            for (String name : names) {
                String value = environment.get(name);
                if (value != null && !value.isBlank()) {
                    return new Variable(name, value);
                }
            }
            return null;
        }
    }
}
