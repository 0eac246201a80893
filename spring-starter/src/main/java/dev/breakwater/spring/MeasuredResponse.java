/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.cost.WireCall;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/** A response that is measured while it is read. */
final class MeasuredResponse implements ClientHttpResponse {
    private final ClientHttpResponse response;
    private final WireCall call;
    private @Nullable InputStream body;

    MeasuredResponse(ClientHttpResponse response, WireCall call) {
        this.response = response;
        this.call = call;
    }

    @Override
    public HttpStatusCode getStatusCode() throws IOException {
        return response.getStatusCode();
    }

    @Override
    public String getStatusText() throws IOException {
        return response.getStatusText();
    }

    @Override
    public HttpHeaders getHeaders() {
        return response.getHeaders();
    }

    @Override
    public InputStream getBody() throws IOException {
        if (body == null) {
            body = new Measured(response.getBody(), call);
        }
        return body;
    }

    @Override
    public void close() {
        call.ended(new IOException("closed before its end"));
        response.close();
    }

    /** Ends the call at the end of its answer or when nobody reads on. */
    private static final class Measured extends FilterInputStream {
        private final WireCall call;

        Measured(InputStream answer, WireCall call) {
            super(answer);
            this.call = call;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count;
            try {
                count = super.read(into, offset, length);
            } catch (IOException | RuntimeException broken) {
                call.ended(broken);
                throw broken;
            }
            if (count < 0) {
                call.ended(null);
            } else {
                call.read(ByteBuffer.wrap(into, offset, count));
            }
            return count;
        }

        /** Nothing passes unseen. */
        @Override
        public long skip(long count) throws IOException {
            byte[] skipped = new byte[(int) Math.min(Math.max(count, 0), 8192)];
            return Math.max(0, read(skipped, 0, skipped.length));
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        @Override
        public void close() throws IOException {
            call.ended(new IOException("closed before its end"));
            super.close();
        }
    }
}
