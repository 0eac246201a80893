/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater;

import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.Reply;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What HTTP does with a request after a guard has looked at it. Immutable. */
public sealed interface Verdict {
    /** Nothing to add; go on to the next guard. */
    static Proceed proceed() {
        return Proceed.PLAIN;
    }

    /** Go on, with these rules standing over the response's headers. */
    static Proceed proceed(HeaderRules rules) {
        return new Proceed(rules, null, null);
    }

    /** Stop here and answer. */
    static Respond respond(Reply reply) {
        return new Respond(reply, HeaderRules.none(), null);
    }

    /**
     * The verdict is not known yet. Blocking adapters wait for it, reactive ones compose it. The stage must always
     * complete; if it fails, the guard has failed.
     */
    static Pending pending(CompletionStage<? extends Verdict> verdict) {
        return new Pending(verdict);
    }

    /**
     * The request goes on.
     *
     * @param rules header rules, possibly none
     * @param decision what observers hear, if anything
     * @param completion what runs when the request ends, if anything
     */
    record Proceed(
            HeaderRules rules,
            @Nullable Decision decision,
            @Nullable Completion completion) implements Verdict {
        private static final Proceed PLAIN = new Proceed(HeaderRules.none(), null, null);

        /** The same, and observers hear this decision. */
        public Proceed because(Decision why) {
            return new Proceed(rules, why, completion);
        }

        /** The same, and this runs when the request ends. */
        public Proceed then(Completion atTheEnd) {
            return new Proceed(rules, decision, atTheEnd);
        }
    }

    /**
     * The request is answered here; no later guard and no application sees it.
     *
     * @param reply the answer
     * @param rules header rules for the answer, beside those of earlier guards
     * @param decision what observers hear, if anything
     */
    record Respond(Reply reply, HeaderRules rules, @Nullable Decision decision) implements Verdict {
        /** The same, and observers hear this decision. */
        public Respond because(Decision why) {
            return new Respond(reply, rules, why);
        }

        /** The same, with these rules standing over the answer's headers. */
        public Respond with(HeaderRules standing) {
            return new Respond(reply, standing, decision);
        }
    }

    /**
     * The verdict follows later.
     *
     * @param verdict completes with the verdict
     */
    record Pending(CompletionStage<? extends Verdict> verdict) implements Verdict {}
}
