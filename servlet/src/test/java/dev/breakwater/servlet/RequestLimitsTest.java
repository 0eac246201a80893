/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.RawAnswer;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.requestlimits.RequestLimitsPolicy;
import dev.breakwater.requestlimits.RequestRefused.Reason;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests that are too large meet, on every server. */
@Tag("container")
final class RequestLimitsTest {
    private static final int LIMIT = 100;
    private static final String HUNDRED = "x".repeat(LIMIT);
    private static final String CHUNKED = "Transfer-Encoding: chunked";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

    private WeighedService service;

    @BeforeEach
    void start() throws Exception {
        service = new WeighedService(RequestLimitsPolicy.builder()
                .maxBodySize(LIMIT)
                .rule(List.of("/upload/**"), 1_000L, null)
                .build());
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    private static RawAnswer assertProblem(RawAnswer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.whole()).isTrue();
        assertThat(answer.header("Content-Type")).containsExactly("application/problem+json");
        assertThat(answer.header("Cache-Control")).containsExactly("no-store");
        assertThat(answer.text()).contains("\"status\":" + status);
        return answer;
    }

    @Nested
    final class ADeclaredBody {
        @Test
        void thatIsTooLongIsRefusedUnread() throws Exception {
            try (Wire wire = service.connect()) {
                RawAnswer answer =
                        wire.head("POST / HTTP/1.1", "Content-Length: 101").answer();
                assertProblem(answer, 413);
                assertThat(answer.text()).contains("100 bytes");
            }
            assertThat(service.calls).hasValue(0);
            service.assertEnded(413, Outcome.Kind.REJECTED);
            assertThat(service.refused).containsExactly(Reason.BODY_TOO_LARGE);
        }

        @Test
        void thatIsTooLongLeavesTheConnectionUsableOrCloses() throws Exception {
            service.on((request, response) -> response.getOutputStream().print("next"));
            try (Wire wire = service.connect()) {
                wire.head("POST / HTTP/1.1", "Content-Length: 101").text(HUNDRED + "x");
                assertProblem(wire.answer(), 413);
                service.assertEnded(413, Outcome.Kind.REJECTED);
                assertNextOrClosed(wire);
            }
        }

        @Test
        void thatIsAnnouncedIsRefusedWithoutBeingSent() throws Exception {
            try (Wire wire = service.connect()) {
                wire.head("POST / HTTP/1.1", "Content-Length: 101", "Expect: 100-continue");
                // Tomcat says 100 before any filter runs, unless its connector has continueResponseTiming="onRead".
                RawAnswer first = wire.answer();
                assertProblem(TestServer.isTomcat() && first.status() == 100 ? wire.answer() : first, 413);
            }
            assertThat(service.calls).hasValue(0);
            service.assertEnded(413, Outcome.Kind.REJECTED);
        }

        @Test
        void asLongAsItMayBePassesAndIsCounted() throws Exception {
            service.on(RequestLimitsTest::echoLength);
            try (Wire wire = service.connect()) {
                wire.head("POST / HTTP/1.1", "Content-Length: 100").text(HUNDRED);
                assertThat(wire.answer().text()).isEqualTo("100");
            }
            service.assertEnded(200, Outcome.Kind.OK);
            assertThat(service.bytesRead()).isEqualTo(100);
        }

        @Test
        void mayBeLongerWhereARuleSaysSo() throws Exception {
            service.on(RequestLimitsTest::echoLength);
            try (Wire wire = service.connect()) {
                wire.head("POST /upload/x HTTP/1.1", "Content-Length: 1000").text("x".repeat(1000));
                assertThat(wire.answer().text()).isEqualTo("1000");
                wire.head("POST /upload/x HTTP/1.1", "Content-Length: 1001");
                assertProblem(wire.answer(), 413);
            }
            service.assertEnded(200, Outcome.Kind.OK);
            service.assertEnded(413, Outcome.Kind.REJECTED);
        }
    }

    @Nested
    final class ACountedBody {
        static Stream<Reading> readings() {
            return Stream.of(Reading.values());
        }

