/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The HTTP face of the service. */
@RestController
@RequestMapping("/api/v1")
class DecisionController {
    private final DecisionService decisions;
    private final DecisionQueue queue;
    private final Clock clock;

    DecisionController(DecisionService decisions, DecisionQueue queue, Clock clock) {
        this.decisions = decisions;
        this.queue = queue;
        this.clock = clock;
    }

    /** Holds no thread while the model thinks: however many wait for it, the service stays free for all others. */
    @PostMapping("/decide")
    CompletableFuture<Answer> decide(@RequestBody DecideRequest request) {
        return decisions.decide(request.checked());
    }

    /** For what is not urgent: says where the answer will be. */
    @PostMapping("/decide/later")
    ResponseEntity<Later> later(@RequestBody DecideRequest request) {
        UUID id = queue.add(request.checked());
        if (id == null) {
            throw RefusedRequest.noRoom();
        }
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/decisions/" + id))
                .body(Later.WAITING);
    }

    /** What has become of it. */
    @GetMapping("/decisions/{id}")
    Later decision(@PathVariable UUID id) {
        Later found = queue.find(id);
        if (found == null) {
            throw RefusedRequest.unknown();
        }
        return found;
    }

    @GetMapping("/ping")
    Pong ping() {
        return new Pong("ok", clock.instant());
    }

    /**
     * A sign of life.
     *
     * @param status always {@code ok}
     * @param time the service's clock
     */
    record Pong(String status, Instant time) {}
}
