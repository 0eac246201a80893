/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Evidence in Redis, so that all instances know the same: a hash for each deal, by the ids of events, and a sorted set of
 * the scores. May be away at the start, and comes when it comes: a connection is made when one is needed, at most twice a
 * second, and what cannot be sent at once is refused rather than queued.
 */
final class RedisEvidenceStore implements EvidenceStore {
    private static final String DEAL = "deal-health:evidence:";
    private static final String SCORES = "deal-health:scores";
    private static final int MOST_RANKED = 10_000;
    // By then e^-9 of its weight is left.
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(90);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final long BETWEEN_TRIES_NANOS = Duration.ofMillis(500).toNanos();

    private final RedisClient client;
    private final ObjectMapper json;
    private @Nullable StatefulRedisConnection<String, String> connection;
    private long triedAt = System.nanoTime() - BETWEEN_TRIES_NANOS;

    RedisEvidenceStore(String url, ObjectMapper json) {
        // During a rolling update the next version may have written more than this one knows.
        this.json = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        RedisURI where = RedisURI.create(url);
        where.setTimeout(TIMEOUT);
        client = RedisClient.create(where);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build())
                .build());
    }

    @Override
    public void add(String dealId, Evidence evidence) throws StoreAwayException {
        String key = DEAL + dealId;
        String text = written(evidence);
        ask(redis -> {
            redis.hsetnx(key, evidence.id(), text);
            return redis.expire(key, FORGOTTEN_AFTER);
        });
    }

    @Override
    public List<Evidence> find(String dealId) throws StoreAwayException {
        List<Evidence> found = new ArrayList<>();
        ask(redis -> redis.hvals(DEAL + dealId)).forEach(text -> found.add(read(text)));
        return found;
    }

    @Override
    public void forget(String dealId, Collection<Evidence> evidence) throws StoreAwayException {
        String[] ids = evidence.stream().map(Evidence::id).toArray(String[]::new);
        ask(redis -> redis.hdel(DEAL + dealId, ids));
    }

    @Override
    public void rank(String dealId, double score) throws StoreAwayException {
        ask(redis -> {
            redis.zadd(SCORES, score, dealId);
            return redis.zremrangebyrank(SCORES, 0, -MOST_RANKED - 1);
        });
    }

    @Override
    public List<String> best(int most) throws StoreAwayException {
        return ask(redis -> redis.zrevrange(SCORES, 0, most - 1L));
    }

    private <T> T ask(Function<RedisCommands<String, String>, T> question) throws StoreAwayException {
        try {
            return question.apply(connected().sync());
        } catch (RedisCommandExecutionException refused) {
            if (isPassing(refused)) {
                throw new StoreAwayException("Redis cannot do this now", refused);
            }
            throw refused;
        } catch (RedisException away) {
            throw new StoreAwayException("Redis cannot be reached", away);
        }
    }

    /** Whether it is the server's state that stands against the command, rather than the command itself. */
    private static boolean isPassing(RedisCommandExecutionException refused) {
        String reason = String.valueOf(refused.getMessage());
        return reason.startsWith("LOADING")
                || reason.startsWith("READONLY")
                || reason.startsWith("OOM")
                || reason.startsWith("BUSY")
                || reason.startsWith("MASTERDOWN")
                || reason.startsWith("CLUSTERDOWN");
    }

    private synchronized StatefulRedisConnection<String, String> connected() {
        StatefulRedisConnection<String, String> open = connection;
        if (open != null && open.isOpen()) {
            return open;
        }
        long now = System.nanoTime();
        if (now - triedAt < BETWEEN_TRIES_NANOS) {
            throw new RedisException("not connected");
        }
        triedAt = now;
        if (open != null) {
            // Its channel is closed already: this lets go of what belongs to it, and does not wait.
            CompletableFuture<Void> unused = open.closeAsync();
        }
        connection = client.connect();
        return connection;
    }

    private String written(Evidence evidence) {
        try {
            return json.writeValueAsString(evidence);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private Evidence read(String text) {
        try {
            return json.readValue(text, Evidence.class);
        } catch (JsonProcessingException notOurs) {
            throw new UncheckedIOException("not evidence", notOurs);
        }
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
}
