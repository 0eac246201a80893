/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Takes observations about deals and, for operators, shows those that could not be processed. */
@RestController
@RequestMapping("/api/v1")
class EventController {
    private final Events events;
    private final BreakwaterRuntime runtime;
    private final Clock clock;

    EventController(Events events, BreakwaterRuntime runtime, Clock clock) {
        this.events = events;
        this.runtime = runtime;
        this.clock = clock;
    }

    /** Takes an observation; it counts as soon as it is processed. */
    @PostMapping("/events")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Accepted take(@RequestBody EventRequest request) {
        Event event = request.checked(clock.instant());
        events.offer(event);
        return new Accepted(event.id());
    }

    @GetMapping("/dead-letters")
    List<DeadLetter> deadLetters(HttpServletRequest request) throws NoResourceFoundException {
        requireOperator(request);
        return events.deadLetters();
    }

    /** Asks for JSON, since a page in an operator's browser could send any form, but no JSON without our leave. */
    @PostMapping(path = "/dead-letters/{id}/redrive", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Accepted redrive(@PathVariable String id, HttpServletRequest request) throws NoResourceFoundException {
        requireOperator(request);
        if (!events.redrive(id)) {
            throw RefusedRequest.unknown("No event of this id was given up.");
        }
        return new Accepted(id);
    }

    /** For everybody else there is nothing here, and the answer is the same as for any path where there is nothing. */
    private void requireOperator(HttpServletRequest request) throws NoResourceFoundException {
        Exchange exchange = CurrentExchange.get();
        if (exchange == null || !runtime.isOperator(exchange)) {
            throw new NoResourceFoundException(
                    HttpMethod.valueOf(request.getMethod()),
                    request.getRequestURI().substring(1));
        }
    }

    /**
     * What was accepted.
     *
     * @param id the event's id
     */
    record Accepted(String id) {}
}
