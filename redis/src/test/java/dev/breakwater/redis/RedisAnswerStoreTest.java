/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.upstream.AnswerStore.Found;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers in Redis, as they are there. */
final class RedisAnswerStoreTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String PLACE = "test:answers:prices:sku";

    private static RedisProcess redis;
    private static LettuceLink link;

    private final RedisAnswerStore store = new RedisAnswerStore(() -> link, settings(), TimeSource.system());

    @BeforeAll
    static void start() {
        redis = RedisProcess.started();
        link = Links.awaitUp(Links.opening(settings()), Duration.ofSeconds(10));
    }

    @AfterAll
    static void stop() {
        link.close();
        redis.close();
    }

    @BeforeEach
    void empty() {
        redis.command("FLUSHALL");
    }

    // Whatever a busy machine takes for it.
    private static RedisSettings settings() {
        return new RedisSettings(redis.url(), Duration.ofSeconds(10), "test", false, false, 1);
    }

    private boolean put(String key, String codec, byte[] answer) {
        return store.put("prices", key, codec, answer, HOUR)
                .toCompletableFuture()
                .join();
    }

    private boolean put(String answer) {
        return put("sku", "text-1", answer.getBytes(StandardCharsets.UTF_8));
    }

    private Optional<Found> find(String key, String codec) {
        return store.find("prices", key, codec).toCompletableFuture().join();
    }

    private Optional<String> find() {
        return find("sku", "text-1").map(found -> new String(found.answer(), StandardCharsets.UTF_8));
    }

    private static int calls(String stats, String command) {
        String line = "cmdstat_" + command + ":calls=";
        int at = stats.indexOf(line);
        return at < 0 ? 0 : Integer.parseInt(stats.substring(at + line.length(), stats.indexOf(',', at)));
    }

    // The link's own probe is a script as well, and the only one that adds to a set.
    private static int questions() {
        String stats = redis.text("INFO", "commandstats");
        return calls(stats, "evalsha") + calls(stats, "eval") - calls(stats, "zadd");
    }

    @Test
    void what_is_put_is_found_for_as_long_as_was_said() {
        assertThat(find()).isEmpty();
        assertThat(put("4.20")).isTrue();

        assertThat(find()).contains("4.20");
        assertThat(redis.command("PTTL", PLACE)).matches(":35[0-9]{5}|:3600000");
    }

    @Test
    void any_bytes_come_back_as_they_were() {
        byte[] all = new byte[1 << 20];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertThat(put("sku", "bytes-1", all)).isTrue();
        assertThat(find("sku", "bytes-1").orElseThrow().answer()).isEqualTo(all);
        assertThat(put("sku", "bytes-1", new byte[0])).isTrue();
        assertThat(find("sku", "bytes-1").orElseThrow().answer()).isEmpty();
    }

    @Test
    void its_age_is_the_time_that_redis_has_kept_it() {
        put("4.20");
        assertThat(find("sku", "text-1").orElseThrow().age()).isLessThan(Duration.ofMinutes(1));
        // As if it had been there for twenty minutes.
        redis.command("PEXPIRE", PLACE, String.valueOf(Duration.ofMinutes(40).toMillis()));

        assertThat(find("sku", "text-1").orElseThrow().age()).isBetween(Duration.ofMinutes(20), Duration.ofMinutes(21));
    }

    @Test
    void what_another_codec_wrote_is_not_found_and_written_over() {
        put("4.20");

        assertThat(find("sku", "text-2")).isEmpty();
        assertThat(find("sku", "text-11")).isEmpty();
        assertThat(find("sku", "text-")).isEmpty();
        put("sku", "text-2", new byte[] {1});
        assertThat(find()).isEmpty();
        assertThat(redis.command("DBSIZE")).isEqualTo(redis.command("EXISTS", PLACE, "{test}:instances"));
    }

    @Test
    void what_is_removed_is_gone_whatever_wrote_it() {
        put("4.20");

        assertThat(store.remove("prices", "sku").toCompletableFuture().join()).isTrue();
        assertThat(find()).isEmpty();
        assertThat(redis.command("EXISTS", PLACE)).isEqualTo(":0");
        assertThat(store.remove("prices", "sku").toCompletableFuture().join()).isTrue();
    }

    @Test
    void each_takes_one_round_trip() {
        put("4.20");
        find();
        int before = questions();
        for (int i = 0; i < 10; i++) {
            put("4.20");
            assertThat(find()).contains("4.20");
        }
        assertThat(questions() - before).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "00000000",
                "@ABCDEFG\u0006text-1",
                "not of our making, and longer than any head of ours"
            })
    void bytes_of_somebody_else_are_nothing(String bytes) {
        redis.command("SET", PLACE, bytes, "PX", "1000000");
        assertThat(find()).isEmpty();
        redis.command("SET", PLACE, bytes);
        assertThat(find()).isEmpty();
        assertThat(link.away()).isNull();
    }

    @Test
    void what_is_no_text_in_redis_is_nothing_and_written_over() {
        redis.command("LPUSH", PLACE, "1");
        assertThat(find()).isEmpty();

        assertThat(put("4.20")).isTrue();
        assertThat(find()).contains("4.20");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/0", "1/0", "-1", "1e15", "10"})
    void what_says_nonsense_of_its_time_is_nothing(String lifetime) {
        redis.command(
                "EVAL",
                "redis.call('SET', KEYS[1], struct.pack('>dB', " + lifetime + ", 6) .. 'text-1hostile', 'PX', 1000000)",
                "1",
                PLACE);

        assertThat(find()).isEmpty();
    }

    @Test
    void what_never_ends_is_nothing() {
        put("4.20");
        redis.command("PERSIST", PLACE);

        assertThat(find()).isEmpty();
    }

    @Test
    void keys_are_shown_unless_they_are_long_or_hard_to_read() {
        String prompt = "Berlin, ".repeat(1_000);
        for (String key : new String[] {"sku", "æ ø å", "a b", prompt, prompt + '!', "#"}) {
            assertThat(put(key, "text-1", key.getBytes(StandardCharsets.UTF_8))).isTrue();
            assertThat(find(key, "text-1").orElseThrow().answer()).isEqualTo(key.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(redis.command("EXISTS", PLACE)).isEqualTo(":1");
        assertThat(redis.command("EVAL", "return #redis.call('KEYS', 'test:answers:prices:#*')", "0"))
                .isEqualTo(":5");
        assertThat(redis.command("EVAL", "return #redis.call('KEYS', 'test:answers:*')", "0"))
                .isEqualTo(":6");
    }

    @Test
    void what_redis_may_not_do_is_said_and_hurts_nobody_else() {
        String user = "answers";
        redis.command("ACL", "SETUSER", user, "on", ">secret", "~{test}:*", "+@all");
        String url = "redis://" + user + ":secret@127.0.0.1:" + redis.port();
        RedisSettings settings = new RedisSettings(url, Duration.ofSeconds(10), "test", false, false, 1);
        try (LogTrap log = LogTrap.of(RedisState.class);
                LettuceLink limited = Links.awaitUp(Links.opening(settings), Duration.ofSeconds(10));
                LettuceLink aside = limited.forAnswers()) {
            RedisAnswerStore denied = new RedisAnswerStore(() -> aside, settings, TimeSource.system());
            await().until(() -> String.valueOf(aside.away()).contains("NOPERM"));

            assertThat(denied.find("prices", "sku", "text-1")).isCompletedWithValue(Optional.empty());
            assertThat(denied.remove("prices", "sku")).isCompletedWithValue(false);
            assertThat(limited.away()).isNull();
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("NOPERM"))
                    .singleElement()
                    .asString()
                    .contains(", for answers of upstreams, is away", "Each instance asks for itself");
        }
    }

    @Test
    void what_is_larger_than_all_that_is_put_is_not_fetched() {
        String head = "struct.pack('>dB', 1000000, 6) .. 'text-1'";
        redis.command(
                "EVAL",
                "redis.call('SET', KEYS[1], " + head + " .. string.rep('x', 1048576), 'PX', 1000000)",
                "1",
                PLACE);
        assertThat(find("sku", "text-1").orElseThrow().answer()).hasSize(1 << 20);

        redis.command(
                "EVAL",
                "redis.call('SET', KEYS[1], " + head + " .. string.rep('x', 1200000), 'PX', 1000000)",
                "1",
                PLACE);
        assertThat(find()).isEmpty();
    }

    @Test
    void no_more_is_on_its_way_than_memory_has_room_for() {
        Link slow = Fakes.silent();
        RedisAnswerStore waiting = new RedisAnswerStore(() -> slow, settings(), TimeSource.system());
        byte[] large = new byte[1 << 20];
        for (int i = 0; i < 16; i++) {
            assertThat(waiting.put("prices", "sku", "text-1", large, HOUR).toCompletableFuture())
                    .isNotDone();
        }
        assertThat(waiting.put("prices", "sku", "text-1", large, HOUR)).isCompletedWithValue(false);
    }

    @Test
    void one_that_is_away_has_nothing_at_once() {
        RedisProcess mortal = RedisProcess.started();
        RedisSettings settings = Links.settings(mortal.url());
        try (mortal;
                LettuceLink lost = Links.open(mortal.url())) {
            RedisAnswerStore other = new RedisAnswerStore(() -> lost, settings, TimeSource.system());
            mortal.kill();
            Links.awaitAway(lost);

            assertThat(other.find("prices", "sku", "text-1")).isCompletedWithValue(Optional.empty());
            assertThat(other.put("prices", "sku", "text-1", new byte[1], HOUR)).isCompletedWithValue(false);
            assertThat(other.remove("prices", "sku")).isCompletedWithValue(false);
        }
    }

    @Test
    void one_that_stands_still_is_found_out_though_only_answers_are_asked_for() {
        RedisProcess mortal = RedisProcess.started();
        RedisSettings settings = Links.settings(mortal.url());
        try (mortal;
                LettuceLink lost = Links.open(mortal.url())) {
            RedisAnswerStore other = new RedisAnswerStore(() -> lost, settings, TimeSource.system());
            mortal.pause();

            assertThat(other.find("prices", "sku", "text-1")
                            .toCompletableFuture()
                            .join())
                    .isEmpty();
            await().until(() -> lost.away() != null);
            mortal.resume();
        }
    }
}
