/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static dev.breakwater.redis.Links.BACK;
import static dev.breakwater.redis.Links.awaitAway;
import static dev.breakwater.redis.Links.awaitUp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.breakwater.config.RedisSettings;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthResult;
import dev.breakwater.health.HealthStatus;
import dev.breakwater.policy.InvalidPolicyException;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a link does while Redis is well, and what it leaves behind. */
@Tag("lettuce")
final class LettuceLinkTest {
    private static final RedisProcess REDIS = RedisProcess.stopped();

    @BeforeAll
    static void start() {
        REDIS.start();
    }

    @AfterAll
    static void stop() {
        REDIS.close();
    }

    @BeforeEach
    void forget() {
        REDIS.command("FLUSHALL");
    }

    // Without the property this is the run with the oldest.
    @Test
    void runs_with_the_lettuce_that_the_build_names() {
        String path = RedisClient.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();

        assertThat(path).contains("lettuce-core-" + System.getProperty("test.lettuce", "6.6.0.RELEASE"));
    }

    @Nested
    class Instances {
        @Test
        void know_of_each_other_and_of_those_that_leave() {
            try (LettuceLink first = Links.open(REDIS.url())) {
                assertThat(first.instances()).isEqualTo(1);
                try (LettuceLink second = Links.open(REDIS.url())) {
                    assertThat(second.instances()).isEqualTo(2);
                }
                assertThat(REDIS.command("ZCARD", "{test}:instances")).isEqualTo(":1");
                try (LettuceLink third = Links.open(REDIS.url())) {
                    assertThat(third.instances()).isEqualTo(2);
                }
            }
            assertThat(REDIS.command("EXISTS", "{test}:instances")).isEqualTo(":0");
        }

        @Test
        void that_died_are_forgotten_after_a_quarter_of_a_minute_and_those_of_the_future_too() {
            long now = System.currentTimeMillis() * 1_000;
            REDIS.command("ZADD", "{test}:instances", String.valueOf(now - 20_000_000), "long ago");
            REDIS.command("ZADD", "{test}:instances", String.valueOf(now - 5_000_000), "just now");
            REDIS.command("ZADD", "{test}:instances", String.valueOf(now + 60_000_000), "not yet");

            try (LettuceLink link = Links.open(REDIS.url())) {
                assertThat(link.instances()).isEqualTo(2);
            }
        }

        @Test
        void are_as_many_as_the_settings_say_at_least() {
            RedisSettings four = new RedisSettings(REDIS.url(), Duration.ofMillis(50), "test", false, false, 4);
            try (LettuceLink link = Links.opening(four)) {
                assertThat(link.instances()).isEqualTo(4);
                awaitUp(link, BACK);
                assertThat(link.instances()).isEqualTo(4);
            }
        }

        @Test
        void leave_no_key_that_does_not_expire() {
            try (LettuceLink link = Links.open(REDIS.url())) {
                assertThat(link.away()).isNull();
                long millis =
                        Long.parseLong(REDIS.command("PTTL", "{test}:instances").substring(1));
                assertThat(millis).isBetween(15_000L, 30_000L);
            }
        }
    }

    @Test
    void goes_to_the_database_that_the_address_names() {
        try (LettuceLink link = Links.open(REDIS.url() + "/3?clientName=orders")) {
            assertThat(new Counter(link).count()).isNull();

            assertThat(REDIS.text("INFO", "keyspace")).contains("db3:keys=");
            assertThat(REDIS.text("CLIENT", "LIST")).contains("name=orders");
        }
        REDIS.command("FLUSHALL");
    }

    // With every Lettuce: newer ones refuse what comes before their connections to the servers are made.
    @Test
    void asks_a_cluster() {
        try (RedisProcess server = RedisProcess.started("--cluster-enabled", "yes")) {
            List<String> slots = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
            IntStream.range(0, 16_384).mapToObj(String::valueOf).forEach(slots::add);
            server.command(slots.toArray(String[]::new));
            await().until(() -> server.text("CLUSTER", "INFO").contains("cluster_state:ok"));
            RedisSettings settings = new RedisSettings(server.url(), Duration.ofSeconds(1), "test", true, true, 1);

            try (LettuceLink link = Links.awaitUp(Links.opening(settings), Duration.ofSeconds(5))) {
                assertThat(new Counter(link).count()).isNull();
            }
        }
    }

    @Nested
    class Health {
        @Test
        void is_passive_about_a_data_store_that_is_shared() {
            try (RedisState state = RedisState.open(Links.settings(REDIS.url()), TimeSource.system())) {
                HealthCheck check = state.health();
                assertThat(check.name()).isEqualTo("redis");
                assertThat(check.isPassive()).isTrue();
                assertThat(check.critical()).isFalse();
                assertThat(check.scope()).isEqualTo(HealthCheck.Scope.SHARED);
                assertThat(check.kind()).isEqualTo(HealthCheck.Kind.DATASTORE);
            }
        }

