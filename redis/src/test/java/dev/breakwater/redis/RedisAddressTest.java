/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedisAddressTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    redis://localhost | localhost:6379
                    redis://:s3cret@10.0.0.1:7000/2 | 10.0.0.1:7000
                    rediss://user:s3cret%40@redis.example.org | redis.example.org:6379
                    redis://[2001:db8::1]:6380 | [2001:db8::1]:6380
                    redis-socket:///run/redis.sock | /run/redis.sock
                    """)
    void is_shown_without_credentials(String url, String shown) {
        assertThat(read(url)).hasToString(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    redis://localhost                         | 0 |
                    redis://localhost/                        | 0 |
                    redis://:s3cret@my_redis:7000/3           | 3 |
                    rediss://[2001:db8::1]/3?clientName=orders | 3 | orders
                    redis+ssl://localhost?database=4          | 4 |
                    redis-sentinel://one,two/5#main           | 5 |
                    redis-socket:///run/redis.sock?database=6 | 6 |
                    """)
    void names_the_database_and_the_client(String url, int database, String client) {
        RedisURI uri = read(url).uri();

        assertThat(uri.getDatabase()).isEqualTo(database);
        assertThat(uri.getClientName()).isEqualTo(client);
    }

    @Test
    void of_sentinels_is_shown_with_the_masters_name() {
        assertThat(read("redis-sentinel://:s3cret@one,two:26380/0#main"))
                .hasToString("master main of Sentinel one:26379, two:26380");
    }

    @Test
    void of_a_cluster_may_name_several_servers() {
        Problems problems = new Problems();
        RedisAddress address = RedisAddress.read(settings("redis://:s3cret@one:7000,two:7001", true, true), problems);

        assertThat(problems.all()).isEmpty();
        assertThat(address).hasToString("one:7000, two:7001");
    }

    @Test
    void with_tls_checks_the_servers_name() {
        assertThat(read("rediss://localhost").uri().isSsl()).isTrue();
        assertThat(read("rediss://localhost").uri().getVerifyMode()).hasToString("FULL");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void that_is_missing_is_a_fault(String url) {
        assertThat(fault(settings(url, false, false)).code()).isEqualTo("BW-REDIS-002");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    redis://:s3cret/@localhost      | in the user or password
                    redis://:s3cret%zz@localhost    | in the user or password
                    redis://:s3@cret@localhost      | in the user or password
                    redis://:s3cret@:6379           | in the host
                    redis://:s3cret@a b             | in the host
                    redis://:s3cret@                | in the host
                    redis://:s3cret@one,two         | in the hosts
                    redis://:s3cret@localhost:port  | in the port
                    redis://:s3cret@localhost:0     | in the port
                    redis://:s3cret@localhost:70000 | in the port
                    redis://:s3cret@localhost/first | in the database
                    redis://:s3cret@localhost?database=first | in the database
                    redis-sentinel://:s3cret@one    | in the master's name
                    redis-socket://:s3cret@         | in the path
                    redis://:s3cret@under_score^    | as a whole
                    """)
    void that_cannot_be_read_is_a_fault_that_names_the_part_and_repeats_nothing(String url, String part) {
        Problem fault = fault(settings(url, false, false));

        assertThat(fault.code()).isEqualTo("BW-REDIS-003");
        assertThat(fault.value()).isEqualTo("(not shown), wrong " + part);
        assertThat(fault.toString()).doesNotContain("s3cret", "cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"valkey://:s3cret@localhost", "http://s3cret", "s3cret", "localhost:6379", "s3cret123://x"})
    void of_an_unknown_scheme_is_a_fault(String url) {
        Problem fault = fault(settings(url, false, false));

        assertThat(fault.code()).isEqualTo("BW-REDIS-004");
        assertThat(fault.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis-sentinel://:s3cret@one#main", "redis-socket:///run/redis.sock"})
    void of_a_cluster_that_cannot_be_one_is_a_fault(String url) {
        assertThat(fault(settings(url, true, false)).code()).isEqualTo("BW-REDIS-005");
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://localhost/3", "redis://localhost?database=3"})
    void of_a_cluster_with_a_database_is_a_fault(String url) {
        assertThat(fault(settings(url, true, false)).code()).isEqualTo("BW-REDIS-007");
    }

    @Test
    void keys_spread_over_one_server_are_a_warning() {
        Problems problems = new Problems();

        assertThat(RedisAddress.read(settings("redis://localhost", false, true), problems))
                .isNotNull();

        assertThat(problems.warnings()).extracting(Problem::code).containsExactly("BW-REDIS-006");
        assertThat(problems.hasErrors()).isFalse();
    }

    @Test
    void a_fault_keeps_the_state_from_opening() {
        assertThatThrownBy(() -> RedisState.open(settings("redis://:s3cret@", false, false), TimeSource.system()))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("BW-REDIS-003")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }

    private static RedisAddress read(String url) {
        Problems problems = new Problems();
        RedisAddress address = RedisAddress.read(settings(url, false, false), problems);
        assertThat(problems.all()).isEmpty();
        assertThat(address).isNotNull();
        return address;
    }

    private static Problem fault(RedisSettings settings) {
        InvalidPolicyException thrown = catchThrowableOfType(
                InvalidPolicyException.class, () -> RedisState.open(settings, TimeSource.system()));
        assertThat(thrown.problems()).hasSize(1);
        return thrown.problems().get(0);
    }

    private static RedisSettings settings(String url, boolean cluster, boolean spread) {
        return new RedisSettings(url, Duration.ofMillis(50), "test", cluster, spread, 1);
    }
}
