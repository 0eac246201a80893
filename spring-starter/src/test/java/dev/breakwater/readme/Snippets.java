/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.readme;

import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.cost.CallCost;
import dev.breakwater.cost.LlmApi;
import dev.breakwater.cost.LlmMeter;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.ProblemDetail;
import dev.breakwater.exchange.Reply;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthResult;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;

/** The Java of README, compiled. What stands between the two comments of a region stands there word for word. */
final class Snippets {

    private Snippets() {}

    static void forDescriptors(ServletContext context) {
        // region: attribute
        context.setAttribute(BreakwaterRuntime.class.getName(), BreakwaterRuntime.start());
        // endregion
    }

    static CallCost ask(LlmMeter meter, HttpClient http, HttpRequest request) throws IOException, InterruptedException {
        // region: meter
        HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
        CallCost cost = meter.record(LlmApi.GEMINI_GENERATE_CONTENT, "gemini-2.5-flash", answer.body());
        // endregion
        return cost;
    }

    static final class Checks {
        // region: check
        @Bean
        HealthCheck database(DataSource source) {
            return HealthCheck.shared("database", () -> {
                try (Connection connection = source.getConnection()) {
                    return connection.isValid(1) ? HealthResult.up() : HealthResult.down("not valid");
                }
            });
        }
        // endregion
    }

    // region: guard
    record Maintenance(BooleanSupplier closed) implements Guard {
        private static final Reply REFUSAL = Reply.problem(
                        ProblemDetail.of("about:blank", "Service Unavailable", 503, "Closed for maintenance."))
                .with("Retry-After", "600");

        @Override
        public String name() {
            return "maintenance";
        }

        @Override
        public Stage stage() {
            return Stage.LIMIT; // security headers and CORS stand already; probes and preflights have been answered
        }

        @Override
        public Verdict inspect(Exchange exchange) {
            return closed.getAsBoolean() ? Verdict.respond(REFUSAL) : Verdict.proceed();
        }
    }
    // endregion

    record Echo() implements Guard {
        @Override
        public String name() {
            return "echo";
        }

        @Override
        public Stage stage() {
            return Stage.DECORATE;
        }

        // region: wrong
        @Override
        public Verdict inspect(Exchange exchange) {
            // Wrong: much that a client can send is no header value. HeaderRule throws, so this guard has failed:
            // that is logged with its name, and the request goes on without it.
            String name = exchange.header("X-Name");
            return name == null ? Verdict.proceed() : Verdict.proceed(HeaderRules.of(HeaderRule.pin("X-Hello", name)));
        }
        // endregion
    }
}
