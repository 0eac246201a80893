/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Attempts that end when a stage completes. */
final class Stages {
    private Stages() {}

    /**
     * Begins it.
     *
     * @param canceller cancels the stage: that runs whatever hangs on it, which nobody who leaves is to wait for
     */
    static <S extends @Nullable Object> void begin(
            Attempt<S, ?> attempt, Executor canceller, Supplier<? extends CompletionStage<? extends S>> work) {
        CompletionStage<? extends S> stage;
        attempt.began();
        CallContext previous = attempt.context().enter();
        try {
            stage = work.get();
        } catch (Throwable fault) {
            stage = CompletableFuture.failedStage(fault);
        } finally {
            CallersContext.leave(previous);
        }
        follow(attempt, canceller, stage);
    }

    private static <S extends @Nullable Object> void follow(
            Attempt<S, ?> attempt, Executor canceller, @Nullable CompletionStage<? extends S> stage) {
        if (stage == null) {
            attempt.ended(null, new NullPointerException("the call gave no stage"));
            return;
        }
        // Others, such as minimal stages, need not tell.
        if (stage.getClass() == CompletableFuture.class && isAnswered((CompletableFuture<?>) stage)) {
            attempt.ended(((CompletableFuture<? extends S>) stage).join(), null);
            return;
        }
        CallContext unusedToo = attempt.context().keep();
        CompletionStage<?> unused = stage.whenComplete((answer, failure) -> attempt.ended(answer, failure));
        attempt.stopWith(() -> canceller.execute(() -> cancel(stage)));
    }

    private static boolean isAnswered(CompletableFuture<?> stage) {
        return stage.isDone() && !stage.isCompletedExceptionally();
    }

    private static void cancel(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().cancel(true);
        } catch (Throwable cannotBe) {
            // Whoever waits must go on. The work does too, until it ends by itself, and holds its permit until then.
        }
    }
}
