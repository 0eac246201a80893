/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Admission;
import dev.breakwater.Breakwater;
import dev.breakwater.caller.CallerResolver;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.redact.PlantedSecret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plants each secret everywhere in a request at once and looks for it in the line that is written. */
class PlantedSecretsInEventsTest {
    private final RecordingSink sink = new RecordingSink();
    private final RequestLogGuard guard =
            RequestLogGuard.of(RequestLogPolicy.builder().build(), sink, new ManualTime(), new RandomBits(1));
    private final Breakwater chain = Breakwater.builder()
            .guards(List.of(guard))
            .observers(List.of(guard))
            .callers(CallerResolver.direct())
            .build();

    private String lineWith(PlantedSecret secret) {
        String encoded = URLEncoder.encode(secret.text(), StandardCharsets.UTF_8);
        Exchange exchange = TestExchange.request(
                        "GET", "/a;" + secret.name() + '=' + encoded + (secret.isByName() ? "" : "/" + encoded))
                .query("a=1&" + secret.name() + '=' + encoded + (secret.isByName() ? "" : "&" + encoded))
                .header("User-Agent", "agent " + secret.name() + '=' + secret.text())
                .header("X-Request-Id", secret.isByName() ? "x" : secret.text())
                .header("Authorization", secret.text())
                .header("Cookie", secret.name() + '=' + secret.text())
                .build();
        Admission admission = chain.admit(exchange);
        Exchange before = CurrentExchange.open(exchange);
        RequestEvent.put(secret.name(), secret.text());
        RequestEvent.put("said", "it was " + secret.name() + '=' + secret.text());
        CurrentExchange.close(before);
        admission.complete(new Outcome(
                500, Outcome.Kind.ERROR, 1, null, new IllegalStateException(secret.name() + '=' + secret.text())));
        String line = sink.lines.get(0);
        sink.lines.clear();
        return line;
    }

    @Test
    void neverComeOut() {
        for (PlantedSecret secret : PlantedSecret.all()) {
            String line = lineWith(secret);
            assertThat(line).as(secret.text()).contains("REDACTED").doesNotContain(secret.core());
        }
    }
}
