/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.exchange.Outcome;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bodies far longer than memory pass as they come. */
@Tag("container")
@Tag("heavy")
final class LongBodiesTest {
    private static final long UP = 100L << 20;
    private static final long DOWN = 2L << 30;
    private static final long SLACK = 48L << 20;

    @Test
    void takeNoMemory() throws Exception {
        Map<String, String> settings = Map.of("request.max-body-size", "1GB");
        try (TalliedService service = new TalliedService(settings, null, TalliedService::register)) {
            byte[] part = new byte[64 << 10];
            service.on("/up", (request, response) -> {
                try (InputStream in = request.getInputStream()) {
                    byte[] own = new byte[64 << 10];
                    while (in.read(own) >= 0) {
                        continue;
                    }
                }
                response.getOutputStream().print("read");
            });
            service.on("/down", (request, response) -> {
                for (long sent = 0; sent < DOWN; sent += part.length) {
                    response.getOutputStream().write(part);
                }
            });
            long before = used();
            try (Wire wire = new Wire(service.port())) {
                wire.head("POST /up HTTP/1.1", "Content-Type: application/json", "Content-Length: " + UP);
                for (long sent = 0; sent < UP; sent += part.length) {
                    wire.bytes(part);
                }
                assertThat(wire.answer().text()).isEqualTo("read");
            }
            Outcome up = service.nextEnd();
            assertThat(up.bytesRead()).isEqualTo(UP);
            try (Wire wire = new Wire(service.port())) {
                wire.head("GET /down HTTP/1.1", "Connection: close");
                byte[] own = new byte[64 << 10];
                long received = 0;
                for (int read = 0;
                        read >= 0;
                        read = wire.socket.getInputStream().read(own)) {
                    received += read;
                }
                assertThat(received).isGreaterThanOrEqualTo(DOWN);
            }
            Outcome down = service.nextEnd();
            assertThat(down.bytesWritten()).isEqualTo(DOWN);
            assertThat(used() - before).isLessThan(SLACK);
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
