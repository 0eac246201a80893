/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static dev.breakwater.redis.Links.awaitAway;
import static dev.breakwater.redis.Links.awaitUp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.exchange.TimeSource;
import io.lettuce.core.cluster.RedisClusterClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** More servers than one: Sentinel and Redis Cluster. */
@Tag("heavy")
final class TopologyTest {
    private static final Duration FAILOVER = Duration.ofSeconds(20);

    private final List<RedisProcess> processes = new ArrayList<>();

    @AfterEach
    void stop() {
        processes.forEach(RedisProcess::close);
    }

    @Test
    void sentinels_name_the_new_master_after_a_failover() {
        RedisProcess master = add(RedisProcess.started());
        RedisProcess replica = add(RedisProcess.started("--replicaof", "127.0.0.1", String.valueOf(master.port())));
        await().until(() -> replica.text("INFO", "replication").contains("master_link_status:up"));
        RedisProcess sentinel = add(sentinel(master.port()));
        await().until(() -> sentinel.text("INFO", "sentinel").contains("slaves=1"));

        try (LettuceLink link = Links.open("redis-sentinel://127.0.0.1:" + sentinel.port() + "#main")) {
            Counter counter = new Counter(link);
            assertThat(counter.count()).isNull();
            master.kill();
            awaitAway(link);

            await().atMost(FAILOVER)
                    .until(() -> replica.text("INFO", "replication").contains("role:master"));
            awaitUp(link, Links.BACK.plusSeconds(1));

            assertThat(counter.count()).isNull();
            assertThat(replica.text("GET", Counter.KEY)).isEqualTo("2");
        }
    }

    @Test
    void a_cluster_is_asked_where_the_keys_are_and_where_they_went() {
        List<RedisProcess> masters = cluster(3);
        RedisSettings settings = new RedisSettings(
                "redis://127.0.0.1:" + masters.get(0).port(), Duration.ofMillis(50), "test", true, true, 1);

        try (LettuceLink link = awaitUp(Links.opening(settings), Duration.ofSeconds(5))) {
            Counter counter = new Counter(link);
            for (int i = 0; i < 20; i++) {
                assertThat(counter.count()).isNull();
            }
            RedisProcess owner = owner(masters);
            owner.kill();
            assertThat(counter.firstFailureMillis()).isBetween(0.0, 150.0);
            assertThat(counter.failingMillis()).isBetween(0.0, 20.0);

            owner.start();
            awaitUp(link, FAILOVER);
            assertThat(counter.count()).isNull();
        }
    }

    @Test
    void a_cluster_over_which_buckets_are_spread_is_away_as_long_as_one_of_its_servers_is() {
        List<RedisProcess> masters = cluster(3, "--cluster-require-full-coverage", "no");
        RedisProcess other = masters.stream()
                .filter(process -> process.text("GET", Counter.KEY).startsWith("-MOVED"))
                .findFirst()
                .orElseThrow();
        RedisSettings settings = new RedisSettings(
                "redis://127.0.0.1:" + owner(masters).port(), Duration.ofMillis(50), "test", true, true, 1);

        try (LettuceLink link = awaitUp(Links.opening(settings), Duration.ofSeconds(5))) {
            other.kill();
            awaitAway(link);
            await().pollInterval(Duration.ofMillis(5))
                    .during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(3))
                    .until(() -> link.away() != null);

            other.start();
            awaitUp(link, FAILOVER);
        }
    }

    @Test
    void answers_are_away_as_long_as_a_server_is_and_limits_that_are_elsewhere_are_not() {
        List<RedisProcess> masters = cluster(3, "--cluster-require-full-coverage", "no");
        RedisProcess other = masters.stream()
                .filter(process -> process.text("GET", Counter.KEY).startsWith("-MOVED"))
                .findFirst()
                .orElseThrow();
        RedisSettings settings = new RedisSettings(
                "redis://127.0.0.1:" + owner(masters).port(), Duration.ofMillis(500), "test", true, false, 1);

        try (LettuceLink link = awaitUp(Links.opening(settings), Duration.ofSeconds(5));
                LettuceLink answers = awaitUp(link.forAnswers(), Duration.ofSeconds(5))) {
            other.pause();
            awaitAway(answers);
            assertThat(new Counter(link).count()).isNull();
            assertThat(link.away()).isNull();

            other.resume();
            awaitUp(answers, FAILOVER);
        }
    }

    @Test
    void a_cluster_can_be_reached_by_an_applications_client() {
        List<RedisProcess> masters = cluster(3);
        RedisClusterClient client =
                RedisClusterClient.create("redis://127.0.0.1:" + masters.get(1).port());
        LettuceLink link = LettuceLink.over(client, Links.settings(null), TimeSource.system());
        Counter counter = new Counter(awaitUp(link, Duration.ofSeconds(5)));

        assertThat(counter.count()).isNull();

        link.close();
        assertThat(client.connect().sync().ping()).isEqualTo("PONG");
        client.shutdown(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void one_server_of_a_cluster_alone_says_which_setting_is_missing() {
        RedisProcess other = cluster(3).stream()
                .filter(process -> process.command("GET", Counter.KEY).startsWith("-MOVED"))
                .findFirst()
                .orElseThrow();

        try (LettuceLink link = Links.opening(other.url())) {
            await().until(() -> String.valueOf(link.away()).contains("redis.cluster=true"));
        }
    }

    private RedisProcess owner(List<RedisProcess> masters) {
        return masters.stream()
                .filter(process -> !process.text("GET", Counter.KEY).startsWith("-MOVED"))
                .findFirst()
                .orElseThrow();
    }

    private List<RedisProcess> cluster(int size, String... more) {
        List<String> options = new ArrayList<>(List.of("--cluster-enabled", "yes", "--cluster-node-timeout", "1000"));
        options.addAll(List.of(more));
        List<RedisProcess> nodes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            nodes.add(add(RedisProcess.started(options.toArray(String[]::new))));
        }
        int next = 0;
        for (int i = 0; i < size; i++) {
            int last = i == size - 1 ? 16_383 : next + 16_384 / size;
            List<String> slots = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
            for (; next <= last; next++) {
                slots.add(String.valueOf(next));
            }
            assertThat(nodes.get(i).command(slots.toArray(String[]::new))).isEqualTo("+OK");
            nodes.get(0)
                    .command(
                            "CLUSTER",
                            "MEET",
                            "127.0.0.1",
                            String.valueOf(nodes.get(i).port()));
        }
        await().atMost(FAILOVER)
                .until(() -> nodes.stream()
                        .allMatch(node -> node.text("CLUSTER", "INFO").contains("cluster_state:ok")
                                && node.text("CLUSTER", "INFO").contains("cluster_known_nodes:" + size)));
        return nodes;
    }

    private RedisProcess add(RedisProcess process) {
        processes.add(process);
        return process;
    }

    // A sentinel writes to its configuration, so it wants a file of its own.
    private static RedisProcess sentinel(int masterPort) {
        try {
            Path file = Files.createTempFile("sentinel", ".conf");
            Files.writeString(
                    file,
                    "sentinel monitor main 127.0.0.1 " + masterPort + " 1\n"
                            + "sentinel down-after-milliseconds main 500\nsentinel failover-timeout main 3000\n");
            return RedisProcess.sentinel(file).start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
