/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueGaugesTest {
    private final QueueGauges queues = new QueueGauges();

    @Test
    void askAQueueWhenSomebodyLooks() {
        List<String> waiting = new ArrayList<>();
        queues.register("orders", waiting::size, 10);
        waiting.add("one");
        assertThat(queues.depth("orders")).isEqualTo(1);
        assertThat(queues.capacity("orders")).isEqualTo(10);
        assertThat(queues.all()).extracting(QueueGauges.Queue::name).containsExactly("orders");
    }

    @Test
    void bearAQueueThatDoesNotSay() {
        queues.register(
                "broken",
                () -> {
                    throw new IllegalStateException("closed");
                },
                10);
        assertThat(queues.depth("broken")).isNaN();
        assertThat(queues.all().get(0).depth()).isEqualTo(-1);
        assertThat(queues.depth("unheard-of")).isNaN();
    }

    @Test
    void takeTheNewerOfTwoOfOneName() {
        queues.register("orders", () -> 1, 10);
        queues.register("orders", () -> 2, 20);
        assertThat(queues.depth("orders")).isEqualTo(2);
        assertThat(queues.all()).hasSize(1);
    }

    @Test
    void tellOfThoseThatComeAndGo() {
        List<String> heard = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        queues.register("first", () -> 0, 1);
        queues.listen(heard::add, gone::add);
        queues.register("second", () -> 0, 1);
        queues.register("second", () -> 0, 1);
        queues.remove("first");
        queues.remove("unheard-of");
        assertThat(heard).containsExactly("first", "second");
        assertThat(gone).containsExactly("first");
    }

    @Test
    void areBounded() {
        for (int i = 0; i < QueueGauges.MOST; i++) {
            queues.register("q" + i, () -> 0, 1);
        }
        assertThatThrownBy(() -> queues.register("one-more", () -> 0, 1))
                .hasMessage("queue one-more: 100 queues already (expected: fewer)");
        queues.register("q7", () -> 3, 1);
        assertThat(queues.depth("q7")).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1st", "a b", "a\nb", "ä", "-x"})
    void haveNamesThatFitEverywhere(String name) {
        assertThatThrownBy(() -> queues.register(name, () -> 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void haveRoom() {
        assertThatThrownBy(() -> queues.register("orders", () -> 0, 0))
                .hasMessage("queue orders: capacity 0 (expected: at least 1)");
    }
}
