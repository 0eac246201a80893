/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.contract;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A response as it came over the wire: nothing joined, nothing left out.
 *
 * @param status the status code; 0 if nothing came
 * @param lines the header lines, in order
 * @param body the body without its chunks' sizes
 * @param whole whether the response came to its own end before the connection's
 */
public record RawAnswer(int status, List<String> lines, byte[] body, boolean whole) {
    /** Reads what a server sent on one connection. */
    public static RawAnswer parse(byte[] received) {
        String text = new String(received, StandardCharsets.ISO_8859_1);
        int head = text.indexOf("\r\n\r\n");
        if (head < 0) {
            return new RawAnswer(0, List.of(), new byte[0], false);
        }
        List<String> lines = new ArrayList<>(List.of(text.substring(0, head).split("\r\n")));
        int status = Integer.parseInt(lines.remove(0).split(" ")[1]);
        return withBody(new RawAnswer(status, List.copyOf(lines), new byte[0], true), text.substring(head + 4));
    }

    private static RawAnswer withBody(RawAnswer head, String rest) {
        if (head.header("Transfer-Encoding").contains("chunked")) {
            return unchunked(head, rest);
        }
        List<String> length = head.header("Content-Length");
        boolean whole = length.isEmpty() || rest.isEmpty() || Integer.parseInt(length.get(0)) == rest.length();
        return new RawAnswer(head.status, head.lines, rest.getBytes(StandardCharsets.ISO_8859_1), whole);
    }

    private static RawAnswer unchunked(RawAnswer head, String rest) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean whole = false;
        int at = 0;
        for (int end = rest.indexOf("\r\n", at); end > 0 && !whole; end = rest.indexOf("\r\n", at)) {
            int size = Integer.parseInt(rest.substring(at, end), 16);
            int last = Math.min(end + 2 + size, rest.length());
            body.writeBytes(rest.substring(end + 2, last).getBytes(StandardCharsets.ISO_8859_1));
            at = last + 2;
            whole = size == 0;
        }
        return new RawAnswer(head.status, head.lines, body.toByteArray(), whole);
    }

    /** The values of this header, one for each line. */
    public List<String> header(String name) {
        List<String> values = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (line.substring(0, colon).equalsIgnoreCase(name)) {
                values.add(line.substring(colon + 1).trim());
            }
        }
        return values;
    }

    /** The elements of this list header, over all its lines. */
    public List<String> elements(String name) {
        List<String> elements = new ArrayList<>();
        for (String value : header(name)) {
            for (String element : value.split(",")) {
                elements.add(element.trim());
            }
        }
        return elements;
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
