/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The errors that Redis answers with. The first word is what counts; a script that came upon one puts words of its own
 * before it.
 */
final class ErrorReply {
    private static final String OTHER_CLUSTER =
            "it is a Redis Cluster that sends elsewhere: set redis.cluster=true, or hand over a RedisClusterClient";

    private static final Fault NOT_ALLOWED = new Fault(
            Fault.Kind.AWAY, "its user may not do this (NOPERM): allow scripts, and all keys under redis.key-prefix");

    private static final Map<String, Fault> KNOWN = Map.ofEntries(
            away("LOADING", "it is loading its data"),
            away("BUSY", "a script keeps it busy"),
            away("OOM", "its memory is full (OOM), so it takes no writes"),
            away("MISCONF", "it cannot save its data, so it takes no writes (MISCONF)"),
            away("NOREPLICAS", "too few replicas, so it takes no writes (NOREPLICAS)"),
            away("CLUSTERDOWN", "the cluster is down (CLUSTERDOWN)"),
            Map.entry("NOPERM", NOT_ALLOWED),
            elsewhere("READONLY", "it is a replica, so it takes no writes (READONLY)"),
            elsewhere("MASTERDOWN", "it is a replica that has lost its master (MASTERDOWN)"),
            elsewhere("NOAUTH", "it wants a password (NOAUTH): give redis.url one"),
            elsewhere("WRONGPASS", "it does not accept the user or password of redis.url (WRONGPASS)"),
            elsewhere("MOVED", OTHER_CLUSTER + " (MOVED)"),
            elsewhere("ASK", OTHER_CLUSTER + " (ASK)"),
            Map.entry("TRYAGAIN", Fault.MOVING),
            Map.entry(
                    "CROSSSLOT",
                    new Fault(Fault.Kind.QUESTION, "the keys of one question are in several slots (CROSSSLOT)")),
            Map.entry("NOSCRIPT", new Fault(Fault.Kind.UNKNOWN_SCRIPT, "it does not know the script (NOSCRIPT)")));

    private ErrorReply() {}

    /** What this error means. Nothing but its first word gets into the reason. */
    static Fault fault(String message) {
        String word = word(message, 0);
        Fault known = KNOWN.get(word);
        if (known == null) {
            known = withinScript(message);
        }
        if (known == null) {
            known = unnamed(message);
        }
        return known != null ? known : new Fault(Fault.Kind.QUESTION, "it answered with the error " + shown(word));
    }

    // Up to Redis 6.2 "ERR Error running script (call to f_6b1...): @user_script:3: @user_script: 3: -READONLY ...";
    // later ones begin with the word itself.
    private static @Nullable Fault withinScript(String message) {
        int dash = message.indexOf(": -");
        return dash < 0 ? null : KNOWN.get(word(message, dash + 3));
    }

    // Those of long ago have no word of their own, nor have Redis 7 and Valkey for scripts whose user may not do
    // something; from Redis 7.2 on they say it in other words.
    private static @Nullable Fault unnamed(String message) {
        if (message.contains("The user executing the script can't ")
                || message.startsWith("ERR ACL failure in script")) {
            return NOT_ALLOWED;
        }
        if (message.startsWith("ERR max number of clients")) {
            return new Fault(Fault.Kind.ELSEWHERE, "it has no connections left (maxclients)");
        }
        if (message.startsWith("ERR invalid password")
                || message.startsWith("ERR AUTH")
                || message.contains("without any password configured")) {
            return new Fault(Fault.Kind.ELSEWHERE, "it does not accept the password of redis.url");
        }
        if (message.startsWith("ERR DB index") || message.startsWith("ERR invalid DB index")) {
            return new Fault(Fault.Kind.ELSEWHERE, "it does not have the database that redis.url names");
        }
        return null;
    }

    private static String word(String message, int from) {
        int end = from;
        while (end < message.length() && isLetter(message.charAt(end))) {
            end++;
        }
        return message.substring(from, end);
    }

    private static boolean isLetter(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static String shown(String word) {
        return word.isEmpty() || word.length() > 20 ? "ERR" : word;
    }

    private static Map.Entry<String, Fault> away(String word, String reason) {
        return Map.entry(word, new Fault(Fault.Kind.AWAY, reason));
    }

    private static Map.Entry<String, Fault> elsewhere(String word, String reason) {
        return Map.entry(word, new Fault(Fault.Kind.ELSEWHERE, reason));
    }
}
