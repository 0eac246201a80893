/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ListHeaderTest {
    @ParameterizedTest(name = "{0} and {1}: {3}")
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'', Origin, Origin, an empty list",
                "Origin, '', Origin, nothing more",
                "Origin, Accept, 'Origin, Accept', another element",
                "Origin, ORIGIN, Origin, the same name in other letters",
                "Origin, 'a,  Origin ,b,a', 'Origin, a, b', 'each element once, without its blanks'",
                "Origin, ',, a,', 'Origin, a', empty elements are dropped",
                "Original, Origin, 'Original, Origin', a part of a name is another name",
                "'a;x=\"1,2\"', '2\", b', 'a;x=\"1,2\", 2\", b', a comma within quotes parts nothing",
                "'\"a\\\",b\"', b, '\"a\\\",b\", b', nor after an escaped quote",
            })
    void unionHasEachElementOnce(String list, String more, String expected, String why) {
        assertThat(ListHeader.union("Test", list, more)).as(why).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1} and {2}")
    @CsvSource({
        "Vary, *, Origin, *",
        "vary, Origin, *, *",
        "Vary, 'Origin, *', Accept, *",
        "Vary, Origin, 'Accept, *', *",
        "Vary, Origin, X-*, 'Origin, X-*'",
        "Access-Control-Expose-Headers, *, X-Rate, '*, X-Rate'",
    })
    void nothingStandsBesideTheStarOfVaryAlone(String name, String list, String more, String expected) {
        assertThat(ListHeader.union(name, list, more)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} without {1}")
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'', a, ''",
                "a, a, ''",
                "'a, b', '', 'a, b'",
                "'a, b;x=\"1,2\", c', 'C, a', 'b;x=\"1,2\"'",
                "'a,, b ', b, a",
            })
    void withoutLeavesTheOthers(String list, String taken, String left) {
        assertThat(ListHeader.without(list, taken)).isEqualTo(left);
    }
}
