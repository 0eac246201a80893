/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.TestExchange;
import dev.breakwater.ops.Endpoint.Takes;
import dev.breakwater.upstream.Upstream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamsEndpointTest {
    private final List<Upstream> all = List.of(
            Upstream.named("gemini").build(),
            Upstream.named("disable").build(),
            Upstream.named("enable").build());
    private final UpstreamsEndpoint endpoint = new UpstreamsEndpoint(
            () -> all,
            name -> all.stream()
                    .filter(upstream -> upstream.name().equals(name))
                    .findAny()
                    .orElse(null));

    @AfterEach
    void close() {
        all.forEach(Upstream::close);
    }

    private int change(String below) {
        return endpoint.change(TestExchange.request("POST", UpstreamsEndpoint.PATH + below)
                        .build())
                .status();
    }

    @ParameterizedTest
    @CsvSource({
        "'',LOOKS",
        "/gemini,LOOKS",
        "/disable,BOTH",
        "/gemini/disable,CHANGES",
        "/gemini/enable,CHANGES",
        "/disable/disable,CHANGES",
        "/gemini/x/disable,BOTH"
    })
    void theSegmentsSayWhatIsTaken(String below, Takes takes) {
        assertThat(endpoint.takes(UpstreamsEndpoint.PATH + below)).isEqualTo(takes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemini", "disable", "enable"})
    void eachIsToldAndChangedWhateverItsName(String name) {
        assertThat(endpoint.answer(TestExchange.get(UpstreamsEndpoint.BELOW + name))
                        .text())
                .contains("\"name\":\"" + name + '"');
        assertThat(change('/' + name + "/disable")).isEqualTo(200);
        assertThat(all)
                .filteredOn(Upstream::isDisabled)
                .extracting(Upstream::name)
                .containsExactly(name);
        assertThat(change('/' + name + "/enable")).isEqualTo(200);
        assertThat(all).noneMatch(Upstream::isDisabled);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/disable", "/enable", "//disable", "/other/disable", "/gemini/x/disable", "/gemini/disable/"})
    void aChangeOfNoneIsNotFound(String below) {
        assertThat(change(below)).isEqualTo(404);
        assertThat(all).noneMatch(Upstream::isDisabled);
    }
}
