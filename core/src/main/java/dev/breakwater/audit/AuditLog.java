/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import dev.breakwater.Decision;
import dev.breakwater.Observer;
import dev.breakwater.SecurityEvent;
import dev.breakwater.caller.Caller;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a record of each decision that has a {@link SecurityEvent}: to the logger {@code breakwater.audit}, and, if the
 * policy names one, to a file whose records are chained by hashes, so that {@link AuditVerifier} finds what was changed,
 * taken out or put in. Safe for use by many threads.
 *
 * <p>It never waits and never grows. A thread of its own writes. Of one kind of event, a client has 5 records of its own a
 * minute and all clients have 300; the rest is counted and summed up in one record when the minute is over. What comes
 * faster than it can be written is counted too. If the file cannot be written to, records still reach the logger.
 */
public final class AuditLog implements Observer, AutoCloseable {
    private final AuditPolicy policy;
    private final RecordEncoder encoder;
    private final Folding folding;
    private final AuditWriter writer;

    private AuditLog(AuditPolicy policy, TimeSource time) throws IOException, InvalidPolicyException {
        this.policy = policy;
        encoder = new RecordEncoder(policy, time);
        folding = new Folding(time);
        Path file = policy.file();
        writer = new AuditWriter(
                encoder, folding, file == null ? null : chain(file, policy.key(), encoder), new WriteFaults(time));
    }

    private static ChainFile chain(Path file, @Nullable AuditKey key, RecordEncoder encoder) throws IOException {
        ChainFile chain = ChainFile.open(file, key, encoder);
        if (chain == null) {
            throw invalid(
                    "BW-AUDIT-004",
                    file,
                    "a file that no other process writes",
                    "Give each instance a file of its own; a chain has one writer.");
        }
        return chain;
    }

    /**
     * Opens the file, if there is one, and begins.
     *
     * @throws InvalidPolicyException if the file cannot be used
     */
    public static AuditLog start(AuditPolicy policy, TimeSource time) {
        try {
            AuditLog log = new AuditLog(policy, time);
            log.writer.begin();
            return log;
        } catch (NotAChainException foreign) {
            throw invalid(
                    "BW-AUDIT-005",
                    policy.file(),
                    "a file that ends with an audit record, an empty one, or none",
                    "Move it away. If it is an audit log, keep it as evidence: its end was changed.");
        } catch (IOException fault) {
            throw invalid(
                    "BW-AUDIT-006",
                    policy.file(),
                    "a file that can be opened for reading and writing",
                    "The system says: " + fault + ".");
        }
    }

    private static InvalidPolicyException invalid(String code, @Nullable Path file, String expected, String fix) {
        return new InvalidPolicyException(List.of(Problem.error(code, "file", String.valueOf(file), expected, fix)));
    }

    /** What it was started with. */
    public AuditPolicy policy() {
        return policy;
    }

    /** From the next event on, the names that this policy redacts are redacted; nothing else of it counts. */
    public void redactLike(AuditPolicy other) {
        encoder.use(other.redactor());
    }

    @Override
    public void on(Decision decision, @Nullable Exchange exchange) {
        SecurityEvent event = decision.securityEvent();
        if (event == SecurityEvent.SYS_SHUTDOWN) {
            sumUp();
        }
        if (event != null && folding.admits(event, exchange == null ? null : client(exchange))) {
            writer.offer(encoder.decision(event, decision, exchange));
        }
    }

    // The record of an orderly end is the last one.
    private void sumUp() {
        folding.sweep(true);
        for (Folding.Summary due = folding.next(); due != null; due = folding.next()) {
            writer.offer(encoder.folded(due.event(), due.client(), due.count()));
        }
    }

    // Whoever has a network has all its addresses, so they fold as one.
    private static String client(Exchange exchange) {
        Caller caller = Caller.of(exchange);
        return caller.network() == null ? Caller.UNKNOWN : caller.network().toString();
    }

    /** What became of events so far. */
    public AuditCounts counts() {
        return writer.counts();
    }

    /**
     * Waits until everything that was heard before has been written.
     *
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public void flush() throws InterruptedException {
        writer.flush();
    }

    /** Writes what waits, for at most 5 seconds, and closes the file. What is heard later is only counted. */
    @Override
    public void close() {
        writer.close();
    }
}
