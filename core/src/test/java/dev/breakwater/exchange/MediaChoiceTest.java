/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.TestExchange;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("minimal")
class MediaChoiceTest {
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final List<String> OFFERS = List.of(JSON, OPEN, TEXT);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*                                                              | json",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8  | json",
                "application/json                                                 | json",
                "text/plain                                                       | text",
                "text/plain;version=0.0.4                                         | text",
                "text/plain; version=0.0.4 ; q=0.5, application/json;q=0.4        | text",
                "text/plain;version=1.0.0                                         | json",
                "application/openmetrics-text                                     | open",
                "application/openmetrics-text;version=0.0.1                       | json",
                "APPLICATION/OPENMETRICS-TEXT;Version=1.0.0                       | open",
                "text/*;q=0.3, application/json;q=0.2                             | text",
                "application/*                                                    | json",
                "application/json;q=0, */*;q=0.1                                  | open",
                "application/json;q=0                                             | json",
                "text/plain;q=2                                                   | json",
                "text/plain;q=x                                                   | json",
                "image/png                                                        | json",
                "'' | json",
                "',;,;;q=,'                                                       | json",
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                        + "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2 | open",
            })
    void theFormatIsTheOneTheClientLikesBest(String accept, String chosen) {
        TestExchange exchange =
                TestExchange.request("GET", "/metrics").header("Accept", accept).build();
        String expected = chosen.equals("json") ? JSON : chosen.equals("text") ? TEXT : OPEN;
        assertThat(MediaChoice.of(exchange, OFFERS)).isEqualTo(expected);
    }

    @Test
    void withoutAWishItIsOurs() {
        assertThat(MediaChoice.of(TestExchange.get("/metrics"), OFFERS)).isEqualTo(JSON);
    }

    @Test
    void severalLinesAreOneList() {
        TestExchange exchange = TestExchange.request("GET", "/metrics")
                .header("Accept", "application/json;q=0.1")
                .header("Accept", "text/plain")
                .build();
        assertThat(MediaChoice.of(exchange, OFFERS)).isEqualTo(TEXT);
    }

    @Test
    void whatIsEndlessIsNotRead() {
        TestExchange exchange = TestExchange.request("GET", "/metrics")
                .header("Accept", "text/plain," + "a/b,".repeat(10_000))
                .build();
        assertThat(MediaChoice.of(exchange, OFFERS)).isEqualTo(JSON);
    }
}
