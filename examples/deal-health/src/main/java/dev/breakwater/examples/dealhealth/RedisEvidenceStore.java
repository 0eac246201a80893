/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.upstream.Upstream;
import dev.breakwater.upstream.UpstreamException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Evidence in Redis, so that all instances know the same: a hash for each deal, by the ids of events, and a sorted set of
 * the scores. May be away at the start, and comes when it comes: a connection is made at the start and whenever one is
 * needed, at most twice a second, and what cannot be sent at once is refused rather than queued. One that fell silent is
 * given up then, for it may have been cut off without a word. All questions go through an {@link Upstream}: a Redis that
 * stands still costs a few of them its deadline, and then its breaker answers at once.
 */
final class RedisEvidenceStore implements EvidenceStore {
    /** The name in configuration, metrics and events. */
    static final String UPSTREAM = "evidence";

    private static final String DEAL = "deal-health:evidence:";
    private static final String SCORES = "deal-health:scores";
    private static final int MOST_RANKED = 10_000;
    // By then e^-9 of its weight is left.
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(90);
    // The upstream's deadline is shorter. This is when Lettuce lets go of what nobody waits for any more.
    private static final Duration GIVEN_UP_AFTER = Duration.ofSeconds(1);
    private static final long BETWEEN_TRIES_NANOS = Duration.ofMillis(500).toNanos();

    // What Redis says first when it takes no commands, or none of ours: until it, or who runs it, has changed that.
    private static final Set<String> PASSING = Set.of(
            "LOADING",
            "BUSY",
            "OOM",
            "MISCONF",
            "NOREPLICAS",
            "READONLY",
            "MASTERDOWN",
            "CLUSTERDOWN",
            "TRYAGAIN",
            "MOVED",
            "ASK",
            "NOAUTH",
            "WRONGPASS",
            "NOPERM");

    private final RedisClient client;
    private final RedisURI where;
    private final Upstream upstream;
    private final ObjectMapper json;
    private CompletableFuture<Line> line = CompletableFuture.failedFuture(new RedisException("not connected"));
    private long triedAt = System.nanoTime() - BETWEEN_TRIES_NANOS;

    private record Line(StatefulRedisConnection<String, String> connection, Silence silence) {
        <T> CompletionStage<T> ask(Function<RedisAsyncCommands<String, String>, CompletionStage<T>> question) {
            return question.apply(connection.async()).whenComplete((answer, failure) -> silence.ended(failure));
        }

        boolean isOfUse() {
            return connection.isOpen() && !silence.isTooLong();
        }
    }

    RedisEvidenceStore(String url, Upstream upstream, ObjectMapper json) {
        this.upstream = upstream;
        // During a rolling update the next version may have written more than this one knows.
        this.json = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        where = RedisURI.create(url);
        where.setTimeout(GIVEN_UP_AFTER);
        client = RedisClient.create(where);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.enabled(GIVEN_UP_AFTER))
                .socketOptions(
                        SocketOptions.builder().connectTimeout(GIVEN_UP_AFTER).build())
                .build());
        // Begun now and not waited for, so that the first question finds a connection, or one that is on its way.
        CompletableFuture<Line> unused = connected();
    }

    @Override
    public void add(String dealId, Evidence evidence) throws StoreAwayException {
        String key = DEAL + dealId;
        String text = written(evidence);
        ask(redis -> redis.hsetnx(key, evidence.id(), text)
                .thenCombine(redis.expire(key, FORGOTTEN_AFTER), (added, lives) -> added));
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
        ask(redis -> redis.zadd(SCORES, score, dealId)
                .thenCombine(redis.zremrangebyrank(SCORES, 0, -MOST_RANKED - 1), (ranked, gone) -> ranked));
    }

    @Override
    public List<String> best(int most) throws StoreAwayException {
        return ask(redis -> redis.zrevrange(SCORES, 0, most - 1L));
    }

    private <T> T ask(Function<RedisAsyncCommands<String, String>, CompletionStage<T>> question)
            throws StoreAwayException {
        try {
            return upstream.callAsync(() -> answered(question)).get().get();
        } catch (UpstreamException away) {
            throw new StoreAwayException("Redis cannot be asked now", away);
        }
    }

    /** The answer, or what Redis has against the question, which is no failure of Redis. */
    private <T> CompletionStage<Supplier<T>> answered(
            Function<RedisAsyncCommands<String, String>, CompletionStage<T>> question) {
        return connected()
                .thenCompose(open -> open.ask(question))
                .handle((answer, failure) -> failure == null ? () -> answer : refused(failure));
    }

    private static <T> Supplier<T> refused(Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        if (cause instanceof RedisCommandExecutionException refused && !isPassing(refused.getMessage())) {
            return () -> {
                throw refused;
            };
        }
        throw new CompletionException(cause);
    }

    /** Whether it is the server's state that stands against the command, rather than the command itself. */
    static boolean isPassing(@Nullable String refusal) {
        String reason = refusal == null ? "" : refusal;
        int end = reason.indexOf(' ');
        return PASSING.contains(end < 0 ? reason : reason.substring(0, end));
    }

    /** The connection, or an attempt to make one, which others may wait for as well. */
    private synchronized CompletableFuture<Line> connected() {
        long now = System.nanoTime();
        if (isOfUse() || now - triedAt < BETWEEN_TRIES_NANOS) {
            return line;
        }
        triedAt = now;
        // Silent or closed already: this lets go of what belongs to it, and does not wait.
        CompletableFuture<Void> unused =
                line.thenCompose(gone -> gone.connection().closeAsync());
        line = client.connectAsync(StringCodec.UTF8, where)
                .thenApply(made -> new Line(made, new Silence()))
                .toCompletableFuture();
        return line;
    }

    private boolean isOfUse() {
        return !line.isDone()
                || (!line.isCompletedExceptionally() && line.join().isOfUse());
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
