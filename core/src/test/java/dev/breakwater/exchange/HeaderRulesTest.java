/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("minimal")
class HeaderRulesTest {

    @Test
    void aLaterRuleReplacesAnEarlierOneOfTheSameName() {
        HeaderRules rules = HeaderRules.of(
                        HeaderRule.byDefault("Cache-Control", "no-store"), HeaderRule.pin("X-A", "1"))
                .and(HeaderRules.of(HeaderRule.pin("cache-control", "private")));
        assertThat(rules).containsExactly(HeaderRule.pin("cache-control", "private"), HeaderRule.pin("X-A", "1"));
    }

    @Test
    void oneMoreRuleIsLaidDownAsAListOfItWouldBe() {
        HeaderRules rules = HeaderRules.of(HeaderRule.pin("X-A", "1"), HeaderRule.merge("Vary", "Origin"));
        for (HeaderRule more :
                List.of(HeaderRule.pin("x-a", "2"), HeaderRule.pin("X-B", "3"), HeaderRule.merge("vary", "Accept"))) {
            assertThat(rules.and(more)).isEqualTo(rules.and(HeaderRules.of(more)));
        }
        assertThat(rules).hasSize(2);
    }

    @Test
    void mergingRulesStandSideBySide() {
        HeaderRules rules = HeaderRules.of(HeaderRule.merge("Vary", "Origin"))
                .and(HeaderRules.of(HeaderRule.merge("Vary", "Accept")));
        assertThat(rules).hasSize(2);
    }

    @Test
    void aLaterRuleReplacesAllMergingRulesOfItsName() {
        HeaderRules rules = HeaderRules.of(
                HeaderRule.merge("Vary", "Origin"), HeaderRule.pin("X-A", "1"), HeaderRule.merge("Vary", "Accept"));
        HeaderRules later = HeaderRules.of(HeaderRule.remove("vary"), HeaderRule.pin("X-B", "2"));
        assertThat(rules.and(HeaderRule.remove("vary")))
                .containsExactly(HeaderRule.remove("vary"), HeaderRule.pin("X-A", "1"));
        assertThat(rules.and(later))
                .containsExactly(HeaderRule.remove("vary"), HeaderRule.pin("X-A", "1"), HeaderRule.pin("X-B", "2"));
    }

    @Test
    void theSameNameTwiceInOneListIsOneRule() {
        assertThat(HeaderRules.of(HeaderRule.pin("X-A", "1"), HeaderRule.pin("x-a", "2")))
                .containsExactly(HeaderRule.pin("x-a", "2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\r\nSet-Cookie: x=y", "a\nb", "a\rb", "a\u0000", "\u2028", "\u00e9", " a", "a ", "\u007f"})
    void noValueCanCarryAnythingButVisibleAscii(String value) {
        assertThatThrownBy(() -> HeaderRule.pin("X-A", value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Reply.of(200).with("X-A", value)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "X A", "X:A", "X\r\nA", "\u00e4"})
    void noNameCanBeAnythingButAToken(String name) {
        assertThatThrownBy(() -> HeaderRule.pin(name, "a")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMessageNeverRepeatsControlCharacters() {
        assertThatThrownBy(() -> HeaderRule.pin("X-A", "a\r\nb")).hasMessageNotContainingAny("\r", "\n");
    }
}
