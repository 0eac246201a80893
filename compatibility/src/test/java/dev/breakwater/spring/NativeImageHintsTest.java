/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cost.price.PriceBook;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.FieldHint;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.util.ClassUtils;
import org.springframework.web.filter.CorsFilter;

/** What is asked for by name, and so has to be named to whoever builds a native image. */
@Tag("container")
class NativeImageHintsTest {
    private final ClassLoader loader = getClass().getClassLoader();
    private final RuntimeHints hints = new RuntimeHints();

    NativeImageHintsTest() {
        new NativeImageHints().registerHints(hints, loader);
    }

    @Test
    void thePriceListIsBroughtAlong() {
        assertThat(PriceBook.class.getResource("/" + NativeImageHints.PRICES)).isNotNull();
        assertThat(hints).matches(RuntimeHintsPredicates.resource().forResource(NativeImageHints.PRICES));
    }

    @Test
    void soIsWhatRedisRuns() {
        assertThat(hints).matches(RuntimeHintsPredicates.resource().forResource("dev/breakwater/redis/buckets.lua"));
    }

    @Test
    void jettysErrorPagesMayBeAskedForWhereThereIsAJetty() {
        boolean isJetty = ClassUtils.isPresent("org.eclipse.jetty.server.Server", loader);

        assertThat(Stream.of("ee10", "ee11")
                        .map(edition -> "org.eclipse.jetty." + edition + ".servlet.ErrorHandler$ErrorPageMapper")
                        .anyMatch(type -> RuntimeHintsPredicates.reflection()
                                .onType(TypeReference.of(type))
                                .test(hints)))
                .isEqualTo(isJetty);
    }

    @Test
    void springsFiltersMayBeAskedWhatTheyDo() {
        assertThat(hints)
                .matches(RuntimeHintsPredicates.proxies().forInterfaces(HttpServletRequest.class))
                .matches(RuntimeHintsPredicates.proxies().forInterfaces(HttpServletResponse.class))
                .matches(RuntimeHintsPredicates.proxies().forInterfaces(HttpServletMapping.class));
        assertThat(hints.reflection().getTypeHint(CorsFilter.class))
                .satisfies(type -> assertThat(type.fields())
                        .extracting(FieldHint::getName)
                        .containsExactly(SecurityCors.SOURCE));
    }
}
