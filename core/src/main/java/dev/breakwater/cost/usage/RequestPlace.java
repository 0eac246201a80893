/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One place of a request that means something, and the places below it: {@code tools[].type} is the type of each element of
 * tools, {@code tools[].*} each member that has no place of its own. Where a list is expected, one value counts as its only
 * element, as it does for Google. Built once, then immutable.
 */
final class RequestPlace {
    /** Hears of the values at a place, once they have been read to their end. */
    @FunctionalInterface
    interface Taker {
        void take(RequestFacts facts, RequestValue value);
    }

    private static final byte[] ELEMENT = {'[', ']'};
    private static final byte[] ANY = {'*'};

    private final byte[] name;
    private final List<RequestPlace> below = new ArrayList<>();
    private final boolean single;
    private @Nullable Taker taker;
    private @Nullable RequestPlace anywhere;
    private int index = -1;

    private RequestPlace(byte[] name, boolean single) {
        this.name = name;
        this.single = single;
    }

    static RequestPlace root() {
        return new RequestPlace(new byte[0], true);
    }

    /** A place that is wherever it has none of its own below, at any depth. */
    static RequestPlace everywhere() {
        RequestPlace place = new RequestPlace(new byte[0], false);
        place.anywhere = place;
        return place;
    }

    RequestPlace with(String path, Taker takes) {
        at(path).taker = takes;
        return this;
    }

    private RequestPlace at(String path) {
        RequestPlace place = this;
        for (String part : path.split("\\.", -1)) {
            boolean each = part.endsWith("[]");
            place = place.child(each ? part.substring(0, part.length() - 2) : part);
            place = each ? place.child("[]") : place;
        }
        return place;
    }

    /** The same, and what has no place of its own at this path, at any depth, is at the other one. */
    RequestPlace within(String path, RequestPlace other) {
        at(path).anywhere = other;
        return this;
    }

    /** Who hears of the request as a whole. */
    void whole(Taker takes) {
        taker = takes;
    }

    private RequestPlace child(String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        RequestPlace known = find(bytes, bytes.length);
        if (known != null) {
            return known;
        }
        boolean once = single && !Arrays.equals(bytes, ELEMENT) && !Arrays.equals(bytes, ANY);
        RequestPlace added = new RequestPlace(bytes, once);
        below.add(added);
        return added;
    }

    /** Numbers the places that exist once in a request, this one included; returns how many there are. */
    int number(int from) {
        int next = from;
        if (single) {
            index = next++;
        }
        for (RequestPlace place : below) {
            next = place.number(next);
        }
        return next;
    }

    /** Its number among those that exist once; -1 if it can exist several times. */
    int index() {
        return index;
    }

    /** Whether nothing below it means anything. */
    boolean isLeaf() {
        return below.isEmpty() && anywhere == null;
    }

    /** Whether it is for members of several names. */
    boolean isForSeveral() {
        return Arrays.equals(name, ANY);
    }

    @Nullable
    RequestPlace element() {
        RequestPlace known = find(ELEMENT, ELEMENT.length);
        return known == null ? anywhere : known;
    }

    @Nullable
    RequestPlace member(byte[] bytes, int length) {
        RequestPlace known = find(bytes, length);
        if (known == null) {
            known = find(ANY, ANY.length);
        }
        if (known != null) {
            return known;
        }
        RequestPlace only = find(ELEMENT, ELEMENT.length);
        if (only != null) {
            return only.member(bytes, length);
        }
        return anywhere == null || anywhere == this ? anywhere : anywhere.member(bytes, length);
    }

    private @Nullable RequestPlace find(byte[] bytes, int length) {
        for (int i = 0; i < below.size(); i++) {
            if (below.get(i).isNamed(bytes, length)) {
                return below.get(i);
            }
        }
        return null;
    }

    private boolean isNamed(byte[] bytes, int length) {
        return Arrays.equals(name, 0, name.length, bytes, 0, length);
    }

    void take(RequestFacts facts, RequestValue value) {
        if (taker != null) {
            taker.take(facts, value);
        }
        RequestPlace only = element();
        if (only != null && only != this && !value.isList() && value.isThere()) {
            only.take(facts, value);
        }
    }
}
