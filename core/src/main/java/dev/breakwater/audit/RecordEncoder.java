/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import dev.breakwater.Decision;
import dev.breakwater.GuardFailed;
import dev.breakwater.SecurityEvent;
import dev.breakwater.caller.Caller;
import dev.breakwater.exchange.Correlation;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.redact.Redactor;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as one line of strict JSON, without what chains them. Names are those of the request event. Whatever a
 * client sent is redacted, cut and escaped. Safe for use by many threads.
 */
final class RecordEncoder {
    private static final int LONGEST_PATH = 1024;
    private static final int LONGEST_WORD = 64;

    private final AuditPolicy policy;
    private final TimeSource time;
    private final UserNames users;
    private volatile Redactor redactor;

    RecordEncoder(AuditPolicy policy, TimeSource time) {
        this.policy = policy;
        this.time = time;
        users = new UserNames(policy.key());
        redactor = policy.redactor();
    }

    /** From the next record on. */
    void use(Redactor another) {
        redactor = another;
    }

    /** The record of a decision. */
    AuditRecord decision(SecurityEvent event, Decision decision, @Nullable Exchange exchange) {
        Importance importance = Importance.of(event);
        RecordFields fields = begin(event.text(), importance);
        if (exchange != null) {
            request(exchange, fields);
        }
        String user = user(decision, exchange);
        if (user != null) {
            fields.fix("user.id", users.shown(user));
        }
        if (decision instanceof GuardFailed failed) {
            fields.fix("error.type", failed.cause().getClass().getName());
        }
        decision.describe(fields);
        return new AuditRecord(importance.level(), fields.toJson());
    }

    /** The record of many decisions of one kind, which had none of their own. */
    AuditRecord folded(SecurityEvent event, @Nullable String client, long count) {
        Importance importance = Importance.of(event);
        RecordFields fields = begin(event.text(), importance);
        if (client != null) {
            fields.fix("client.address", client);
        }
        return new AuditRecord(
                importance.level(), fields.fix("audit.folded", count).toJson());
    }

    /** A record about the records themselves, to be filled by the caller. */
    RecordFields own(String name) {
        return begin(name, Importance.WARN);
    }

    private RecordFields begin(String name, Importance importance) {
        RecordFields fields = new RecordFields(redactor)
                .fix("@timestamp", time.now().truncatedTo(ChronoUnit.MICROS).toString())
                .fix("log.level", importance.level().name())
                .fix("message", name)
                .fix("event.name", name)
                .fix("event.severity", importance.syslog())
                .fix("breakwater.severity", importance.name());
        fix(fields, "service.name", policy.serviceName());
        fix(fields, "service.version", policy.serviceVersion());
        fix(fields, "deployment.environment.name", policy.environment());
        return fields;
    }

    private void request(Exchange exchange, RecordFields fields) {
        Correlation correlation = Correlation.of(exchange);
        if (correlation != null) {
            fields.fix("http.request.id", correlation.requestId());
            fix(fields, "trace.id", correlation.traceId());
        }
        fields.fix("client.address", Caller.of(exchange).addressText());
        fields.fix("http.request.method", redactor.text(exchange.method(), LONGEST_WORD));
        fields.fix("url.path", redactor.path(exchange.rawPath(), LONGEST_PATH));
        fix(fields, "http.route", exchange.route());
    }

    // Who failed to log in is nobody's user yet, so the decision knows better than the request.
    private static @Nullable String user(Decision decision, @Nullable Exchange exchange) {
        if (decision instanceof AuthenticationFailed failed) {
            return failed.user();
        }
        if (decision instanceof AccessDenied denied && denied.user() != null) {
            return denied.user();
        }
        return exchange == null ? null : exchange.user();
    }

    private static void fix(RecordFields fields, String name, @Nullable String value) {
        if (value != null) {
            fields.fix(name, value);
        }
    }
}