        @Test
        void is_up_with_the_instances_and_how_long_an_answer_takes() throws Exception {
            try (RedisState state = RedisState.open(Links.settings(REDIS.url()), TimeSource.system())) {
                HealthCheck check = state.health();
                await().pollInterval(Duration.ofMillis(5))
                        .until(() -> state.rateLimits().state().available());
                assertThat(check.check().status()).isEqualTo(HealthStatus.UP);
                assertThat(check.check().message()).matches("1 instance, last answer after \\d+\\.\\d ms");
            }
        }

        @Test
        void is_down_with_the_reason_and_since_when() throws Exception {
            try (RedisState state = RedisState.open(Links.settings("redis://127.0.0.1:1"), TimeSource.system())) {
                HealthCheck check = state.health();
                await().pollInterval(Duration.ofMillis(5))
                        .until(() -> check.check().message().startsWith("connection refused"));
                HealthResult result = check.check();
                assertThat(result.status()).isEqualTo(HealthStatus.DOWN);
                assertThat(result.message()).matches("connection refused, since 20\\d\\d-.*Z");
            }
        }

        @Test
        void says_so_and_the_log_once_when_keys_may_be_thrown_away() {
            REDIS.command("CONFIG", "SET", "maxmemory", "100mb");
            REDIS.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
            try (LogTrap log = LogTrap.of(RedisState.class);
                    LettuceLink link = Links.open(REDIS.url())) {
                await().pollInterval(Duration.ofMillis(5))
                        .until(() -> new RedisCheck(link, TimeSource.system())
                                .check()
                                .message()
                                .contains("allkeys-lru"));
                assertThat(log.lines())
                        .filteredOn(line -> line.contains("maxmemory-policy"))
                        .hasSize(1);
            } finally {
                REDIS.command("CONFIG", "SET", "maxmemory", "0");
                REDIS.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
            }
        }

        @Test
        void says_nothing_about_a_policy_that_has_no_limit_to_enforce() {
            assertThat(Eviction.evicting("# Memory\r\nmaxmemory:0\r\nmaxmemory_policy:allkeys-lru\r\n"))
                    .isNull();
            assertThat(Eviction.evicting("# Memory\r\nmaxmemory:5\r\nmaxmemory_policy:noeviction\r\n"))
                    .isNull();
            assertThat(Eviction.evicting("maxmemory:5\r\nmaxmemory_policy:volatile-ttl\r\n"))
                    .isEqualTo("volatile-ttl");
            assertThat(Eviction.evicting("")).isNull();
        }
    }

    @Nested
    class Over_an_applications_client {
        @Test
        void everything_holds_whatever_its_options_and_it_is_left_alone() {
            RedisClient client = RedisClient.create(REDIS.url());
            LettuceLink link = LettuceLink.over(client, Links.settings(null), TimeSource.system());
            Counter counter = new Counter(awaitUp(link, BACK));
            assertThat(counter.count()).isNull();

            REDIS.pause();
            assertThat(counter.firstFailureMillis()).isBetween(0.0, 150.0);
            REDIS.resume();
            awaitUp(link, BACK);
            assertThat(counter.count()).isNull();
            assertThat(REDIS.text("GET", Counter.KEY)).isEqualTo("2");

            REDIS.kill();
            awaitAway(link);
            REDIS.start();
            awaitUp(link, BACK);
            assertThat(counter.count()).isNull();
            assertThat(REDIS.text("GET", Counter.KEY)).isEqualTo("1");

            link.close();
            assertThat(client.connect().sync().ping()).isEqualTo("PONG");
            client.shutdown(0, 1, java.util.concurrent.TimeUnit.SECONDS);
        }
    }

    @Nested
    class An_applications_client_that_waits_longer_than_we_do {
        @Test
        void keeps_nobody_from_saying_that_redis_is_away_nor_from_using_it_again() {
            RedisClient client = RedisClient.create(REDIS.url());
            REDIS.pause();
            try (LogTrap log = LogTrap.of(RedisState.class);
                    LettuceLink link = LettuceLink.over(client, Links.settings(null), TimeSource.system())) {
                await().pollInterval(Duration.ofMillis(5))
                        .atMost(Duration.ofSeconds(3))
                        .until(() -> Fault.NO_ANSWER.reason().equals(link.away()));
                assertThat(log.lines()).singleElement().asString().startsWith("WARN");

                REDIS.resume();
                awaitUp(link, BACK);
                assertThat(new Counter(link).count()).isNull();
            } finally {
                REDIS.resume();
                client.shutdown(0, 1, java.util.concurrent.TimeUnit.SECONDS);
            }
        }
    }

    @Nested
    class A_user {
        @ParameterizedTest
        @ValueSource(strings = {"set", "get", "del", "pexpire", "zadd"})
        void who_may_not_do_what_scripts_do_is_not_let_ask(String command) {
            REDIS.command("ACL", "SETUSER", "limited", "reset", "on", ">pw", "~*", "+@all", "-" + command);
            String url = "redis://limited:pw@127.0.0.1:" + REDIS.port();
            try (LettuceLink link = Links.opening(url)) {
                await().pollInterval(Duration.ofMillis(5))
                        .atMost(Duration.ofSeconds(5))
                        .until(() -> String.valueOf(link.away()).contains("NOPERM"));
            }
        }
    }

