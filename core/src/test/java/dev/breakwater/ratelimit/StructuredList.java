/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads Lists and Dictionaries of Items as RFC 9651 section 4.2 says, and fails on everything that it forbids. No inner
 * lists, dates and display strings: no field of rate limits has them.
 */
final class StructuredList {
    private final String text;
    private int at;

    private StructuredList(String text) {
        this.text = text;
    }

    /**
     * One member.
     *
     * @param value a String as {@link Text}, a Token as String, a Long, a BigDecimal, a Boolean or bytes
     */
    record Item(Object value, Map<String, Object> parameters) {
        long integer(String parameter) {
            return (Long) parameters.get(parameter);
        }
    }

    /** A String, which is not a Token. */
    record Text(String value) {}

    /** The members of a List. */
    static List<Item> parse(String text) {
        StructuredList reader = new StructuredList(text);
        List<Item> items = new ArrayList<>();
        reader.skip(' ');
        while (!reader.isAtEnd()) {
            items.add(reader.item());
            reader.endOfMember();
        }
        return items;
    }

    /** The members of a Dictionary. */
    static Map<String, Item> parseDictionary(String text) {
        StructuredList reader = new StructuredList(text);
        Map<String, Item> members = new LinkedHashMap<>();
        reader.skip(' ');
        while (!reader.isAtEnd()) {
            String key = reader.key();
            if (reader.isNext('=')) {
                reader.at++;
                members.put(key, reader.item());
            } else {
                members.put(key, new Item(true, reader.parameters()));
            }
            reader.endOfMember();
        }
        return members;
    }

    private void endOfMember() {
        int end = at;
        while (isNext(' ') || isNext('\t')) {
            at++;
        }
        if (isAtEnd()) {
            check(text.substring(end).isBlank() && text.indexOf('\t', end) < 0, "no tab at the end");
            return;
        }
        check(isNext(','), "a comma");
        at++;
        while (isNext(' ') || isNext('\t')) {
            at++;
        }
        check(!isAtEnd(), "no comma at the end");
    }

    private Item item() {
        return new Item(bareItem(), parameters());
    }

    private Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        while (isNext(';')) {
            at++;
            skip(' ');
            String key = key();
            Object value = true;
            if (isNext('=')) {
                at++;
                value = bareItem();
            }
            check(parameters.put(key, value) == null, "a parameter once");
        }
        return parameters;
    }

    private String key() {
        check(!isAtEnd() && (isLower(text.charAt(at)) || isNext('*')), "a key");
        int start = at;
        while (!isAtEnd()
                && (isLower(text.charAt(at)) || isDigit(text.charAt(at)) || "_-.*".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        return text.substring(start, at);
    }

    private Object bareItem() {
        check(!isAtEnd(), "an item");
        char first = text.charAt(at);
        if (first == '"') {
            return string();
        }
        if (first == ':') {
            return bytes();
        }
        if (first == '?') {
            check(text.startsWith("?0", at) || text.startsWith("?1", at), "a boolean");
            at += 2;
            return text.charAt(at - 1) == '1';
        }
        return first == '-' || isDigit(first) ? number() : token();
    }

    private Object number() {
        int start = at;
        if (isNext('-')) {
            at++;
        }
        int digits = at;
        while (!isAtEnd() && (isDigit(text.charAt(at)) || isNext('.'))) {
            at++;
        }
        String number = text.substring(digits, at);
        int point = number.indexOf('.');
        check(!number.isEmpty() && isDigit(number.charAt(0)), "a digit");
        if (point < 0) {
            check(number.length() <= 15, "at most 15 digits");
            return Long.parseLong(text.substring(start, at));
        }
        int fraction = number.length() - point - 1;
        check(point <= 12 && fraction >= 1 && fraction <= 3 && number.indexOf('.', point + 1) < 0, "a decimal");
        return new BigDecimal(text.substring(start, at));
    }

    private Text string() {
        StringBuilder value = new StringBuilder();
        at++;
        while (true) {
            check(!isAtEnd(), "a quote at the end");
            char c = text.charAt(at++);
            if (c == '"') {
                return new Text(value.toString());
            }
            if (c == '\\') {
                check(!isAtEnd() && "\"\\".indexOf(text.charAt(at)) >= 0, "an escaped quote or backslash");
                c = text.charAt(at++);
            }
            check(c >= ' ' && c <= '~', "printable ASCII");
            value.append(c);
        }
    }

    private byte[] bytes() {
        int end = text.indexOf(':', at + 1);
        check(end > 0, "a colon at the end");
        byte[] value = Base64.getDecoder().decode(text.substring(at + 1, end));
        at = end + 1;
        return value;
    }

    private String token() {
        char first = text.charAt(at);
        check(first == '*' || isLower(Character.toLowerCase(first)), "a token");
        int start = at;
        while (!isAtEnd() && isTokenCharacter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isTokenCharacter(char c) {
        return isDigit(c) || isLower(Character.toLowerCase(c)) || "!#$%&'*+-.^_`|~:/".indexOf(c) >= 0;
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void skip(char c) {
        while (isNext(c)) {
            at++;
        }
    }

    private boolean isNext(char c) {
        return !isAtEnd() && text.charAt(at) == c;
    }

    private boolean isAtEnd() {
        return at == text.length();
    }

    private void check(boolean good, String expected) {
        if (!good) {
            throw new IllegalArgumentException("at " + at + " of " + text + " (expected: " + expected + ")");
        }
    }
}
