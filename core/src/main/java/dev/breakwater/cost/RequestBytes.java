/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request as far as it can be known without consuming it.
 *
 * @param bytes all of it; null if it can be read but once, or from elsewhere
 * @param length how many bytes it has; -1 if nobody knows
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record RequestBytes(byte @Nullable [] bytes, long length) {
    private static final RequestBytes NONE = new RequestBytes(null, 0);
    static final RequestBytes UNKNOWN = new RequestBytes(null, -1);
    private static final Class<?> OF_BYTES =
            BodyPublishers.ofByteArray(new byte[0]).getClass();
    private static final Class<?> OF_TEXT = BodyPublishers.ofString("").getClass();

    static RequestBytes of(HttpRequest request) {
        BodyPublisher publisher = request.bodyPublisher().orElse(null);
        if (publisher == null) {
            return NONE;
        }
        if (isEncoded(request)) {
            return UNKNOWN;
        }
        // These publish what they hold, to each subscriber and at once. Others open a file, or are used up.
        boolean isHeld = publisher.getClass() == OF_BYTES || publisher.getClass() == OF_TEXT;
        return new RequestBytes(isHeld ? held(publisher) : null, publisher.contentLength());
    }

    /** What is compressed is longer than it looks. */
    private static boolean isEncoded(HttpRequest request) {
        for (String coding : request.headers().allValues("content-encoding")) {
            if (!coding.isBlank() && !coding.strip().equalsIgnoreCase("identity")) {
                return true;
            }
        }
        return false;
    }

    private static byte @Nullable [] held(BodyPublisher publisher) {
        Collector collector = new Collector();
        publisher.subscribe(collector);
        return collector.complete ? collector.bytes.toByteArray() : null;
    }

    /** The request with this body, if it is another one. */
    HttpRequest with(HttpRequest request, byte @Nullable [] body) {
        if (body == null || Arrays.equals(body, bytes)) {
            return request;
        }
        return HttpRequest.newBuilder(request, (name, value) -> true)
                .method(request.method(), BodyPublishers.ofByteArray(body))
                .build();
    }

    /** Takes all that is published. */
    private static final class Collector implements Flow.Subscriber<ByteBuffer> {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean complete;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ByteBuffer part) {
            byte[] copy = new byte[part.remaining()];
            part.get(copy);
            bytes.writeBytes(copy);
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {
            complete = true;
        }
    }
}
