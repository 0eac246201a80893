/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import static dev.breakwater.examples.carbon.RunningOptimizer.INTENSITY;
import static dev.breakwater.examples.carbon.RunningOptimizer.WORK;
import static dev.breakwater.examples.carbon.RunningOptimizer.header;
import static dev.breakwater.examples.carbon.RunningOptimizer.said;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.breakwater.examples.carbon.ElectricityMapsStandIn.Mode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The guide's chapters "Troubleshooting" and "Backup and Disaster Recovery". */
class TroubleshootingTest {
    private static final String SOON = "--breakwater.upstreams.electricity-maps.backoff=1ms";

    @Test
    void aKeyThatIsNotValidIsNo500AndTheEventSaysWhy() throws Exception {
        HttpServer maps = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        maps.createContext("/", call -> {
            byte[] body = Json.write(Map.of("error", "Invalid auth-token"));
            call.sendResponseHeaders(401, body.length);
            call.getResponseBody().write(body);
            call.close();
        });
        maps.start();
        try (RunningOptimizer service =
                withUrl("http://127.0.0.1:" + maps.getAddress().getPort())) {
            HttpResponse<String> answer = service.get(INTENSITY + "DE");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(said(answer, "/source")).isEqualTo("estimate");
            assertThat(service.eventOf(answer))
                    .contains("\"breakwater.upstream.electricity-maps.cause\":\"HttpStatusException\"")
                    .contains("\"breakwater.upstream.electricity-maps.attempts\":1");
        } finally {
            maps.stop(0);
        }
    }

    @Test
    void noNetworkIsNo500AndTheEventSaysSo() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        try (RunningOptimizer service = withUrl("http://127.0.0.1:" + nobody)) {
            HttpResponse<String> answer = service.optimize(WORK);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(said(answer, "/source")).isEqualTo("estimate");
            assertThat(service.eventOf(answer)).contains("ConnectException");
        }
    }

    @Test
    void memoryIsBoundedByTheBodyThatIsRead() {
        try (RunningOptimizer service = RunningOptimizer.start()) {
            HttpResponse<String> declared = service.optimize(WORK + " ".repeat(17_000));
            assertThat(declared.statusCode()).isEqualTo(413);
            assertThat(header(declared, "Content-Type")).isEqualTo("application/problem+json");
            assertThat(service.optimize(WORK + " ".repeat(16_000)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aBodyWithoutALengthIsCounted() throws Exception {
        try (RunningOptimizer service = RunningOptimizer.start();
                Socket socket = new Socket("127.0.0.1", service.port())) {
            String head = "POST /api/v1/optimize HTTP/1.1\r\nHost: me\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
            String body = "5000\r\n" + " ".repeat(0x5000) + "\r\n0\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void requestsAtTheSameTimeAreBoundedAndProbesAreNot() {
        try (RunningOptimizer service = RunningOptimizer.start("--breakwater.overload.max-concurrent=2")) {
            service.maps().answer(Mode.SLOW);
            List<CompletableFuture<HttpResponse<String>>> running =
                    List.of(service.sending("GET", INTENSITY + "DE", ""), service.sending("GET", INTENSITY + "FR", ""));
            Awaitility.await().until(() -> service.maps().calls() == 2);
            HttpResponse<String> refused = service.get(INTENSITY + "DE");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(Integer.parseInt(header(refused, "Retry-After"))).isPositive();
            assertThat(refused.body()).contains("#temporary-reduced-capacity");
            assertThat(service.get("/health").statusCode()).isEqualTo(200);
            assertThat(running).allMatch(answer -> answer.join().statusCode() == 200);
            assertThat(service.get(INTENSITY + "DE").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void twoInstancesAnswerAlikeBecauseNeitherKeepsState() {
        try (RunningOptimizer one = RunningOptimizer.start();
                RunningOptimizer other = RunningOptimizer.start()) {
            assertThat(one.optimize(WORK).body()).isEqualTo(other.optimize(WORK).body());
        }
    }

    private static RunningOptimizer withUrl(String url) {
        return RunningOptimizer.start(Map.of("EL_MAPS_API_KEY", "any", "EL_MAPS_URL", url), SOON);
    }
}
