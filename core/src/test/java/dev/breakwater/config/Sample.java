/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** A schema with one of everything, shaped like the real one. */
@NullMarked
final class Sample {
    static final Key<Integer> MAX_KEYS =
            Key.of("max-keys", ValueTypes.integer(1, 1000), "BW-T-001", "Cap.").defaultsTo("100");
    static final Key<String> NAME =
            Key.of("name", ValueTypes.text(), "BW-T-002", "Name.").required();
    static final Key<List<String>> KEY =
            Key.of("key", ValueTypes.text().list(), "BW-T-003", "Ladder.").defaultsTo("ip");
    static final Key<List<String>> LIMITS =
            Key.of("limits", ValueTypes.text().list(), "BW-T-004", "Limits.").defaultsTo("");
    static final Key<Integer> BURST = Key.of("burst", ValueTypes.integer(1, 1000), "BW-T-005", "Burst.");
    static final Group POLICIES = Group.list("policies", "Policies.", NAME, KEY, LIMITS, BURST);
    static final Group RATE_LIMIT = Group.section("rate-limit", "Rate limit.", MAX_KEYS, POLICIES);

    static final Key<List<String>> PATHS = Key.of("paths", ValueTypes.text().list(), "BW-T-010", "Paths.");
    static final Key<List<String>> ORIGINS = Key.of(
                    "allowed-origins", ValueTypes.text().list(), "BW-T-011", "Origins.")
            .required();
    static final Key<List<String>> METHODS = Key.of(
                    "allowed-methods", ValueTypes.text().list(), "BW-T-012", "Methods.")
            .defaultsTo("GET, HEAD, POST");
    static final Key<List<String>> ALLOWED_HEADERS = Key.of(
                    "allowed-headers", ValueTypes.text().list(), "BW-T-013", "Headers.")
            .defaultsTo("");
    static final Group CORS_POLICIES = Group.list("policies", "Policies.", PATHS, ORIGINS, METHODS, ALLOWED_HEADERS);
    static final Group CORS = Group.section("cors", "CORS.", CORS_POLICIES);

    static final Key<String> CSP = Key.of("content-security-policy", ValueTypes.text(), "BW-T-020", "CSP.")
            .defaultIs("by preset");
    static final Key<Map<String, String>> SET =
            Key.of("set", ValueTypes.text().map(), "BW-T-021", "Extra headers.").defaultsTo("");
    static final Group HEADERS = Group.section("headers", "Headers.", CSP, SET);

    enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    enum Format {
        JSON,
        TEXT
    }

    static final Key<Level> LEVEL =
            Key.of("level", ValueTypes.oneOf(Level.class), "BW-T-030", "Level.").defaultsTo("info");
    static final Key<Format> FORMAT = Key.of("format", ValueTypes.oneOf(Format.class), "BW-T-031", "Format.")
            .defaultsTo("json");
    static final Group REQUEST_LOG = Group.section("request-log", "Request log.", LEVEL, FORMAT);

    static final Key<java.time.Duration> TIMEOUT = Key.of(
                    "timeout", ValueTypes.duration("1ms", "1h"), "BW-T-040", "Timeout.")
            .defaultsTo("30s");
    static final Key<java.time.Duration> TTL = Key.of("ttl", ValueTypes.duration(), "BW-T-041", "How long.");
    static final Group CACHE = Group.section("cache", "Cache.", TTL);
    static final Group UPSTREAMS = Group.map("upstreams", "Upstreams.", TIMEOUT, CACHE);

    static final Key<String> TOKEN = Key.of("token", ValueTypes.secret(), "BW-T-050", "Operator token.");
    static final Key<List<String>> TOKENS = Key.of(
            "tokens",
            ScalarType.<String>of("at least eight characters", text -> text.length() < 8 ? null : text)
                    .secret()
                    .list(),
            "BW-T-051",
            "Operator tokens.");
    static final Key<Long> BODY = Key.of("max-body", ValueTypes.size("1B", "1GB"), "BW-T-052", "Body.")
            .defaultsTo("8KB");
    static final Group OPS = Group.section("ops", "Operators.", TOKEN, TOKENS, BODY);

    static final Schema SCHEMA = schema();

    private Sample() {}

    private static Schema schema() {
        List<Definition> all = new ArrayList<>(BaseKeys.all());
        all.addAll(List.of(RATE_LIMIT, CORS, HEADERS, REQUEST_LOG, UPSTREAMS, OPS));
        return Schema.of(all);
    }

    static ParsedSettings parse(LayerSource... lowestFirst) {
        return SettingsParser.parse(SCHEMA, Layers.of(lowestFirst));
    }

    /** Parses one layer of these paths and values. */
    static ParsedSettings parse(Map<String, String> values) {
        return parse(Layer.of("test", values));
    }

    static ParsedSettings yaml(String... lines) {
        return parse(YamlFile.read("breakwater.yaml", String.join("\n", lines)));
    }

    static ParsedSettings environment(Map<String, String> variables) {
        return parse(new EnvironmentVariables(variables));
    }

    static ParsedSettings guides(Map<String, String> variables) {
        return parse(new GuideVariables(variables));
    }

    /** All problems, one text each. */
    static List<String> said(ParsedSettings parsed) {
        return parsed.problems().all().stream().map(Object::toString).toList();
    }
}
