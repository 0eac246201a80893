/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.Outcome.Kind;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read and written is counted and shown to who watches, and nothing changes by that. */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BodiesTalliedTest {
    private static final String EURO = "1 \u20ac, \u00e4 and \ud83d\ude00";
    private static final String TAP = TapGuard.HEADER + ": yes";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

    private TalliedService service;

    @BeforeAll
    void start() throws Exception {
        service = TalliedService.plain();
    }

    @AfterAll
    void stop() throws Exception {
        service.close();
    }

    @AfterEach
    void allIsTold() {
        service.assertAllTold();
    }

    @Nested
    final class Written {
        @Test
        void byEveryMethodOfTheStreamIsCounted() throws Exception {
            service.on("/stream", (request, response) -> {
                ServletOutputStream out = response.getOutputStream();
                out.write('a');
                out.write(new byte[] {1, 2, 3});
                out.write(new byte[] {1, 2, 3, 4}, 1, 2);
                out.write(new byte[0]);
                out.print("text");
                out.print((String) null);
                out.println("line \u00e4");
                out.println();
                out.print(true);
                out.println(12L);
                out.println(1.5);
                out.print('c');
            });
            TalliedService.Seen seen =
                    service.send("GET /stream", TAP).ended(200, Kind.OK).counted(0);
            assertThat(seen.answer().body()).hasSizeGreaterThan(30);
            assertThat(service.taps.response.bytes.toByteArray())
                    .isEqualTo(seen.answer().body());
        }

        @ParameterizedTest
        @ValueSource(strings = {"UTF-8", "ISO-8859-1", "UTF-16", "windows-1252", "US-ASCII", "Shift_JIS", "UTF-16BE"})
        void byEveryMethodOfTheWriterIsCounted(String charset) throws Exception {
            service.on("/writer", (request, response) -> {
                response.setContentType("text/plain;charset=" + charset);
                write(response.getWriter(), charset.startsWith("U") && !charset.equals("US-ASCII") ? EURO : "\u00e4?");
            });
            long plain = service.send("GET /writer")
                    .ended(200, Kind.OK)
                    .counted(0)
                    .outcome()
                    .bytesWritten();
            TalliedService.Seen seen = service.send("GET /writer", TAP).counted(0);
            assertThat(seen.outcome().bytesWritten()).isEqualTo(plain);
            assertThat(service.taps.response.bytes.toByteArray())
                    .isEqualTo(seen.answer().body());
        }

        private void write(PrintWriter out, String text) {
            out.write('a');
            out.write('\u00e4');
            out.write(text);
            out.write(text, 1, 1);
            out.write(text.toCharArray());
            out.write(text.toCharArray(), 0, 1);
            out.print(text);
            out.print((String) null);
            out.print('c');
            out.print(new char[] {'x', 'y'});
            out.print(1);
            out.print(1L);
            out.print(1.5f);
            out.print(1.5);
            out.print(true);
            out.print((Object) null);
            out.println();
            out.println(text);
            out.println(12);
            out.println('x');
            out.println(new char[] {'x'});
            out.append(text).append(text, 0, 1).append('c');
            out.printf("%s-%d%n", text, 1).format(Locale.GERMANY, "%.2f", 1.5);
        }

        @Test
        void inHalvesOfAPairIsCountedWhole() throws Exception {
            service.on("/halves", (request, response) -> {
                response.setContentType("text/plain;charset=UTF-8");
                response.getWriter().write('\ud83d');
                response.getWriter().write('\ude00');
                response.getWriter().write("a\ud83d");
                response.getWriter().write("\ude00b");
            });
            service.send("GET /halves").counted(0, 10);
            service.send("GET /halves", TAP).counted(0, 10);
            assertThat(service.taps.response.bytes.toString(UTF_8)).isEqualTo("\ud83d\ude00a\ud83d\ude00b");
        }

        @Test
        void inTheLocaleOfTheResponseIsWrittenAsTheContainerDoes() throws Exception {
            service.on("/locale", (request, response) -> {
                response.setLocale(Locale.GERMANY);
                response.setCharacterEncoding("UTF-8");
                response.getWriter().format("%.2f", 1.5).printf(" %,d", 1_000_000);
            });
            service.send("GET /locale").ended(200, Kind.OK).counted(0);
        }

        @Test
        void andThrownAwayIsNot() throws Exception {
            service.on("/reset", (request, response) -> {
                response.getOutputStream().print("never sent");
                response.reset();
                response.getWriter().print("never sent either");
                response.resetBuffer();
                response.getWriter().print("sent");
            });
            service.send("GET /reset", TAP).ended(200, Kind.OK).counted(0, 4);
            assertThat(service.taps.response.restarts).isEqualTo(2);
            assertThat(service.taps.response.bytes.toString(UTF_8)).isEqualTo("sent");
        }

        @Test
        void ofAHundredThousandBytesIsCountedOnceOverItsFlushes() throws Exception {
            byte[] part = new byte[1000];
            service.on("/long", (request, response) -> {
                for (int i = 0; i < 100; i++) {
                    response.getOutputStream().write(part);
                    response.flushBuffer();
                }
            });
            service.send("GET /long").ended(200, Kind.OK).counted(0, 100_000);
        }

        @ParameterizedTest
        @CsvSource({"204", "205", "304"})
        void toAnAnswerWithoutABodyIsNone(int status) throws Exception {
            service.on("/bodiless", (request, response) -> {
                response.setStatus(status);
                response.setHeader("ETag", "\"1\"");
            });
            service.send("GET /bodiless").ended(status, Kind.OK).counted(0, 0);
        }

        @Test
        void toHeadIsNone() throws Exception {
            service.on(
                    "/plain", (request, response) -> response.getOutputStream().print("plain"));
            TalliedService.Seen seen =
                    service.send("HEAD /plain").ended(200, Kind.OK).counted(0, 0);
            assertThat(seen.answer().body()).isEmpty();
        }

        @Test
        void byNobodyKnowsIsUnknown() throws Exception {
            service.on("/refused", (request, response) -> response.sendError(403));
            service.send("GET /refused").ended(403, Kind.OK).counted(0, Outcome.UNKNOWN);
            service.on("/failing", (request, response) -> {
                response.getOutputStream().print("never sent");
                throw new IllegalArgumentException("on purpose");
            });
            service.send("GET /failing").ended(500, Kind.ERROR).counted(0, Outcome.UNKNOWN);
        }

        @Test
        void withoutBlockingIsCounted() throws Exception {
            byte[] part = new byte[100_000];
            service.on("/non-blocking", (request, response) -> {
                AsyncContext async = request.startAsync();
                ServletOutputStream out = response.getOutputStream();
                out.setWriteListener(new WriteListener() {
                    private int left = 20;

                    @Override
                    public void onWritePossible() throws IOException {
                        while (out.isReady()) {
                            if (left-- == 0) {
                                async.complete();
                                return;
                            }
                            out.write(part);
                        }
                    }

                    @Override
                    public void onError(Throwable failure) {
                        async.complete();
                    }
                });
            });
            service.send("GET /non-blocking").ended(200, Kind.OK).counted(0, 2_000_000);
        }
    }

    @Nested
    final class Read {
        @ParameterizedTest
        @ValueSource(strings = {"all", "bytes", "parts", "line", "skip"})
        void fromTheStreamIsCounted(String way) throws Exception {
            byte[] body = "{\"a\": 1}\n{\"b\": 2}\n".getBytes(UTF_8);
            service.on(
                    "/read",
                    (request, response) -> response.getOutputStream().print(read(way, request.getInputStream())));
            TalliedService.Seen seen = service.send(
                    body, "POST /read", TAP, "Content-Type: application/json", "Content-Length: " + body.length);
            seen.ended(200, Kind.OK).counted(body.length);
            assertThat(service.taps.request.begins).containsExactly("application/json|null");
            assertThat(service.taps.request.bytes.toByteArray()).isEqualTo(body);
            service.send(chunks("{\"a\": 1}\n", "{\"b\": 2}\n"), "POST /read", "Transfer-Encoding: chunked")
                    .counted(18);
        }

        private int read(String way, ServletInputStream in) throws IOException {
            switch (way) {
                case "all" -> {
                    return in.readAllBytes().length;
                }
                case "bytes" -> {
                    int bytes = 0;
                    while (in.read() >= 0) {
                        bytes++;
                    }
                    return bytes;
                }
                case "parts" -> {
                    int bytes = 0;
                    byte[] part = new byte[5];
                    for (int read = in.read(part, 1, 4); read >= 0; read = in.read(part, 1, 4)) {
                        bytes += read;
                    }
                    return bytes;
                }
                case "line" -> {
                    byte[] line = new byte[100];
                    return in.readLine(line, 0, 100) + in.readLine(line, 0, 100);
                }
                default -> {
                    return (int) in.skip(100);
                }
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"UTF-8", "UTF-16", "ISO-8859-1"})
        void fromTheReaderIsCountedInBytes(String charset) throws Exception {
            String text = charset.startsWith("UTF") ? EURO + "\nnext\r\n" : "\u00e4\nnext";
            byte[] body = text.getBytes(charset);
            service.on("/reader", (request, response) -> {
                StringBuilder lines = new StringBuilder();
                BufferedReader reader = request.getReader();
                reader.lines().forEach(line -> lines.append(line.length()).append(' '));
                assertThat(request.getReader()).isSameAs(reader);
                response.getOutputStream().print(lines.toString());
            });
            String type = "Content-Type: text/plain;charset=" + charset;
            service.send(body, "POST /reader", TAP, type, "Content-Length: " + body.length)
                    .ended(200, Kind.OK)
                    .counted(body.length);
            service.send(chunks(new String(body, ISO_8859_1)), "POST /reader", type, "Transfer-Encoding: chunked")
                    .ended(200, Kind.OK)
                    .counted(body.length);
        }

        @Test
        void fromAReaderUnderAnUnknownCharsetIsTheContainersToRefuse() throws Exception {
            service.on("/unknown-charset", (request, response) -> {
                try {
                    response.getWriter().print(request.getReader().readLine());
                } catch (IOException unknown) {
                    response.getWriter().print("unknown");
                }
            });
            service.send(
                            new byte[] {'{', '}'},
                            "POST /unknown-charset",
                            TAP,
                            "Content-Type: application/json;charset=foo",
                            "Content-Length: 2")
                    .counted(0);
        }

        @Test
        void thatIsBinaryAndSaysJsonPassesUntouched() throws Exception {
            byte[] body = new byte[256];
            for (int i = 0; i < body.length; i++) {
                body[i] = (byte) i;
            }
            service.on("/echo", (request, response) -> request.getInputStream().transferTo(response.getOutputStream()));
            TalliedService.Seen seen =
                    service.send(body, "POST /echo", TAP, "Content-Type: application/json", "Content-Length: 256");
            assertThat(seen.counted(256, 256).answer().body()).isEqualTo(body);
            assertThat(service.taps.request.bytes.toByteArray()).isEqualTo(body);
            assertThat(service.taps.response.bytes.toByteArray()).isEqualTo(body);
        }

        @Test
        void isNothingIfTheApplicationDoesNot() throws Exception {
            service.on(
                    "/ignores",
                    (request, response) -> response.getOutputStream().print("ignored"));
            service.send(new byte[5000], "POST /ignores", TAP, "Content-Length: 5000")
                    .ended(200, Kind.OK)
                    .counted(0);
            assertThat(service.taps.request.begins).isEmpty();
        }

        @Test
        void leavesTheConnectionToTheNextRequest() throws Exception {
            service.on(
                    "/ignores",
                    (request, response) -> response.getOutputStream().print("ignored"));
            try (Wire wire = new Wire(service.port())) {
                for (int i = 0; i < 3; i++) {
                    wire.text("POST /ignores HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc");
                    assertThat(wire.answer().status()).isEqualTo(200);
                    assertThat(service.nextEnd().bytesRead()).isZero();
                }
            }
        }

        @Test
        void ofAFormIsCountedHoweverItIsRead() throws Exception {
            byte[] form = "a=1&b=%c3%a4&a=3".getBytes(UTF_8);
            service.on("/form", (request, response) -> {
                StringBuilder all = new StringBuilder();
                all.append(request.getParameter("a")).append(request.getParameterValues("a").length);
                request.getParameterNames().asIterator().forEachRemaining(all::append);
                response.getWriter().print(all.append(request.getParameterMap().size()));
            });
            service.send(form, "POST /form?q=1", FORM, "Content-Length: " + form.length)
                    .ended(200, Kind.OK)
                    .counted(form.length);
            service.send(chunks("a=1&b=2", "&a=3"), "POST /form", TAP, FORM, "Transfer-Encoding: chunked")
                    .ended(200, Kind.OK)
                    .counted(11);
            assertThat(service.taps.request.bytes.toString(UTF_8)).isEqualTo("a=1&b=2&a=3");
            service.on(
                    "/form-stream",
                    (request, response) -> response.getWriter()
                            .print(request.getInputStream().readAllBytes().length + request.getParameter("q")));
            service.send(form, "POST /form-stream?q=1", TAP, FORM, "Content-Length: " + form.length)
                    .counted(form.length);
            assertThat(service.taps.request.bytes.toByteArray()).isEqualTo(form);
            service.on(
                    "/form-reader",
                    (request, response) ->
                            response.getWriter().print(request.getReader().readLine()));
            service.send(form, "POST /form-reader", FORM, "Content-Length: " + form.length)
                    .counted(form.length);
            service.on(
                    "/form-query", (request, response) -> response.getWriter().print(request.getParameter("q")));
            service.send("GET /form-query?q=1").counted(0);
        }

        @Test
        void ofPartsIsCountedWhole() throws Exception {
            String part = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nvalue\r\n--b--\r\n";
            service.on(
                    "/parts",
                    (request, response) -> response.getWriter()
                            .print(request.getParts().size() + " "
                                    + request.getPart("a").getSize()));
            service.send(
                            part.getBytes(UTF_8),
                            "POST /parts",
                            TAP,
                            "Content-Type: multipart/form-data; boundary=b",
                            "Content-Length: " + part.length())
                    .ended(200, Kind.OK)
                    .counted(part.length());
        }

        @Test
        void withTrailersIsCountedWithoutThem() throws Exception {
            service.on(
                    "/trailers",
                    (request, response) -> response.getOutputStream()
                            .print(request.getInputStream().readAllBytes().length));
            byte[] body = "3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n".getBytes(ISO_8859_1);
            service.send(body, "POST /trailers", "Trailer: X-Sum", "Transfer-Encoding: chunked")
                    .ended(200, Kind.OK)
                    .counted(3);
        }

        @Test
        void afterA100IsCounted() throws Exception {
            service.on("/echo", (request, response) -> request.getInputStream().transferTo(response.getOutputStream()));
            try (Wire wire = new Wire(service.port())) {
                wire.head("POST /echo HTTP/1.1", "Expect: 100-continue", "Content-Length: 3");
                assertThat(wire.answer().status()).isEqualTo(100);
                assertThat(wire.text("abc").answer().text()).isEqualTo("abc");
            }
            Outcome outcome = service.nextEnd();
            assertThat(outcome.status()).isEqualTo(200);
            assertThat(outcome.bytesRead()).isEqualTo(3);
        }

        @Test
        void withoutBlockingIsCounted() throws Exception {
            service.on("/read-listener", BodiesTalliedTest::readWithoutBlocking);
            byte[] body = new byte[100_000];
            service.send(body, "POST /read-listener", TAP, "Content-Length: 100000")
                    .ended(200, Kind.OK)
                    .counted(100_000);
            assertThat(service.taps.request.bytes.size()).isEqualTo(100_000);
        }
    }

    @Nested
    final class ATap {
        @Test
        void isToldTheTypeOnce() throws Exception {
            service.on("/typed", (request, response) -> {
                response.setContentType("application/json");
                response.setCharacterEncoding("UTF-8");
                response.setHeader("Content-Encoding", "x-none");
                response.getWriter().print("{");
                response.flushBuffer();
                response.getWriter().print("}");
            });
            service.send("GET /typed", TAP).counted(0, 2);
            assertThat(service.taps.response.begins)
                    .singleElement()
                    .asString()
                    .isEqualToIgnoringCase("application/json;charset=UTF-8|x-none");
        }

        @Test
        void thatLooksAwayIsLeftAlone() throws Exception {
            service.on("/echo", (request, response) -> request.getInputStream().transferTo(response.getOutputStream()));
            service.send(new byte[10], "POST /echo", TapGuard.HEADER + ": away", "Content-Length: 10")
                    .counted(10, 10);
            assertThat(service.taps.request.begins).hasSize(1);
            assertThat(service.taps.request.bytes.size()).isZero();
            assertThat(service.taps.response.bytes.size()).isZero();
        }

        @Test
        void seesTheErrorPageInPlaceOfWhatWasThrownAway() throws Exception {
            TalliedService.Filters filters = (context, runtime) -> {
                TalliedService.register(context, runtime);
                context.addServlet("errors", new ErrorPageServlet()).addMapping(ErrorPageServlet.PATH);
            };
            try (TalliedService paged = new TalliedService(java.util.Map.of(), ErrorPageServlet.PATH, filters)) {
                paged.on("/failing", (request, response) -> {
                    response.getOutputStream().print("never sent");
                    throw new IllegalArgumentException("on purpose");
                });
                paged.send("GET /failing", TAP).ended(500, Kind.ERROR).counted(0, ErrorPageServlet.TEXT.length());
                assertThat(paged.taps.response.bytes.toString(UTF_8)).isEqualTo(ErrorPageServlet.TEXT);
                paged.send("GET /nowhere", TAP).ended(404, Kind.OK).counted(0, ErrorPageServlet.TEXT.length());
                assertThat(paged.taps.response.bytes.toString(UTF_8)).isEqualTo(ErrorPageServlet.TEXT);
            }
        }
    }

    @Nested
    final class TheFirstByte {
        private long firstByte(String path, TalliedService.Handler handler) throws Exception {
            service.on(path, handler);
            return service.send("GET " + path).outcome().firstByteNanos();
        }

        private void pause() {
            service.time.advance(Duration.ofMillis(5));
        }

        @Test
        void isTheFirstOfTheBody() throws Exception {
            assertThat(firstByte("/first", (request, response) -> {
                        pause();
                        response.getOutputStream().write(1);
                        pause();
                        response.getOutputStream().write(1);
                    }))
                    .isEqualTo(Duration.ofMillis(5).toNanos());
        }

        @Test
        void isTheHeadsWhereThatIsSentAlone() throws Exception {
            assertThat(firstByte("/flush", (request, response) -> {
                        pause();
                        response.flushBuffer();
                        pause();
                        response.getOutputStream().write(1);
                    }))
                    .isEqualTo(Duration.ofMillis(5).toNanos());
        }

        @Test
        void isNoneWhereNothingIsWritten() throws Exception {
            assertThat(firstByte("/nothing", (request, response) -> response.setStatus(200)))
                    .isEqualTo(Outcome.UNKNOWN);
        }

        @Test
        void isThatOfWhatIsSentAfterAReset() throws Exception {
            assertThat(firstByte("/again", (request, response) -> {
                        response.getOutputStream().write(1);
                        pause();
                        response.reset();
                        response.getOutputStream().write(1);
                    }))
                    .isEqualTo(Duration.ofMillis(5).toNanos());
        }
    }

    @Nested
    final class TheRoute {
        @ParameterizedTest
        @CsvSource({
            "/exact, /exact",
            "/by-path/1, /by-path/*",
            "/by-path, /by-path/*",
            "/some.ext, *.ext",
            "/anything,",
            "/,",
        })
        void isTheMappingOfAServletThatIsNotForEverything(String path, String route) throws Exception {
            service.on(path, (request, response) -> response.getWriter().print("x"));
            assertThat(service.send("GET " + path).outcome().route()).isEqualTo(route);
        }

        @Test
        void isWhatTheApplicationSays() throws Exception {
            service.on("/by-path/42", (request, response) -> {
                dev.breakwater.exchange.Exchange exchange = dev.breakwater.exchange.CurrentExchange.get();
                if (exchange != null) {
                    exchange.route("/by-path/{id}");
                }
            });
            assertThat(service.send("GET /by-path/42").event()).containsEntry("http.route", "/by-path/{id}");
        }

        @Test
        void isTheFirstServletsOverAForward() throws Exception {
            service.on(
                    "/by-path/forward",
                    (request, response) ->
                            request.getRequestDispatcher("/exact").forward(request, response));
            service.on("/exact", (request, response) -> response.getWriter().print("x"));
            service.on("/by-path/forward", (request, response) -> {
                if (request.getDispatcherType() == jakarta.servlet.DispatcherType.FORWARD) {
                    response.getWriter().print("forwarded");
                } else {
                    request.getRequestDispatcher("/exact").forward(request, response);
                }
            });
            assertThat(service.send("GET /by-path/forward").outcome().route()).isEqualTo("/by-path/*");
        }
    }

    private static void readWithoutBlocking(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        AsyncContext async = request.startAsync();
        ServletInputStream in = request.getInputStream();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        in.setReadListener(new ReadListener() {
            @Override
            public void onDataAvailable() throws IOException {
                byte[] part = new byte[1000];
                while (in.isReady() && !in.isFinished()) {
                    all.write(part, 0, Math.max(0, in.read(part)));
                }
            }

            @Override
            public void onAllDataRead() throws IOException {
                response.getOutputStream().print(all.size());
                async.complete();
            }

            @Override
            public void onError(Throwable failure) {
                async.complete();
            }
        });
    }

    private static byte[] chunks(String... chunks) {
        StringBuilder framed = new StringBuilder();
        for (String chunk : chunks) {
            framed.append(Integer.toHexString(chunk.length()))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        return framed.append("0\r\n\r\n").toString().getBytes(ISO_8859_1);
    }
}
