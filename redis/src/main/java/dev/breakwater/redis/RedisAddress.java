/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.policy.Problems;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterURIUtil;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where Redis is, read from the settings and found to make sense with the rest of them. */
final class RedisAddress {
    private static final String PATH = "redis.url";
    private static final String HIDDEN = "(not shown)";
    private static final String FORM = "redis://user:password@host:6379/0, rediss:// for TLS,"
            + " redis-sentinel://host1,host2/0#master, or redis-socket:///path";

    private final List<RedisURI> seeds;
    private final String where;

    private RedisAddress(List<RedisURI> seeds) {
        this.seeds = seeds;
        where = seeds.stream().map(RedisAddress::shown).collect(Collectors.joining(", "));
    }

    /**
     * Reads the address.
     *
     * @param problems where to say what is wrong; never with the address, which may hold a password
     * @return null if there is something wrong with it
     */
    static @Nullable RedisAddress read(RedisSettings settings, Problems problems) {
        String url = settings.url();
        if (url == null || url.isBlank()) {
            problems.error("BW-REDIS-002", PATH, "(none)", FORM, "Set redis.url, or the variable REDIS_URL.");
            return null;
        }
        AddressText text = new AddressText(url.strip());
        if (!text.hasKnownScheme()) {
            problems.error(
                    "BW-REDIS-004",
                    PATH,
                    text.scheme() == null ? "(no scheme)" : text.scheme() + "://",
                    FORM,
                    "Begin it with redis:// or, for TLS, with rediss://.");
            return null;
        }
        checkCluster(settings, text, problems);
        return problems.hasErrors() ? null : parsed(settings, text, problems);
    }

    /** The address, or the first of a cluster's; it is Lettuce's, and changeable. */
    RedisURI uri() {
        return seeds.get(0);
    }

    /** The servers to ask first for a cluster's others. */
    List<RedisURI> seeds() {
        return seeds;
    }

    /** For operators: hosts and ports, nothing more. */
    String where() {
        return where;
    }

    @Override
    public String toString() {
        return where;
    }

    private static void checkCluster(RedisSettings settings, AddressText text, Problems problems) {
        if (settings.cluster() && (text.isSentinel() || text.isSocket())) {
            problems.error(
                    "BW-REDIS-005",
                    PATH,
                    text.scheme() + "://",
                    "redis:// or rediss:// with redis.cluster=true",
                    "Name some of the cluster's servers, or set redis.cluster=false.");
        }
        if (settings.cluster() && text.database() != null && !"0".equals(text.database())) {
            problems.error(
                    "BW-REDIS-007",
                    PATH,
                    "database " + text.database(),
                    "no database with redis.cluster=true",
                    "Leave it out: a cluster has database 0 alone.");
        }
        if (settings.spread() && !settings.cluster()) {
            problems.warning(
                    "BW-REDIS-006",
                    "redis.spread",
                    "true",
                    "false without redis.cluster",
                    "Leave it out: one server has all slots, and one call would be enough.");
        }
    }

    private static @Nullable RedisAddress parsed(RedisSettings settings, AddressText text, Problems problems) {
        String wrong = text.wrongPart(settings.cluster());
        if (wrong == null) {
            try {
                return new RedisAddress(uris(text));
            } catch (RuntimeException unreadable) {
                // Its message repeats the address.
                wrong = "as a whole";
            }
        }
        problems.error("BW-REDIS-003", PATH, HIDDEN + ", wrong " + wrong, FORM, AddressText.advice(wrong));
        return null;
    }

    private static List<RedisURI> uris(AddressText text) {
        if (text.isSentinel() || text.isSocket()) {
            return List.of(RedisURI.create(text.text()));
        }
        // Knows several servers and names with an underscore, which the other way does not; but neither a database nor
        // a
        // client's name.
        List<RedisURI> uris = RedisClusterURIUtil.toRedisURIs(URI.create(text.text()));
        RedisURI rest = RedisURI.create(text.ofAnyServer());
        for (RedisURI uri : uris) {
            uri.setDatabase(rest.getDatabase());
            uri.setClientName(rest.getClientName());
        }
        return uris;
    }

    private static String shown(RedisURI uri) {
        if (uri.getSocket() != null) {
            return uri.getSocket();
        }
        if (uri.getSentinels().isEmpty()) {
            return host(uri);
        }
        return "master " + Objects.requireNonNullElse(uri.getSentinelMasterId(), "?") + " of Sentinel "
                + uri.getSentinels().stream().map(RedisAddress::host).collect(Collectors.joining(", "));
    }

    private static String host(RedisURI uri) {
        String host = uri.getHost();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + uri.getPort();
    }
}
