/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private static final RuntimeException TIMEOUT = new CompletionException(new RedisCommandTimeoutException());

    private final Silence silence = new Silence();

    @Test
    void isTooLongWithTheSecondQuestionInARow() {
        silence.ended(TIMEOUT);
        assertThat(silence.isTooLong()).isFalse();
        silence.ended(new RedisCommandTimeoutException());
        assertThat(silence.isTooLong()).isTrue();
        silence.ended(TIMEOUT);
        assertThat(silence.isTooLong()).isTrue();
    }

    @Test
    void isBrokenByAnyAnswer() {
        silence.ended(TIMEOUT);
        silence.ended(null);
        silence.ended(TIMEOUT);
        silence.ended(new CompletionException(new RedisCommandExecutionException("ERR no")));
        silence.ended(TIMEOUT);
        assertThat(silence.isTooLong()).isFalse();
    }

    @Test
    void isNotBrokenByWhatWasNotSent() {
        silence.ended(TIMEOUT);
        silence.ended(new RedisException("not connected"));
        assertThat(silence.isTooLong()).isFalse();
        silence.ended(TIMEOUT);
        assertThat(silence.isTooLong()).isTrue();
    }
}