    @Nested
    class An_applications_client_without_an_address {
        @Test
        void is_a_fault_at_the_start_that_says_what_to_do() {
            RedisClient client = RedisClient.create();
            try {
                assertThatExceptionOfType(InvalidPolicyException.class)
                        .isThrownBy(() -> RedisState.over(client, Links.settings(null), TimeSource.system()))
                        .satisfies(fault -> assertThat(fault.problems())
                                .singleElement()
                                .satisfies(problem -> {
                                    assertThat(problem.code()).isEqualTo("BW-REDIS-008");
                                    assertThat(problem.fix()).contains("redis.url");
                                }));
            } finally {
                client.shutdown(0, 1, java.util.concurrent.TimeUnit.SECONDS);
            }
        }

        @Test
        void is_told_from_one_that_has_an_address_without_connecting() {
            RedisClient client = RedisClient.create("redis://127.0.0.1:1");
            assertThat(SingleConnector.hasAddress(client)).isTrue();
            client.shutdown(0, 1, java.util.concurrent.TimeUnit.SECONDS);
        }
    }

    @Nested
    class Outages {
        @Test
        void leak_neither_connections_nor_threads() {
            assertNoLeakAfter(5);
        }

        @Test
        @Tag("heavy")
        void leak_nothing_over_time() {
            assertNoLeakAfter(20);
        }

        private void assertNoLeakAfter(int outages) {
            try (SlowProxy proxy = SlowProxy.before(REDIS.port())) {
                LettuceLink link = Links.open(proxy.url());
                int threads = ownThreads().size();
                for (int i = 0; i < outages; i++) {
                    proxy.cut();
                    awaitAway(link);
                    awaitUp(link, BACK);
                }
                assertThat(ownThreads()).hasSizeLessThanOrEqualTo(threads + 1);
                await().atMost(BACK)
                        .untilAsserted(() -> assertThat(connections()).hasSizeLessThanOrEqualTo(2));

                link.close();
                await().atMost(BACK)
                        .untilAsserted(() -> assertThat(ownThreads()).isEmpty());
                await().atMost(BACK)
                        .untilAsserted(() -> assertThat(connections()).hasSize(1));
            }
        }
    }

    @Nested
    class Once_closed {
        @Test
        void every_question_fails_at_once() {
            LettuceLink link = Links.open(REDIS.url());
            link.close();
            link.close();

            assertThat(new Counter(link).count()).isEqualTo("closed");
            assertThat(link.away()).isEqualTo("closed");
        }

        @Test
        void what_was_under_way_has_failed() {
            LettuceLink link = Links.open(REDIS.url());
            REDIS.pause();
            var call = new Counter(link).begin();
            link.close();
            REDIS.resume();

            assertThat(call).isCompletedExceptionally();
        }
    }

    @Nested
    class A_secret {
        private static final String SECRET = "s3cretPassw0rd";

        @Test
        void shows_up_nowhere_whatever_goes_wrong() throws Exception {
            try (LogTrap log = LogTrap.of("ROOT", Level.INFO);
                    RedisProcess locked = RedisProcess.started("--requirepass", SECRET)) {
                String url = "redis://:" + SECRET + "@127.0.0.1:" + locked.port();
                RedisSettings settings = Links.settings(url);
                try (RedisState state = RedisState.open(settings, TimeSource.system());
                        LettuceLink link = Links.open(url)) {
                    locked.pause();
                    new Counter(link).firstFailureMillis();
                    String paused = seen(link, state);
                    locked.resume();
                    locked.kill();
                    awaitAway(link);
                    await().until(() -> "connection refused".equals(link.away()));
                    assertThat(paused + seen(link, state) + settings).doesNotContain(SECRET);
                }
                try (LettuceLink wrong = Links.opening("redis://nobody:" + SECRET + "@127.0.0.1:" + REDIS.port())) {
                    await().until(() -> !"not connected yet".equals(wrong.away()));
                    assertThat(wrong.away()).endsWith("(WRONGPASS)");
                }
                assertThat(String.join("\n", log.lines())).isNotEmpty().doesNotContain(SECRET);
            } finally {
                ((ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger("ROOT")).setLevel(Level.WARN);
            }
        }

        private String seen(LettuceLink link, RedisState state) throws Exception {
            return link + " " + state + " " + new Counter(link).count() + " " + link.away()
                    + state.health().check() + new RedisCheck(link, TimeSource.system()).check();
        }
    }

    // One of them is the one that asks.
    private static List<String> connections() {
        return Arrays.stream(REDIS.text("CLIENT", "LIST").split("\n"))
                .filter(line -> !line.isBlank())
                .toList();
    }

    /** Those of links; a store of budgets has one of its own. */
    private static List<String> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("breakwater-redis") || name.startsWith("lettuce"))
                .filter(name -> !name.equals("breakwater-redis-budgets"))
                .toList();
    }
}
