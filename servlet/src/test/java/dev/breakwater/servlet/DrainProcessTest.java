/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.RawAnswer;
import dev.breakwater.contract.RawClient;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A signal to a real process. */
@Tag("container")
@Tag("heavy")
final class DrainProcessTest {
    private static final byte[] NONE = {};

    private static RawAnswer get(DrainedProcess service, String path) throws Exception {
        return new RawClient(service.port()).send(NONE, "GET " + path + " HTTP/1.1");
    }

    private static long unreadyAfterMillis(DrainedProcess service) throws Exception {
        long start = System.nanoTime();
        while (get(service, "/readyz").status() == 200) {
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    @Test
    void letsTwentyRequestsEndAndThenEndsItself() throws Exception {
        try (DrainedProcess service = new DrainedProcess("health.drain-delay=1s", "health.drain-exit=true")) {
            assertThat(get(service, "/readyz").status()).isEqualTo(200);
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String path = i % 4 == 0 ? "/async?3000" : "/work?3000";
                sockets.add(new RawClient(service.port()).open(NONE, "GET " + path + " HTTP/1.1"));
            }
            TimeUnit.SECONDS.sleep(1);
            service.terminate();
            long unready = unreadyAfterMillis(service);
            assertThat(get(service, "/livez").status()).isEqualTo(200);

            for (Socket socket : sockets) {
                assertThat(RawAnswer.parse(socket.getInputStream().readAllBytes())
                                .text())
                        .isEqualTo("done");
                socket.close();
            }
            assertThat(service.status()).isZero();
            System.out.println("unready after " + unready + " ms; " + service.closingLine());
            assertThat(unready).isLessThan(500);
            assertThat(service.closingLine()).contains("started=20 finished=20 aborted=0 refused=0");
        }
    }

    @Test
    void saysSoIfOneDidNotEndInTime() throws Exception {
        try (DrainedProcess service = new DrainedProcess(
                        "health.drain-delay=0s", "health.drain-timeout=1s", "health.drain-exit=true");
                Socket endless = new RawClient(service.port()).open(NONE, "GET /async?600000 HTTP/1.1")) {
            TimeUnit.SECONDS.sleep(1);
            service.terminate();

            assertThat(service.status()).isEqualTo(1);
            System.out.println(service.closingLine());
            assertThat(service.closingLine()).contains("started=1 finished=0 aborted=1");
            String took = service.closingLine().split(" took=")[1].split("ms")[0];
            assertThat(Long.parseLong(took)).isBetween(1_000L, 1_250L);
            assertThat(endless.isClosed()).isFalse();
        }
    }

    @Test
    void leavesTheStatusToTheJvmUnlessToldOtherwise() throws Exception {
        try (DrainedProcess service = new DrainedProcess("health.drain-delay=0s")) {
            service.terminate();

            assertThat(service.status()).isEqualTo(128 + 15);
            assertThat(service.closingLine()).contains("started=0 finished=0 aborted=0 refused=0");
        }
    }
}
