/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ValueTypesTest {

    private static Stream<Arguments> good() {
        return Stream.of(
                good(ValueTypes.bool(), "true=true", "FALSE=false", " true =true"),
                good(ValueTypes.integer(1, 10), "1=1", "10=10", " 7 =7"),
                good(ValueTypes.longInteger(0, Long.MAX_VALUE), "0=0", "9223372036854775807=9223372036854775807"),
                good(ValueTypes.decimal(0, 1), "0=0.0", "0.25=0.25", "1=1.0", "5e-1=0.5"),
                good(ValueTypes.duration(), "0=PT0S", "500ms=PT0.5S", "60s=PT1M", "5m=PT5M", "1h=PT1H", "2d=PT48H"),
                good(ValueTypes.duration(), "PT1M30S=PT1M30S", "pt5s=PT5S", " 5M =PT5M"),
                good(ValueTypes.duration("1s", "1h"), "1s=PT1S", "1h=PT1H"),
                good(ValueTypes.size("1B", "1GB"), "8KB=8192", "1mb=1048576", "17=17", "17B=17", "1GB=1073741824"),
                good(ValueTypes.oneOf(Colour.class), "deep-red=DEEP_RED", "BLUE=BLUE", " blue =BLUE"),
                good(ValueTypes.text(), "a, b=a, b", "=", " x = x "),
                good(ValueTypes.secret(), "s3cret=s3cret"),
                good(ValueTypes.text().list(), "=[]", "a=[a]", "a, b,,c ,=[a, b, c]", "[]=[]"),
                good(ValueTypes.text().list(), "[\"a,b\", \"c\"]=[a,b, c]", " [1, true, \"\\u00e9\"] =[1, true, é]"),
                good(ValueTypes.integer(1, 10).list(), "1, 2=[1, 2]", "[3]=[3]"));
    }

    private static Stream<Arguments> bad() {
        return Stream.of(
                bad(ValueTypes.bool(), "", "yes", "1", "tru"),
                bad(ValueTypes.integer(1, 10), "", "0", "11", "1.0", "0x1", "99999999999999999999", "ten"),
                bad(ValueTypes.decimal(0, 1), "", "NaN", "1f", "0x1p-1", "-0.1", "1.01", "1e999"),
                bad(
                        ValueTypes.duration(),
                        "",
                        "5",
                        "s",
                        "-5s",
                        "1.5s",
                        "5 s",
                        "5w",
                        "PT-1S",
                        "P",
                        "99999999999999999999s"),
                bad(ValueTypes.duration(), "9223372036854775807d"),
                bad(ValueTypes.duration("1s", "1h"), "0", "999ms", "61m"),
                bad(ValueTypes.size("1B", "1GB"), "", "KB", "0", "2GB", "1TB", "-1", "1.5MB", "9223372036854775807GB"),
                bad(ValueTypes.oneOf(Colour.class), "", "deep_red", "deepred", "green"),
                bad(ValueTypes.text().list(), "[", "[\"a\"", "[\"a\"] x", "[{}]", "[[]]", "[null]", "[a]"),
                bad(ValueTypes.integer(1, 10).list(), "1, x", "11"));
    }

    private enum Colour {
        DEEP_RED,
        BLUE
    }

    private static Arguments good(ValueType<?> type, String... pairs) {
        return Arguments.of(type, Arrays.asList(pairs));
    }

    private static Arguments bad(ValueType<?> type, String... texts) {
        return Arguments.of(type, Arrays.asList(texts));
    }

    @ParameterizedTest
    @MethodSource("good")
    void readsWhatIsMeant(ValueType<?> type, List<String> pairs) {
        for (String pair : pairs) {
            int equals = pair.lastIndexOf('=');
            assertThat(key(type).parse(pair.substring(0, equals))).as(pair).hasToString(pair.substring(equals + 1));
        }
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesTheRest(ValueType<?> type, List<String> texts) {
        for (String text : texts) {
            assertThat(key(type).parse(text)).as(text).isNull();
        }
    }

    @Test
    void aListNamesEachElementThatIsWrong() {
        Key<List<Integer>> ports = Key.of("ports", ValueTypes.integer(1, 9).list(), "BW-T-100", "Ports.");
        ParsedSettings parsed = SettingsParser.parse(
                Schema.of(List.of(ports)), Layers.of(Layer.of("test", Map.of("ports", "1, x, 10"))));
        assertThat(Sample.said(parsed))
                .containsExactly(
                        "BW-T-100 ports[1]: x (expected: a whole number from 1 to 9). It comes from test.",
                        "BW-T-100 ports[2]: 10 (expected: a whole number from 1 to 9). It comes from test.");
    }

    @Test
    void aDefaultMustBeAValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Key.of("size", ValueTypes.integer(1, 9), "BW-T-100", "Size.")
                        .defaultsTo("10"))
                .withMessage("default of size: 10 (expected: a whole number from 1 to 9)");
    }

    @Test
    void aNameMustBeInKebabCase() {
        for (String name : List.of("", "maxKeys", "max_keys", "max.keys", "-x", "x-", "7x")) {
            assertThatIllegalArgumentException().isThrownBy(() -> Group.section(name, "No."));
        }
    }

    @Test
    void namesInAGroupDiffer() {
        Key<Boolean> one = Key.of("same", ValueTypes.bool(), "BW-T-100", "One.");
        Key<Boolean> other = Key.of("same", ValueTypes.bool(), "BW-T-101", "Other.");
        assertThatIllegalArgumentException().isThrownBy(() -> Group.section("group", "Both.", one, other));
    }

    private static Key<?> key(ValueType<?> type) {
        return Key.of("key", type, "BW-T-000", "Any.");
    }
}