        @ParameterizedTest
        @MethodSource("readings")
        void asLongAsItMayBePasses(Reading reading) throws Exception {
            service.on((request, response) -> response.getOutputStream().print(reading.readAll(request)));
            try (Wire wire = service.connect()) {
                wire.head("POST / HTTP/1.1", CHUNKED).chunk(HUNDRED).text("0\r\n\r\n");
                assertThat(wire.answer().text()).isEqualTo("100");
            }
            service.assertEnded(200, Outcome.Kind.OK);
            assertThat(service.bytesRead()).isEqualTo(100);
        }

        @ParameterizedTest
        @MethodSource("readings")
        void thatIsTooLongIsAnsweredWhateverTheApplicationDoes(Reading reading) throws Exception {
            AtomicReference<Object> thrown = new AtomicReference<>();
            service.on((request, response) -> {
                response.setHeader("Theirs", "yes");
                response.getOutputStream().print("before");
                try {
                    thrown.set(reading.readAll(request));
                } catch (IOException failure) {
                    thrown.set(failure);
                }
                response.reset();
                response.setStatus(200);
                response.setHeader("Theirs", "yes");
                response.getOutputStream().print("after");
                response.flushBuffer();
                response.sendError(400);
                throw new IllegalStateException("the application's own failure");
            });
            try (Wire wire = service.connect()) {
                wire.head("POST / HTTP/1.1", CHUNKED).chunk(HUNDRED).chunk("y").tryChunk("");
                RawAnswer answer = assertProblem(wire.answer(), 413);
                assertThat(answer.header("Theirs")).isEmpty();
            }
            service.assertEnded(413, Outcome.Kind.REJECTED);
            assertThat(thrown.get()).isInstanceOfSatisfying(RequestBodyTooLargeException.class, failure -> {
                assertThat(failure.maxBytes()).isEqualTo(100);
                assertThat(failure).hasMessageContaining("longer than 100 bytes");
            });
            assertThat(service.bytesRead()).isEqualTo(100);
            assertThat(service.refused).containsExactly(Reason.BODY_TOO_LARGE);
        }

        @Test
        void thatIsTooLongIsNeverSeenBeyondItsLimit() throws Exception {
            ByteArrayOutputStream seen = new ByteArrayOutputStream();
            service.on((request, response) -> {
                byte[] buffer = new byte[64];
                ServletInputStream in = request.getInputStream();
                for (int round = 0; round < 5; round++) {
                    try {
                        int read = in.read(buffer, 0, buffer.length);
                        seen.write(buffer, 0, read);
                    } catch (IOException again) {
                        seen.write('!');
                    }
                }
            });
            try (Wire wire = service.connect()) {
                wire.head("POST / HTTP/1.1", CHUNKED).chunk(HUNDRED + "secret").tryChunk("");
                assertProblem(wire.answer(), 413);
            }
            service.assertEnded(413, Outcome.Kind.REJECTED);
            assertThat(seen).hasToString(HUNDRED + "!!!");
        }

        @Test
        void thatIsTooLongWhenTheAnswerHasBegunIsCutOff() throws Exception {
            service.on((request, response) -> {
                response.getOutputStream().print("begun");
                response.flushBuffer();
                Reading.STREAM.readAll(request);
            });
            try (Wire wire = service.connect()) {
                wire.head("POST / HTTP/1.1", CHUNKED).chunk(HUNDRED + "y").tryChunk("");
                RawAnswer answer = wire.answer();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.text()).startsWith("begun");
            }
            service.assertEnded(200, Outcome.Kind.ABORTED_AFTER_COMMIT);
        }

        @Test
        void thatIsTooLongLeavesTheConnectionUsableOrCloses() throws Exception {
            service.on((request, response) -> {
                if (request.getMethod().equals("POST")) {
                    Reading.STREAM.readAll(request);
                }
                response.getOutputStream().print("next");
            });
            try (Wire wire = service.connect()) {
                wire.head("POST / HTTP/1.1", CHUNKED).chunk(HUNDRED + "y").tryChunk("");
                assertProblem(wire.answer(), 413);
                service.assertEnded(413, Outcome.Kind.REJECTED);
                assertNextOrClosed(wire);
            }
        }

        @Test
        void thatIsReadWithoutBlockingIsAnsweredToo() throws Exception {
            service.on((request, response) -> {
                AsyncContext context = request.startAsync();
                request.getInputStream().setReadListener(new Swallowing(context));
            });
            try (Wire wire = service.connect()) {
                wire.head("POST / HTTP/1.1", CHUNKED)
                        .chunk(HUNDRED)
                        .chunk("yyy")
                        .tryChunk("");
                assertProblem(wire.answer(), 413);
            }
            service.assertEnded(413, Outcome.Kind.REJECTED);
            assertThat(service.bytesRead()).isEqualTo(100);
        }

