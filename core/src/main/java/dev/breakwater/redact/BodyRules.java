/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import dev.breakwater.redact.Redactions.Kind;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The rules about bodies: which of them is for which type, and what stands for a body that none is for. */
final class BodyRules {
    private static final int LONGEST_TYPE = 64;

    private final TextRules texts;
    private final UrlRules urls;
    private final JsonBodies json;
    private final EventStreams events;
    private final Multiparts multiparts;

    BodyRules(TextRules texts, UrlRules urls) {
        this.texts = texts;
        this.urls = urls;
        json = new JsonBodies(texts);
        events = new EventStreams(texts, json);
        multiparts = new Multiparts(texts);
    }

    RedactedBody body(
            @Nullable String contentType,
            @Nullable String contentEncoding,
            byte[] body,
            int length,
            boolean cut,
            int cap) {
        if (length == 0) {
            return new RedactedBody("", cut);
        }
        if (contentEncoding != null && !contentEncoding.trim().equalsIgnoreCase("identity")) {
            // Not decoded: a few bytes may stand for gigabytes.
            return withheld(texts.value(Kind.HEADER, contentEncoding, LONGEST_TYPE), body, length, cut, cap);
        }
        MediaType type = MediaType.parse(contentType);
        if (type.isMultipart() && type.boundary() != null) {
            return multipart(body, length, type.boundary(), cut, cap);
        }
        Charset charset = Texts.charset(type.charset());
        String text = isKnown(type) && charset != null ? Texts.decode(body, length, charset) : null;
        return text == null ? withheld(nameOf(type), body, length, cut, cap) : known(type, text, cut, cap);
    }

    private static boolean isKnown(MediaType type) {
        return type.isJson() || type.isLines() || type.isEvents() || type.isForm();
    }

    private RedactedBody known(MediaType type, String text, boolean cut, int cap) {
        if (type.isForm()) {
            return form(text, cut, cap);
        }
        return type.isJson()
                ? json.whole(text, cut, cap)
                : type.isLines() ? json.lines(text, cut, cap) : events.body(text, cut, cap);
    }

    RedactedBody json(byte[] body, int length, boolean cut, int cap) {
        String text = Texts.decode(body, length, StandardCharsets.UTF_8);
        return text == null ? withheld("no JSON", body, length, cut, cap) : json.whole(text, cut, cap);
    }

    RedactedBody form(byte[] body, int length, Charset charset, boolean cut, int cap) {
        String text = Texts.decode(body, length, charset);
        return text == null ? withheld(charset.name(), body, length, cut, cap) : form(text, cut, cap);
    }

    private RedactedBody form(String text, boolean cut, int cap) {
        return limited(
                cut ? urls.cutParameters(Kind.FORM, text, Integer.MAX_VALUE) : urls.form(text, Integer.MAX_VALUE),
                cut,
                cap);
    }

    RedactedBody multipart(byte[] body, int length, String boundary, boolean cut, int cap) {
        return limited(multiparts.names(new String(body, 0, length, StandardCharsets.UTF_8), boundary), cut, cap);
    }

    private String nameOf(MediaType type) {
        return type.name().isEmpty() ? "no type" : texts.value(Kind.HEADER, type.name(), LONGEST_TYPE);
    }

    private RedactedBody withheld(String why, byte[] body, int length, boolean cut, int cap) {
        texts.replacement(Kind.VALUE);
        return limited(Placeholder.of(why, body, length), cut, cap);
    }

    static RedactedBody limited(String text, boolean cut, int cap) {
        return new RedactedBody(TextRules.cut(text, cap), cut || text.length() > cap);
    }
}
