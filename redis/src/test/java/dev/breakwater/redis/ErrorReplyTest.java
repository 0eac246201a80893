/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ErrorReplyTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    LOADING Redis is loading the dataset in memory                          | AWAY           | loading
                    BUSY Redis is busy running a script.                                    | AWAY           | busy
                    OOM command not allowed when used memory > 'maxmemory'.                 | AWAY           | OOM
                    MISCONF Redis is configured to save RDB snapshots                       | AWAY           | MISCONF
                    CLUSTERDOWN The cluster is down                                         | AWAY           | CLUSTERDOWN
                    NOPERM this user has no permissions                                     | AWAY           | NOPERM
                    ERR The user executing the script can't run this command or subcommand script: 1, on @user_script:3. | AWAY | NOPERM
                    ERR Error running script (call to f_1): @user_script:3: @user_script: 3: The user executing the script can't run this | AWAY | NOPERM
                    ERR ACL failure in script: User limited has no permissions to run the 'set' command script: 1, on @user_script:3. | AWAY | NOPERM
                    ERR ACL failure in script: No permissions to access a key script: 1, on @user_script:3. | AWAY | NOPERM
                    TRYAGAIN Multiple keys request during rehashing of slot                 | QUESTION       | is being moved
                    READONLY You can't write against a read only replica.                   | ELSEWHERE      | READONLY
                    MASTERDOWN Link with MASTER is down                                     | ELSEWHERE      | MASTERDOWN
                    NOAUTH Authentication required.                                         | ELSEWHERE      | NOAUTH
                    WRONGPASS invalid username-password pair                                | ELSEWHERE      | WRONGPASS
                    MOVED 3999 127.0.0.1:6381                                               | ELSEWHERE      | redis.cluster=true
                    ASK 3999 127.0.0.1:6381                                                 | ELSEWHERE      | redis.cluster=true
                    NOSCRIPT No matching script.                                            | UNKNOWN_SCRIPT | NOSCRIPT
                    CROSSSLOT Keys in request don't hash to the same slot                   | QUESTION       | CROSSSLOT
                    WRONGTYPE Operation against a key holding the wrong kind of value       | QUESTION       | WRONGTYPE
                    ERR Error running script (call to f_1): @user_script:3: @user_script: 3: -READONLY You can't | ELSEWHERE | READONLY
                    ERR Error running script (call to f_1): @user_script:3: @user_script: 3: -OOM command not    | AWAY      | OOM
                    ERR max number of clients reached                                       | ELSEWHERE      | maxclients
                    ERR something new                                                       | QUESTION       | ERR
                    """)
    void its_first_word_says_what_follows(String message, Fault.Kind kind, String reason) {
        Fault fault = ErrorReply.fault(message);

        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.reason()).contains(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ERR unknown command `HELLO`, with args beginning with: `3`, `AUTH`, `default`, `s3cret`",
                "ERR wrong number of arguments for s3cret",
                "s3cret",
                "WRONGPASS s3cret",
                ""
            })
    void nothing_else_of_it_is_repeated(String message) {
        assertThat(ErrorReply.fault(message).reason()).doesNotContain("s3cret").isNotBlank();
    }

    @Test
    void an_exception_means_what_its_cause_means() {
        var refused = new io.lettuce.core.RedisConnectionException(
                "Unable to connect to there", new java.net.ConnectException("Connection refused: s3cret"));

        assertThat(Fault.of(new java.util.concurrent.CompletionException(refused))
                        .reason())
                .isEqualTo("connection refused");
        assertThat(Fault.of(new io.lettuce.core.RedisConnectionException("s3cret"))
                        .reason())
                .isEqualTo("no connection could be made");
        assertThat(Fault.of(new IllegalStateException("s3cret")).reason()).isEqualTo("the connection was lost");
    }
}
