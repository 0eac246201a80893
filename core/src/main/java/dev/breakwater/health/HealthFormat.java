/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.MediaChoice;
import dev.breakwater.exchange.Reply;
import java.util.List;

/** The formats of a probe's answer, ours first: it is given to whoever does not ask for another. */
enum HealthFormat {
    /** Ours. */
    JSON("application/json", ""),
    /** draft-inadarei-api-health-check-06. */
    HEALTH_JSON("application/health+json", ""),
    /** Spring Boot Actuator, since 2.2. */
    ACTUATOR_3("application/vnd.spring-boot.actuator.v3+json", ""),
    /** Spring Boot Actuator 2.0 and 2.1. */
    ACTUATOR_2("application/vnd.spring-boot.actuator.v2+json", ""),
    /** For shells and simple balancers. */
    TEXT("text/plain", "; charset=UTF-8"),
    /** For people. */
    HTML("text/html", "; charset=UTF-8");

    private static final HealthFormat[] ALL = values();
    private static final List<String> OFFERS =
            List.of(JSON.type, HEALTH_JSON.type, ACTUATOR_3.type, ACTUATOR_2.type, TEXT.type, HTML.type);

    private final String type;
    private final String parameters;

    HealthFormat(String type, String parameters) {
        this.type = type;
        this.parameters = parameters;
    }

    /** The one that the client likes best; ours if it likes none: a probe that gets 406 learns nothing. */
    static HealthFormat of(Exchange exchange) {
        return ALL[OFFERS.indexOf(MediaChoice.of(exchange, OFFERS))];
    }

    Reply reply(int status, HealthReport report) {
        Reply reply = Reply.of(status, type + parameters, write(report))
                .with("Cache-Control", "no-store")
                .with("Vary", "Accept")
                .with("X-Content-Type-Options", "nosniff");
        return this == HTML ? reply.with("Content-Security-Policy", PageReport.POLICY) : reply;
    }

    private String write(HealthReport report) {
        return switch (this) {
            case JSON -> JsonReport.write(report);
            case HEALTH_JSON -> DraftReport.write(report);
            case ACTUATOR_3 -> ActuatorReport.write(report, "components");
            case ACTUATOR_2 -> ActuatorReport.write(report, "details");
            case TEXT -> TextReport.write(report);
            case HTML -> PageReport.write(report);
        };
    }
}