        @Test
        void thatIsReadWithoutBlockingPassesIfItIsShort() throws Exception {
            service.on((request, response) -> {
                AsyncContext context = request.startAsync();
                request.getInputStream().setReadListener(new Swallowing(context));
            });
            try (Wire wire = service.connect()) {
                wire.head("POST / HTTP/1.1", CHUNKED).chunk(HUNDRED).text("0\r\n\r\n");
                assertThat(wire.answer().text()).isEqualTo("100");
            }
            service.assertEnded(200, Outcome.Kind.OK);
        }
    }

    @Nested
    final class AFormOfUnknownLength {
        @Test
        void givesItsParametersBehindThoseOfTheQuery() throws Exception {
            service.on((request, response) -> response.getOutputStream()
                    .print(String.join(",", request.getParameterValues("a"))
                            + request.getParameter("b")
                            + request.getParameter("c")
                            + request.getParameterMap().size()));
            try (Wire wire = service.connect()) {
                wire.head("POST /?a=1 HTTP/1.1", CHUNKED, FORM)
                        .chunk("a=2&b=%41+%zz")
                        .text("0\r\n\r\n");
                assertThat(wire.answer().text()).isEqualTo("1,2A %zznull2");
            }
            service.assertEnded(200, Outcome.Kind.OK);
            assertThat(service.bytesRead()).isEqualTo(13);
        }

        @Test
        void isAnsweredIfItIsTooLong() throws Exception {
            service.on(
                    (request, response) -> response.getOutputStream().print(String.valueOf(request.getParameter("a"))));
            try (Wire wire = service.connect()) {
                wire.head("POST / HTTP/1.1", CHUNKED, FORM)
                        .chunk("a=" + HUNDRED)
                        .tryChunk("");
                assertProblem(wire.answer(), 413);
            }
            service.assertEnded(413, Outcome.Kind.REJECTED);
        }

        @Test
        void isLeftToWhoeverHasReadIt() throws Exception {
            service.on((request, response) -> {
                String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                response.getOutputStream().print(body + request.getParameter("a") + request.getParameter("q"));
            });
            try (Wire wire = service.connect()) {
                wire.head("POST /?q=1 HTTP/1.1", CHUNKED, FORM).chunk("a=2").text("0\r\n\r\n");
                assertThat(wire.answer().text()).isEqualTo("a=2null1");
            }
            service.assertEnded(200, Outcome.Kind.OK);
        }

        @Test
        void ofPartsNeedsItsLength() throws Exception {
            service.on((request, response) ->
                    response.getOutputStream().print(request.getParts().size()));
            String part = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n";
            String type = "Content-Type: multipart/form-data; boundary=b";
            try (Wire wire = service.connect()) {
                wire.head("POST / HTTP/1.1", type, "Content-Length: " + part.length())
                        .text(part);
                assertThat(wire.answer().text()).isEqualTo("1");
            }
            try (Wire wire = service.connect()) {
                wire.head("POST / HTTP/1.1", type, CHUNKED).tryChunk(part).tryText("0\r\n\r\n");
                assertProblem(wire.answer(), 411);
            }
            service.assertEnded(200, Outcome.Kind.OK);
            service.assertEnded(411, Outcome.Kind.REJECTED);
            assertThat(service.refused).containsExactly(Reason.BODY_LENGTH_REQUIRED);
        }
    }

    /** What no well-meaning client sends. The container may answer before us, but nobody may be harmed. */
    @Nested
    final class AHostileRequest {
        @BeforeEach
        void answer() {
            service.on(RequestLimitsTest::echoLength);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Content-Length: 4\r\nContent-Length: 5",
                    "Content-Length: 4, 5",
                    "Content-Length: -4",
                    "Content-Length: 4x",
                    "Content-Length: +4",
                    "Content-Length: 99999999999999999999",
                    "Content-Length:"
                })
        void withALengthThatMeansNothingIsRefused(String lines) throws Exception {
            try (Wire wire = service.connect()) {
                wire.head("POST / HTTP/1.1", lines).text("abcd");
                assertThat(wire.answer().status()).isIn(400, 413);
            }
            assertThat(service.calls).hasValue(0);
            endsIfSeen();
        }

        @Test
        void withALengthAndChunksReachesTheApplicationOnceAtMost() throws Exception {
            try (Wire wire = service.connect()) {
                wire.head("POST / HTTP/1.1", "Content-Length: 4", CHUNKED)
                        .text("0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(wire.answer().status()).isIn(200, 400);
            }
            assertThat(service.calls.get()).isLessThanOrEqualTo(2);
            endsIfSeen();
        }

        @ParameterizedTest
        @CsvSource({"10000, 1", "101, 1", "1, 100000", "50, 1000"})
        void withTooMuchHeaderIsRefused(int lines, int length) throws Exception {
            StringBuilder head = new StringBuilder("GET / HTTP/1.1\r\nHost: localhost\r\n");
            for (int i = 0; i < lines; i++) {
                head.append("H")
                        .append(i)
                        .append(": ")
                        .append("x".repeat(length))
                        .append("\r\n");
            }
            try (Wire wire = service.connect()) {
                wire.tryText(head.append("\r\n").toString());
                assertThat(wire.answer().status()).isIn(0, 400, 431);
            }
            assertThat(service.calls).hasValue(0);
            endsIfSeen();
        }

        @ParameterizedTest
        @ValueSource(ints = {9_000, 1 << 20})
        void withTooLongAUriIsRefused(int length) throws Exception {
            try (Wire wire = service.connect()) {
                wire.tryText("GET /" + "x".repeat(length) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(wire.answer().status()).isIn(0, 400, 414, 431);
            }
            assertThat(service.calls).hasValue(0);
            endsIfSeen();
        }

        // Whether a container shows us what it refuses is its own affair.
        private void endsIfSeen() {
            service.forgetEnds();
        }
    }

    private void assertNextOrClosed(Wire wire) throws Exception {
        RawAnswer next;
        try {
            next = wire.head("GET / HTTP/1.1").answer();
        } catch (IOException closed) {
            return;
        }
        assertThat(next.status()).isIn(0, 200);
        if (next.status() == 200) {
            assertThat(next.text()).isEqualTo("next");
            service.assertEnded(200, Outcome.Kind.OK);
        }
    }

    private static void echoLength(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getOutputStream()
                .print(Integer.toString(request.getInputStream().readAllBytes().length));
    }

    /** The ways to read a body. */
    enum Reading {
        STREAM {
            @Override
            int readAll(HttpServletRequest request) throws IOException {
                return request.getInputStream().readAllBytes().length;
            }
        },
        BYTES {
            @Override
            int readAll(HttpServletRequest request) throws IOException {
                ServletInputStream in = request.getInputStream();
                int count = 0;
                while (in.read() >= 0) {
                    count++;
                }
                return count;
            }
        },
        LINES {
            @Override
            int readAll(HttpServletRequest request) throws IOException {
                ServletInputStream in = request.getInputStream();
                byte[] line = new byte[30];
                int count = 0;
                for (int read = in.readLine(line, 0, 30); read >= 0; read = in.readLine(line, 0, 30)) {
                    count += read;
                }
                return count;
            }
        },
        SKIPPING {
            @Override
            int readAll(HttpServletRequest request) throws IOException {
                return (int) request.getInputStream().skip(10_000);
            }
        },
        READER {
            @Override
            int readAll(HttpServletRequest request) throws IOException {
                return request.getReader().readLine().length();
            }
        };

        abstract int readAll(HttpServletRequest request) throws IOException;
    }

    /** Reads what there is, and answers with its length. */
    private static final class Swallowing implements ReadListener {
        private final AsyncContext context;
        private int count;

        Swallowing(AsyncContext context) {
            this.context = context;
        }

        private ServletInputStream in() throws IOException {
            return context.getRequest().getInputStream();
        }

        @Override
        public void onDataAvailable() throws IOException {
            byte[] buffer = new byte[64];
            while (in().isReady() && !in().isFinished()) {
                int read = in().read(buffer);
                count += Math.max(read, 0);
            }
        }

        @Override
        public void onAllDataRead() throws IOException {
            context.getResponse().getOutputStream().print(Integer.toString(count));
            context.complete();
        }

        @Override
        public void onError(Throwable failure) {
            ((HttpServletResponse) context.getResponse()).setStatus(400);
            context.complete();
        }
    }
}
