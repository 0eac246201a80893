/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.breakwater.exchange.TimeSource;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A clock that is set wrong for a while. */
final class StoreClockTest {
    private static final Instant NOON = Instant.parse("2026-11-05T12:00:00Z");

    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private Instant now = NOON;
    private final StoreClock clock = new StoreClock(new TimeSource() {
        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Instant now() {
            return now;
        }
    });

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(Budgets.class);
    }

    @BeforeEach
    void listen() {
        said.start();
        logger().addAppender(said);
    }

    @AfterEach
    void hearNoMore() {
        logger().detachAppender(said);
    }

    private Instant at(Duration sinceNoon) {
        now = NOON.plus(sinceNoon);
        return clock.now();
    }

    @Test
    void followsAStepBackOfAnHourWithoutAWord() {
        assertThat(at(Duration.ZERO)).isEqualTo(NOON);
        assertThat(at(Duration.ofHours(-1))).isEqualTo(NOON.minus(Duration.ofHours(1)));
        assertThat(said.list).isEmpty();
    }

    @Test
    void saysOnceThatItStandsStill() {
        at(Duration.ofHours(8));
        Instant standing = NOON.plus(Duration.ofHours(7));
        assertThat(at(Duration.ZERO)).isEqualTo(standing);
        assertThat(at(Duration.ofHours(6))).isEqualTo(standing);
        assertThat(said.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel().toString()).isEqualTo("WARN");
            assertThat(event.getFormattedMessage())
                    .contains("2026-11-05T12:00:00Z", "2026-11-05T20:00:00Z", "2026-11-05T19:00:00Z");
        });
    }

    @Test
    void saysSoAgainTheNextTime() {
        at(Duration.ofHours(8));
        at(Duration.ZERO);
        at(Duration.ofHours(9));
        at(Duration.ZERO);
        assertThat(said.list).hasSize(2);
    }
}
