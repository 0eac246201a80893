/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PlaceholderTest {
    @Test
    @Tag("heavy")
    void heavyTestsAreLeftOut() {
        fail("only with -Pheavy");
    }

    @Property
    void propertiesRun(@ForAll String name) {
        assertThat(PlaceholderName.orDefault(name)).isEqualTo(name);
    }
}
