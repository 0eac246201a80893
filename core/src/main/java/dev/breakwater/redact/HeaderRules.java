/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import dev.breakwater.redact.Redactions.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The rules about headers: some are secret, some carry cookies or URLs, the others are judged by name and value. */
final class HeaderRules {
    private enum Content {
        SECRET,
        SCHEME_AND_SECRET,
        COOKIES,
        SET_COOKIE,
        URL,
        LINKS,
        ANY
    }

    private static final Map<String, Content> CONTENTS = contents();

    private final TextRules texts;
    private final UrlRules urls;
    private final CookieRules cookies;

    HeaderRules(TextRules texts, UrlRules urls) {
        this.texts = texts;
        this.urls = urls;
        cookies = new CookieRules(texts, urls);
    }

    String header(String name, String value, int cap) {
        return switch (content(NameText.of(name).letters())) {
            case SECRET -> TextRules.cut(texts.replacement(Kind.HEADER), cap);
            case SCHEME_AND_SECRET -> TextRules.cut(schemeOf(value) + texts.replacement(Kind.HEADER), cap);
            case COOKIES -> cookies.sent(value, cap);
            case SET_COOKIE -> cookies.set(value, cap);
            case URL -> urls.url(Kind.HEADER, value, cap);
            case LINKS -> links(value, cap);
            case ANY -> texts.value(Kind.HEADER, name, value, cap);
        };
    }

    private static Content content(String name) {
        Content content = CONTENTS.get(name);
        if (content != null) {
            return content;
        }
        return name.startsWith("xamznoidc") || name.startsWith("xmstoken") ? Content.SECRET : Content.ANY;
    }

    private static String schemeOf(String value) {
        int space = value.indexOf(' ');
        return AuthSchemes.isOne(value, 0, space) ? value.substring(0, space + 1) : "";
    }

    // RFC 8288 section 3: URLs stand in angle brackets, and so they do not in Refresh.
    private String links(String value, int cap) {
        StringBuilder out = new StringBuilder(Math.min(value.length(), cap) + 16);
        int from = 0;
        while (from < value.length() && out.length() < cap) {
            int open = value.indexOf('<', from);
            int close = open < 0 ? -1 : value.indexOf('>', open);
            int end = close < 0 ? value.length() : open + 1;
            out.append(texts.value(Kind.HEADER, value.substring(from, end), cap));
            if (close >= 0) {
                out.append(urls.url(Kind.HEADER, value.substring(end, close), cap))
                        .append('>');
            }
            from = close < 0 ? end : close + 1;
        }
        return TextRules.cut(out.toString(), cap);
    }

    private static Map<String, Content> contents() {
        Map<String, Content> contents = new HashMap<>();
        for (String name : Set.of("authorization", "proxyauthorization", "wwwauthenticate", "proxyauthenticate")) {
            contents.put(name, Content.SCHEME_AND_SECRET);
        }
        for (String name : Set.of("referer", "origin", "location", "contentlocation", "xoriginalurl", "xrewriteurl")) {
            contents.put(name, Content.URL);
        }
        for (String name : Set.of(
                "authenticationinfo",
                "proxyauthenticationinfo",
                "xapikey",
                "xgoogapikey",
                "ocpapimsubscriptionkey",
                "xfunctionskey",
                "xamzsecuritytoken",
                "xsessionid",
                "xhubsignature",
                "xhubsignature256",
                "xslacksignature",
                "stripesignature",
                "xsignature",
                "xclientcert",
                "xforwardedclientcert",
                "xsslclientcert",
                "clientcert",
                "clientcertchain",
                "secwebsocketprotocol",
                "dpop",
                "openaiorganization",
                "openaiproject",
                "xfirebaseappcheck",
                "cfaccessjwtassertion")) {
            contents.put(name, Content.SECRET);
        }
        contents.put("cookie", Content.COOKIES);
        contents.put("cookie2", Content.COOKIES);
        contents.put("setcookie", Content.SET_COOKIE);
        contents.put("setcookie2", Content.SET_COOKIE);
        contents.put("link", Content.LINKS);
        return Map.copyOf(contents);
    }
}
