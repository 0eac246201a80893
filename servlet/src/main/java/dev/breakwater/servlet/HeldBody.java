/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.exchange.BodyLimit;
import dev.breakwater.exchange.Reply;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, counted while the application reads it, and held to its limit if it has one. A body that said
 * its length, and was let in, is as long as it said, because containers see to that; it is only counted. One that did not
 * is kept from what containers read by themselves, if it has a limit: its text and its form are read through the counting
 * stream, and its parts not at all.
 */
final class HeldBody {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String PARTS = "multipart/form-data";

    private final HttpServletRequest request;
    private final RequestTally tally;
    private final @Nullable BodyLimit limit;
    private final boolean isHeld;
    private final @Nullable ResponseGate gate;
    private @Nullable CountedInput stream;
    private @Nullable BufferedReader reader;
    private @Nullable Map<String, String[]> parameters;

    HeldBody(HttpServletRequest request, RequestTally tally, @Nullable BodyLimit limit, @Nullable ResponseGate gate) {
        this.request = request;
        this.tally = tally;
        this.limit = limit;
        isHeld = limit != null && isUndeclared(request);
        this.gate = gate;
    }

    /** Whether a request may have a body at all. */
    static boolean isPossible(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || isUndeclared(request);
    }

    /**
     * Whether a request may have a body whose length nobody knows yet. In HTTP/1 such a one has chunks (RFC 9112 section
     * 6.3); in later versions it shows only when it ends.
     */
    private static boolean isUndeclared(HttpServletRequest request) {
        return request.getContentLengthLong() < 0 && (hasChunks(request) || !isHttp1(request));
    }

    /**
     * Whether a request is likely to have such a body. Over HTTP/2 every GET could, and none does: should one all the same,
     * it is held to its limit, but the answer is the application's.
     */
    static boolean isLikelyUndeclared(HttpServletRequest request) {
        return isUndeclared(request)
                && (hasChunks(request)
                        || !(request.getMethod().equals("GET")
                                || request.getMethod().equals("HEAD")));
    }

    private static boolean hasChunks(HttpServletRequest request) {
        return request.getHeader("Transfer-Encoding") != null;
    }

    // Containers that cannot read a request's first line call their error page with no protocol at all.
    private static boolean isHttp1(HttpServletRequest request) {
        String protocol = request.getProtocol();
        return protocol == null || protocol.startsWith("HTTP/1");
    }

    RequestTally tally() {
        return tally;
    }

    ServletInputStream stream() throws IOException {
        if (reader != null) {
            throw new IllegalStateException("getReader has been called for this request");
        }
        return counted();
    }

    private CountedInput counted() throws IOException {
        if (stream == null) {
            long maxBytes = limit == null ? Long.MAX_VALUE : limit.maxBytes();
            stream = new CountedInput(request.getInputStream(), this, tally, maxBytes);
        }
        return stream;
    }

    BufferedReader reader() throws IOException {
        BufferedReader current = reader;
        if (current == null) {
            current = isHeld ? heldReader() : countedReader();
            reader = current;
        }
        return current;
    }

    private BufferedReader countedReader() throws IOException {
        BufferedReader own = request.getReader();
        String charset = request.getCharacterEncoding();
        return TalliedReader.over(own, tally, charset, request.getContentLengthLong());
    }

    private BufferedReader heldReader() throws IOException {
        if (stream != null) {
            throw new IllegalStateException("getInputStream has been called for this request");
        }
        Charset charset = charset(isJson() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        return new BufferedReader(new InputStreamReader(counted(), charset));
    }

    // RFC 8259 section 8.1: JSON is UTF-8. For all else the default is ISO-8859-1 (Servlet 6.0 section 3.12).
    private boolean isJson() {
        String type = mediaType();
        return type.equals("application/json") || type.endsWith("+json");
    }

    private Charset charset(Charset byDefault) throws UnsupportedEncodingException {
        String name = request.getCharacterEncoding();
        try {
            return name == null ? byDefault : Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            throw new UnsupportedEncodingException("character encoding of the request: none that is known here");
        }
    }

    /** The parameters, if they are not to be left to the container; null if they are. */
    @Nullable
    Map<String, String[]> parameters() {
        if (parameters == null && isHeld && hasParametersInBody()) {
            parameters = read();
        }
        return parameters;
    }

    private boolean hasParametersInBody() {
        String type = mediaType();
        return type.equals(FORM) || type.equals(PARTS);
    }

    private Map<String, String[]> read() {
        FormParameters form = new FormParameters();
        try {
            form.add(request.getQueryString(), StandardCharsets.UTF_8);
            // Servlet 6.0 section 3.1.1: the body of a POST, unless the application reads it itself.
            if (stream == null
                    && request.getMethod().equals("POST")
                    && mediaType().equals(FORM)) {
                Charset charset = charset(StandardCharsets.UTF_8);
                form.add(new String(counted().readAllBytes(), StandardCharsets.ISO_8859_1), charset);
            }
        } catch (FormParameters.TooManyException tooMany) {
            answer(FormParameters.TOO_MANY);
            throw tooMany;
        } catch (IOException failure) {
            throw new IllegalStateException("the parameters of the request cannot be read", failure);
        }
        return form.toMap();
    }

    /** The container has been asked for parameters: it has read a form by itself, unless the application did before. */
    void parametersTaken() {
        boolean isUntouched = stream == null && reader == null;
        if (isUntouched && request.getMethod().equals("POST") && mediaType().equals(FORM)) {
            tally.passWhole(request.getContentLengthLong());
        }
    }

    /** The container has been asked for the parts of the body, and has read all of it. */
    void partsTaken() {
        if (mediaType().equals(PARTS)) {
            tally.passWhole(request.getContentLengthLong());
        }
    }

    /** Called before the container reads the parts of the body, which nobody could count. */
    void partsWanted() throws IOException {
        if (limit != null && isHeld && mediaType().equals(PARTS)) {
            answer(limit.lengthRequired());
            throw new IOException("parts of the request: its length is not known (expected: Content-Length, since the"
                    + " container reads parts uncounted). Read them from getInputStream, or have them sent with it.");
        }
    }

    private String mediaType() {
        String type = request.getContentType();
        if (type == null) {
            return "";
        }
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    void isTooLong() {
        if (limit != null) {
            answer(limit.tooLong());
        }
    }

    private void answer(Reply reply) {
        if (gate != null) {
            gate.take(reply);
        }
    }
}
