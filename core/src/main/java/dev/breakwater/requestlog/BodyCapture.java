/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.exchange.BodyTap;
import dev.breakwater.redact.RedactedBody;
import dev.breakwater.redact.Redactor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the beginning of a body that passes by. Of a body that is encoded, or of a type that is not shown, nothing is
 * kept, and neither of one for which there is no memory left. Safe for use by many threads.
 */
final class BodyCapture implements BodyTap {
    private static final byte[] NOTHING = {};
    private static final int FIRST = 512;
    /** How much is kept beyond what is shown: enough that a secret at the edge is seen for what it is. */
    private static final int BEYOND = 256;

    private final int cap;
    private final BodyMemory memory;
    private byte[] kept = NOTHING;
    private int length;
    private long passed;
    private @Nullable String type;
    private boolean cut;
    private boolean closed;

    BodyCapture(int cap, BodyMemory memory) {
        this.cap = cap;
        this.memory = memory;
    }

    // RFC 9110 section 8.4: what is encoded would have to be decoded to be read, to whatever size that makes.
    @Override
    public synchronized boolean begins(@Nullable String contentType, @Nullable String contentEncoding) {
        boolean plain = contentEncoding == null || contentEncoding.equalsIgnoreCase("identity");
        type = !closed && plain && BodyTypes.isShown(contentType) ? contentType : null;
        return type != null;
    }

    @Override
    public synchronized void take(byte[] bytes, int offset, int count) {
        passed += count;
        int more = Math.min(count, cap + BEYOND - length);
        if (closed || type == null || more <= 0) {
            return;
        }
        if (!hasRoom(length + more)) {
            drop();
            return;
        }
        System.arraycopy(bytes, offset, kept, length, more);
        length += more;
    }

    @Override
    public synchronized void restart() {
        length = 0;
        passed = 0;
    }

    private boolean hasRoom(int needed) {
        if (needed <= kept.length) {
            return true;
        }
        int size = Math.min(cap + BEYOND, Math.max(needed, Math.max(FIRST, 2 * kept.length)));
        if (!memory.take(size - kept.length)) {
            return false;
        }
        kept = Arrays.copyOf(kept, size);
        return true;
    }

    private void drop() {
        type = null;
        memory.giveBack(kept.length);
        kept = NOTHING;
        length = 0;
    }

    /** Whether more passed than {@link #content} showed of it. */
    synchronized boolean isTruncated() {
        return cut;
    }

    /** What is to be shown, without secrets; null if nothing. */
    synchronized @Nullable String content(Redactor redactor) {
        if (type == null || length == 0) {
            return null;
        }
        RedactedBody body = redactor.body(type, null, kept, length, passed > length, cap);
        cut = body.truncated();
        return body.text();
    }

    /** The request has ended: nothing is kept any more. */
    synchronized void close() {
        if (!closed) {
            closed = true;
            drop();
        }
    }
}
