/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.caller.Caller;
import dev.breakwater.caller.IpAddress;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.redact.Redactor;
import org.jspecify.annotations.Nullable;

/** What both formats say about a request, in the same words: redacted, bounded, and no more of people than is wanted. */
final class RequestFacts {
    static final String OTHER_METHOD = "_OTHER";
    private static final int LONGEST_URL_PART = 2048;
    private static final int LONGEST_USER_AGENT = 512;
    private static final int LONGEST_DOMAIN = 255;
    private static final int LONGEST_ADDRESS = 64;
    private static final int LONGEST_METHOD = 32;
    private static final int LONGEST_USER = 256;
    private static final int LONGEST_ROUTE = 512;
    private static final int SHOWN_OF_V4 = 24;
    private static final int SHOWN_OF_V6 = 48;

    private final Redactor redactor;
    private final Pseudonyms pseudonyms;
    private final LoggedAddress addresses;
    private final LoggedUser users;

    RequestFacts(RequestLogPolicy policy, Redactor redactor, Pseudonyms pseudonyms) {
        this.redactor = redactor;
        addresses = policy.clientAddress();
        users = policy.user();
        this.pseudonyms = pseudonyms;
    }

    Redactor redactor() {
        return redactor;
    }

    /** RFC 9110 section 9.3, RFC 5789, and the safe method with a body; all others are one. */
    String method(Exchange exchange) {
        String method = exchange.method();
        return switch (method) {
            case "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY" -> method;
            default -> OTHER_METHOD;
        };
    }

    String methodAsSent(Exchange exchange) {
        return redactor.text(exchange.method(), LONGEST_METHOD);
    }

    String path(Exchange exchange) {
        return redactor.path(exchange.rawPath(), LONGEST_URL_PART);
    }

    @Nullable
    String query(Exchange exchange) {
        String query = exchange.query();
        return query == null ? null : redactor.query(query, LONGEST_URL_PART);
    }

    /** The route by what the adapter found, or else by what the application said. */
    static @Nullable String route(Ended request) {
        Outcome outcome = request.outcome();
        String route = outcome.route() == null ? request.exchange().route() : outcome.route();
        return route == null || route.length() <= LONGEST_ROUTE ? route : route.substring(0, LONGEST_ROUTE);
    }

    /** The host without port and without what some clients put before an at sign. */
    @Nullable
    String domain(@Nullable String authority) {
        if (authority == null) {
            return null;
        }
        int from = authority.lastIndexOf('@') + 1;
        int colon = authority.indexOf(':', Math.max(from, authority.lastIndexOf(']') + 1));
        return redactor.text(authority.substring(from, colon < 0 ? authority.length() : colon), LONGEST_DOMAIN);
    }

    static @Nullable String version(Exchange exchange) {
        return switch (exchange.protocol()) {
            case "HTTP/1.1" -> "1.1";
            case "HTTP/2.0", "HTTP/2" -> "2";
            case "HTTP/1.0" -> "1.0";
            case "HTTP/3.0", "HTTP/3" -> "3";
            default -> null;
        };
    }

    @Nullable
    String client(Exchange exchange) {
        IpAddress address = Caller.of(exchange).address();
        return address == null ? null : shown(address);
    }

    /** The socket's other end, which is often the client. */
    @Nullable
    String peer(Exchange exchange) {
        String peer = exchange.peerAddress();
        if (peer == null || peer.length() > LONGEST_ADDRESS || addresses == LoggedAddress.FULL) {
            return peer == null || peer.length() > LONGEST_ADDRESS ? null : peer;
        }
        IpAddress address = IpAddress.parse(peer);
        return address == null ? null : shown(address);
    }

    private String shown(IpAddress address) {
        return switch (addresses) {
            case FULL -> address.toString();
            case CUT ->
                address.prefix(address.isV4() ? SHOWN_OF_V4 : SHOWN_OF_V6).toString();
            case HASH -> pseudonyms.name(address.toString());
        };
    }

    @Nullable
    String user(Exchange exchange) {
        String user = users == LoggedUser.OMIT ? null : exchange.user();
        if (user == null) {
            return null;
        }
        return users == LoggedUser.HASH ? pseudonyms.name(user) : redactor.text(user, LONGEST_USER);
    }

    @Nullable
    String userAgent(Exchange exchange) {
        String agent = exchange.header("User-Agent");
        return agent == null ? null : redactor.text(agent, LONGEST_USER_AGENT);
    }

    /** Where the client came from, without the page: its path and query are somebody's business. */
    @Nullable
    String referrer(Exchange exchange) {
        String referrer = exchange.header("Referer");
        int scheme = referrer == null ? -1 : referrer.indexOf("://");
        if (referrer == null || scheme <= 0) {
            return null;
        }
        int end = authorityEnd(referrer, scheme + 3);
        int user = referrer.lastIndexOf('@', end - 1);
        String authority = referrer.substring(Math.max(user + 1, scheme + 3), end);
        return redactor.text(referrer.substring(0, scheme + 3) + authority, LONGEST_DOMAIN);
    }

    private static int authorityEnd(String url, int from) {
        for (int i = from; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c == '/' || c == '?' || c == '#' || c == '\\') {
                return i;
            }
        }
        return url.length();
    }

    static String outcome(Outcome outcome) {
        return switch (outcome.kind()) {
            case OK -> "ok";
            case ERROR -> "error";
            case REJECTED -> "rejected";
            case TIMEOUT -> "timeout";
            case CLIENT_ABORT -> "client_abort";
            case ABORTED_AFTER_COMMIT -> "aborted_after_commit";
        };
    }
}
