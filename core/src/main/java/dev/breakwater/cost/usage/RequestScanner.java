/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import dev.breakwater.cost.usage.RequestValue.Kind;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Walks over a request that is there in full (RFC 8259), and tells what stands at the places that mean something, and where.
 * Builds no tree: what it keeps grows with the depth alone, of which 64 levels are read.
 */
final class RequestScanner {
    private static final int MAX_DEPTH = 64;
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final byte[] json;
    private final RequestFacts facts;
    private final JsonText text = new JsonText();
    private final JsonNumber number = new JsonNumber();
    private long seen;
    private int at;
    private int depth;
    private boolean empty;

    private RequestScanner(byte[] json, RequestFacts facts) {
        this.json = json;
        this.facts = facts;
    }

    /** Reads the document; false if it is not one object, or is nested too deep. */
    static boolean read(byte[] json, RequestPlace root, RequestFacts facts) {
        RequestScanner scanner = new RequestScanner(json, facts);
        return scanner.peek() == '{' && scanner.value(root, null) && scanner.peek() < 0;
    }

    /** The next byte that is no white space; -1 at the end. */
    private int peek() {
        while (at < json.length && isSpace(json[at])) {
            at++;
        }
        return at < json.length ? json[at] & 0xff : -1;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private boolean value(@Nullable RequestPlace place, @Nullable String name) {
        int first = peek();
        int from = at;
        Kind kind = kind(first);
        if (kind == null || !read(kind, place)) {
            return false;
        }
        if (place != null) {
            once(place);
            place.take(facts, found(place, kind, from, name));
        }
        return true;
    }

    private static @Nullable Kind kind(int first) {
        return switch (first) {
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.LIST;
            case '"' -> Kind.TEXT;
            case 't' -> Kind.TRUE;
            case 'f' -> Kind.FALSE;
            case 'n' -> Kind.NULL;
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> Kind.NUMBER;
            default -> null;
        };
    }

    private boolean read(Kind kind, @Nullable RequestPlace place) {
        return switch (kind) {
            case OBJECT -> entered(place, true);
            case LIST -> entered(place, false);
            case TEXT -> text(place != null && place.isLeaf());
            case NUMBER -> number();
            case TRUE -> literal(TRUE);
            case FALSE -> literal(FALSE);
            case NULL -> literal(NULL);
        };
    }

    private RequestValue found(RequestPlace place, Kind kind, int from, @Nullable String name) {
        boolean isShort = kind == Kind.TEXT && place.isLeaf() && text.isShort();
        return new RequestValue(
                kind,
                from,
                at,
                empty,
                name,
                isShort ? text.text() : null,
                kind == Kind.NUMBER ? number.count() : JsonNumber.NONE);
    }

    /** What stands twice has two readings. */
    private void once(RequestPlace place) {
        if (place.index() < 0) {
            return;
        }
        long bit = 1L << place.index();
        if ((seen & bit) != 0) {
            facts.ambiguous();
        }
        seen |= bit;
    }

    private boolean entered(@Nullable RequestPlace place, boolean object) {
        if (++depth > MAX_DEPTH) {
            return false;
        }
        at++;
        boolean read = object ? members(place) : elements(place == null ? null : place.element());
        depth--;
        return read;
    }

    private boolean members(@Nullable RequestPlace place) {
        boolean any = false;
        if (peek() != '}') {
            any = true;
            do {
                if (!member(place)) {
                    return false;
                }
            } while (isNext(','));
        }
        return closed('}', any);
    }

    private boolean member(@Nullable RequestPlace place) {
        boolean wanted = place != null && !place.isLeaf();
        if (peek() != '"' || !text(wanted)) {
            return false;
        }
        RequestPlace member = place == null || !wanted
                ? null
                // The beginning of a longer name is none that is known.
                : place.member(text.bytes(), (int) Math.min(text.length(), JsonText.MAX_KEPT));
        String name = member != null && member.isForSeveral() && text.isShort() ? text.text() : null;
        return isNext(':') && value(member, name);
    }

    private boolean elements(@Nullable RequestPlace each) {
        boolean any = false;
        if (peek() != ']') {
            any = true;
            do {
                if (!value(each, null)) {
                    return false;
                }
            } while (isNext(','));
        }
        return closed(']', any);
    }

    private boolean closed(char end, boolean any) {
        boolean closed = isNext(end);
        empty = !any;
        return closed;
    }

    private boolean isNext(char expected) {
        boolean there = peek() == expected;
        if (there) {
            at++;
        }
        return there;
    }

    private boolean text(boolean keep) {
        text.begin(keep);
        int next = text.read(json, at + 1, json.length);
        if (next < 0 || !text.isClosed()) {
            return false;
        }
        at = next;
        return true;
    }

    private boolean number() {
        number.begin(false);
        while (at < json.length && number.accept(json[at])) {
            at++;
        }
        return number.isComplete();
    }

    private boolean literal(byte[] expected) {
        int end = at + expected.length;
        if (end > json.length) {
            return false;
        }
        for (byte b : expected) {
            if (json[at++] != b) {
                return false;
            }
        }
        return true;
    }
}
