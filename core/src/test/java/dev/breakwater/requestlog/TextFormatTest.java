/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Admission;
import dev.breakwater.Decision;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("minimal")
class TextFormatTest {
    private final EventFixture log =
            new EventFixture(RequestLogPolicy.builder().format(LogFormat.TEXT).user(LoggedUser.FULL));

    @Test
    void oneLineSaysWhatPeopleLookForInAlwaysTheSameOrder() {
        TestExchange exchange = TestExchange.request("GET", "/orders/7")
                .time(new dev.breakwater.contract.ManualTime())
                .user("alice")
                .build();
        Admission admission = log.admit(exchange);
        String id = RequestEvent.of(exchange).requestId();
        log.guard.on(new Allowed(), exchange);
        put(exchange, "plan", "very \"gold\"");
        admission.complete(new Outcome(200, Outcome.Kind.OK, 12_345_678, "/orders/{id}", null));

        assertThat(log.sink.lines)
                .containsExactly("2026-01-01T00:00:00.000000Z INFO GET /orders/{id} 200 12ms 192.0.2.1 " + id
                        + " ok breakwater.decision=allow app.plan=\"very \\\"gold\\\"\" user.id=alice");
    }

    @Test
    void whatIsNotKnownIsADash() {
        String line = log.line(
                TestExchange.request("FOO", "").peer(null).build(),
                new Outcome(0, Outcome.Kind.CLIENT_ABORT, 0, null, null));

        assertThat(line).contains(" INFO _OTHER - - 0ms - ").endsWith(" client_abort error.type=client_abort");
    }

    @Test
    void anErrorHasItsHashButNotItsStack() {
        assertThat(log.line(TestExchange.get("/"), EventFixture.failed(new Exception("password=hunter2\n"))))
                .contains("error.type=java.lang.Exception error.message=\"password=REDACTED\\u000a\" error.stack_hash=")
                .doesNotContain("hunter2");
    }

    @Test
    void whatComesAfterTheEventIsALineOfItsOwn() {
        TestExchange exchange = TestExchange.get("/");
        log.admit(exchange).complete(EventFixture.ok());
        log.guard.on(new Allowed(), exchange);

        assertThat(log.sink.lines.get(1))
                .isEqualTo("2026-01-01T00:00:00.000000Z INFO late "
                        + RequestEvent.of(exchange).requestId() + " breakwater.decision=allow");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n2026-01-01 INFO fake",
                "\u001b[2J",
                "\u2028\u2029\u0085",
                "\u202e\u2066",
                "\u0000\u007f",
                "\ud800",
                " ok x=y",
            })
    void nothingThatIsSentBreaksColoursOrForgesALine(String text) {
        TestExchange exchange = TestExchange.request("GET", "/a" + text).build();
        Admission admission = log.admit(exchange);
        put(exchange, "said", text);
        admission.complete(EventFixture.failed(new Exception(text)));
        String line = log.sink.lines.get(0);

        assertThat(line).matches("[ -~]+");
        assertThat(line.split(" ", 5)[3]).startsWith("\"/a");
    }

    private static void put(Exchange exchange, String name, String value) {
        Exchange previous = CurrentExchange.open(exchange);
        try {
            RequestEvent.put(name, value);
        } finally {
            CurrentExchange.close(previous);
        }
    }

    private record Allowed() implements Decision {
        @Override
        public void describe(Fields fields) {
            fields.put("breakwater.decision", "allow");
        }
    }
}
