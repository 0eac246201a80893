/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where instances of a service share answers of their upstreams. Safe for use by many threads. Never blocks and never fails:
 * what cannot be had is not there. An answer is found as it was put or not at all.
 */
public interface AnswerStore {
    /** Gets ready to be asked, without waiting for it. Called when an upstream that shares answers is made, and again. */
    default void prepare() {}

    /**
     * Looks for an answer.
     *
     * @param upstream the upstream's name
     * @param key the call's
     * @param codec the name of what wrote it; what others wrote is not found
     */
    CompletionStage<Optional<Found>> find(String upstream, String key, String codec);

    /**
     * Keeps an answer that has just come, in place of any other of this key.
     *
     * @param answer not changed by anybody from now on
     * @param lifetime how long it may be found; a millisecond or more
     * @return whether it is there now, as far as that is known
     */
    CompletionStage<Boolean> put(String upstream, String key, String codec, byte[] answer, Duration lifetime);

    /**
     * Forgets what is kept under this key, whatever wrote it. Who looks after this has returned does not find it.
     *
     * @return whether it is gone for certain
     */
    CompletionStage<Boolean> remove(String upstream, String key);

    /** An answer that was there. */
    final class Found {
        private final byte[] answer;
        private final Duration age;

        /** An answer that came this long ago, by one clock for all instances. */
        public Found(byte[] answer, Duration age) {
            this.answer = answer;
            this.age = age;
        }

        /** The bytes, whoever finds them: not to be changed. */
        public byte[] answer() {
            return answer;
        }

        /** How long ago it was put. */
        public Duration age() {
            return age;
        }
    }
}
