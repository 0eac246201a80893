/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.redact.Redactor;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Events as lines for people: time, level, method, route (or path, if there is none), status, duration, client, request id
 * and outcome, always in this order, a dash for what is not known; then what was decided, what the application added and
 * what went wrong, by name.
 */
final class TextEvents implements EventFormat {
    private static final String UNKNOWN = "-";
    private static final int LONGEST_ERROR = 1024;

    private final RequestFacts facts;
    private final Redactor redactor;
    private final Timestamp timestamp = new Timestamp();

    TextEvents(RequestLogPolicy policy, RequestFacts facts) {
        this.facts = facts;
        redactor = facts.redactor();
    }

    @Override
    public void event(StringBuilder buffer, StringBuilder scratch, Ended request) {
        TextLine line = begin(buffer, request.exchange().startedAt(), request.level());
        String route = RequestFacts.route(request);
        line.word(facts.method(request.exchange())).word(route == null ? facts.path(request.exchange()) : route);
        describeEnd(line, request);
        request.event().close(line);
        line.putIfKnown("user.id", facts.user(request.exchange()));
        line.putIfKnown("trace.id", request.event().traceId());
        describeError(line, request);
        if (request.rate() < 1) {
            line.put("breakwater.sample.rate", request.rate());
        }
        if (request.lost() > 0) {
            line.put("breakwater.dropped_before", request.lost());
        }
    }

    @Override
    public void late(StringBuilder buffer, StringBuilder scratch, RequestEvent event, EventFields fields, Instant now) {
        TextLine line = begin(buffer, now, Level.INFO);
        line.word("late").word(event.requestId());
        fields.close(line);
    }

    private TextLine begin(StringBuilder buffer, Instant time, Level level) {
        timestamp.append(time, buffer);
        return new TextLine(buffer).word(level.name());
    }

    private void describeEnd(TextLine line, Ended request) {
        int status = request.outcome().status();
        long nanos = Math.max(0, request.outcome().durationNanos());
        if (status == 0) {
            line.word(UNKNOWN);
        } else {
            line.word(status, "");
        }
        line.word(TimeUnit.NANOSECONDS.toMillis(nanos), "ms")
                .word(orUnknown(facts.client(request.exchange())))
                .word(request.event().requestId())
                .word(RequestFacts.outcome(request.outcome()));
    }

    private static String orUnknown(@Nullable String value) {
        return value == null ? UNKNOWN : value;
    }

    private void describeError(TextLine line, Ended request) {
        line.putIfKnown("error.type", Severity.errorType(request.outcome()));
        Throwable error = request.outcome().error();
        if (error == null || !Severity.isFailure(request.outcome())) {
            return;
        }
        line.putIfKnown("error.message", redactor.throwableMessage(error, LONGEST_ERROR));
        line.put("error.stack_hash", StackTraces.hash(error));
    }
}
