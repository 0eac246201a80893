/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import dev.breakwater.cost.usage.TokenUsage.Quality;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a call used from its provider's answer while the answer comes, whole or streamed, in portions of any size.
 * Whether it is JSON or server-sent events shows in its first bytes. The same names inside a text, deeper inside, or
 * where another provider has them, mean nothing.
 *
 * <p>Nothing of the answer is kept but counts, model, tier and id, and memory does not grow with it: about 20 KiB, and as
 * much again if it is compressed. Never throws because of what it reads. For one answer and one thread.
 */
public final class UsageReader {
    private static final int PORTION = 8 * 1024;

    private final AnswerScanner<?> answer;
    private final ContentDecoder decoder;
    private byte @Nullable [] portion;
    private @Nullable TokenUsage usage;

    /**
     * Begins to read an answer that is not compressed.
     *
     * @param api whose answer it is
     */
    public UsageReader(LlmApi api) {
        this(api, null);
    }

    /**
     * Begins to read an answer.
     *
     * @param api whose answer it is
     * @param contentEncoding the value of its Content-Encoding, null if it has none. Read are {@code gzip} and
     *     {@code deflate}; with any other the usage is {@link Quality#UNREADABLE}
     */
    public UsageReader(LlmApi api, @Nullable String contentEncoding) {
        answer = api.format().scanner();
        decoder = new ContentDecoder(contentEncoding);
    }

    /** Reads a whole answer that is not compressed. */
    public static TokenUsage read(LlmApi api, byte[] body) {
        UsageReader reader = new UsageReader(api);
        reader.read(body, 0, body.length);
        return reader.end();
    }

    /** Reads a part of the answer, from the position to the limit, which become equal. After the end it reads nothing. */
    public void read(ByteBuffer part) {
        if (part.hasArray()) {
            int from = part.arrayOffset() + part.position();
            read(part.array(), from, from + part.remaining());
            part.position(part.limit());
            return;
        }
        if (portion == null) {
            portion = new byte[PORTION];
        }
        while (part.hasRemaining()) {
            int length = Math.min(portion.length, part.remaining());
            part.get(portion, 0, length);
            read(portion, 0, length);
        }
    }

    private void read(byte[] bytes, int from, int to) {
        if (usage == null) {
            decoder.read(bytes, from, to, answer::read);
        }
    }

    /** What the call used, once its answer has been read in full. */
    public TokenUsage end() {
        return end(false);
    }

    /**
     * What the call used, if its answer broke off: what the provider had told, and an estimate of the output where the text
     * had begun ({@link Quality#PARTIAL}).
     */
    public TokenUsage breakOff() {
        return end(true);
    }

    private TokenUsage end(boolean broken) {
        if (usage == null) {
            usage = measured(broken);
            decoder.close();
        }
        return usage;
    }

    private TokenUsage measured(boolean broken) {
        if (!decoder.isKnown()) {
            return TokenUsage.builder().quality(Quality.UNREADABLE).build();
        }
        if (decoder.isFailed()) {
            answer.malformed();
        }
        return answer.end(broken);
    }
}
