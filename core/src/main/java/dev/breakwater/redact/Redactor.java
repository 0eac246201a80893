/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import dev.breakwater.redact.Redactions.Kind;
import java.nio.charset.Charset;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of texts before anything records them. A secret is known by the name it goes under
 * ({@code ?api_key=}), compared after decoding and without regard to case and separators, or by its shape (a private
 * key, a JWT, a provider's API key, a card, a bank account). It is replaced by {@value #REPLACEMENT}; names stay. What
 * cannot be judged is replaced too.
 *
 * <p>Every method takes time linear in its text, gives at most {@code cap} characters and never throws; a text without
 * secrets that is short enough is returned as it is. Immutable; safe for use by many threads.
 */
public final class Redactor {
    /** What stands where a secret was. */
    public static final String REPLACEMENT = "REDACTED";

    private static final Redactor STANDARD = new Redactor(new TextRules(SensitiveNames.standard(), null));

    private final TextRules texts;
    private final UrlRules urls;
    private final HeaderRules headers;
    private final BodyRules bodies;
    private final Traces traces;

    private Redactor(TextRules texts) {
        this.texts = texts;
        urls = new UrlRules(texts);
        headers = new HeaderRules(texts, urls);
        bodies = new BodyRules(texts, urls);
        traces = new Traces(texts);
    }

    /** The built-in rules; nothing is counted. */
    public static Redactor standard() {
        return STANDARD;
    }

    /** The same rules with more names; letters and digits of a name count, its case does not. */
    public Redactor withNames(Collection<String> more) {
        return more.isEmpty() ? this : new Redactor(texts.with(texts.names().and(more)));
    }

    /** The same rules; whatever is taken out by them is counted there. */
    public Redactor counting(Redactions redactions) {
        return new Redactor(texts.with(redactions));
    }

    /** Any text: a message, a user agent. */
    public String text(CharSequence text, int cap) {
        return texts.text(Kind.VALUE, text.toString(), cap);
    }

    /** The value that goes under this name. */
    public String value(String name, String value, int cap) {
        return texts.value(Kind.VALUE, name, value, cap);
    }

    /** Whether whatever goes under this name is a secret. */
    public boolean isSecretName(String name) {
        return texts.names().of(name).hides(0);
    }

    /** A path as sent, undecoded. Path parameters ({@code ;jsessionid=}) are cut. */
    public String path(String path, int cap) {
        return urls.path(Kind.PATH, path, cap);
    }

    /** A query string as sent, undecoded, without its question mark. */
    public String query(String query, int cap) {
        return urls.query(Kind.QUERY, query, cap);
    }

    /**
     * A URL or a reference to one: loses user and password, and path, query and fragment are treated by their rules. Of a
     * {@code data:} URL nothing stays.
     */
    public String url(String url, int cap) {
        return urls.url(Kind.PATH, url, cap);
    }

    /**
     * The value of this header, be it of a request or of a response. Credentials keep their scheme ({@code Bearer}),
     * cookies their names and attributes; the rules about URLs hold for {@code Referer}, {@code Origin}, {@code Location}
     * and {@code Link}.
     */
    public String header(String name, String value, int cap) {
        return headers.header(name, value, cap);
    }

    /**
     * The body of a request or a response by the rules of its type: JSON, lines of JSON, events of a stream, a form, or
     * the names of a multipart body's parts. Of a body of another type, or with a content encoding, nothing stays but its
     * type and length.
     *
     * @param contentType the header's value
     * @param contentEncoding the header's value
     * @param body its bytes, which are not changed
     * @param length how many of the bytes are the body's
     * @param cut whether the body has more bytes than these
     * @param cap how many characters are wanted at most
     */
    public RedactedBody body(
            @Nullable String contentType,
            @Nullable String contentEncoding,
            byte[] body,
            int length,
            boolean cut,
            int cap) {
        return bodies.body(contentType, contentEncoding, body, within(body, length), cut, cap);
    }

    /**
     * A body of JSON in UTF-8. What goes under a betraying name is replaced whatever it is made of, but for {@code true},
     * {@code false} and {@code null}; the other texts and numbers are judged by their shape. If the body was cut, its last
     * value is replaced and what is open is closed. What is no JSON, or is nested deeper than 64, is replaced as a whole by
     * a note that tells its length and, by a keyed hash, which bodies are equal.
     */
    public RedactedBody json(byte[] body, int length, boolean cut, int cap) {
        return bodies.json(body, within(body, length), cut, cap);
    }

    /** A form in this charset, which must be one that agrees with ASCII or says its byte order. */
    public RedactedBody form(byte[] body, int length, Charset charset, boolean cut, int cap) {
        return bodies.form(body, within(body, length), charset, cut, cap);
    }

    /** The names of a multipart body's parts; what is in them is never given. */
    public RedactedBody multipart(byte[] body, int length, String boundary, boolean cut, int cap) {
        return bodies.multipart(body, within(body, length), boundary, cut, cap);
    }

    /** What was thrown with its causes and what they suppressed, as Java prints it; secrets in messages are out. */
    public String stackTrace(Throwable thrown, int cap) {
        return traces.stackTrace(thrown, cap);
    }

    /** The message of what was thrown; null if it has none. */
    public @Nullable String throwableMessage(Throwable thrown, int cap) {
        return traces.message(thrown, cap);
    }

    private static int within(byte[] body, int length) {
        return Math.max(0, Math.min(length, body.length));
    }
}
