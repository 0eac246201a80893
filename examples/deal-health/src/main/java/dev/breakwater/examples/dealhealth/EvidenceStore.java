/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import java.util.Collection;
import java.util.List;

/** Where evidence is. Safe for use by many threads. */
interface EvidenceStore extends AutoCloseable {
    /**
     * Keeps a piece of evidence. Does nothing if the deal has one of this id: an event that is processed again, because
     * nobody knows whether it has been, changes nothing.
     *
     * @throws StoreAwayException if the store cannot be reached
     */
    void add(String dealId, Evidence evidence) throws StoreAwayException;

    /** All that is known about a deal; empty if nothing is. */
    List<Evidence> find(String dealId) throws StoreAwayException;

    /** Forgets pieces of evidence. */
    void forget(String dealId, Collection<Evidence> evidence) throws StoreAwayException;

    /** Notes a deal's score, by which {@link #best} finds it. */
    void rank(String dealId, double score) throws StoreAwayException;

    /** The deals of the highest scores, in that order. */
    List<String> best(int most) throws StoreAwayException;

    @Override
    void close();
}
