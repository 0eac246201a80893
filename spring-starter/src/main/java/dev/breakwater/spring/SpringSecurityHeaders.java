/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.policy.Problem;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.HeaderWriterFilter;

/**
 * Says so when Spring Security writes security headers beside ours, and what comes of it. Its writers run when the
 * response is committed: they pass over most headers that are there, ours are, and so what an application has said
 * through Spring Security would be lost without a word. Which they write is found out by letting them, on a request that
 * nobody sent.
 */
final class SpringSecurityHeaders implements SmartInitializingSingleton {
    private static final Logger LOG = LoggerFactory.getLogger(BreakwaterRuntime.class);

    // What Spring Security writes unless told otherwise. Nobody has chosen it, so nobody misses it.
    private static final Set<String> UNCHOSEN = Set.of(
            "cache-control: no-cache, no-store, max-age=0, must-revalidate",
            "strict-transport-security: max-age=31536000 ; includesubdomains",
            "x-content-type-options: nosniff",
            "x-frame-options: deny",
            "x-xss-protection: 0");

    private final BreakwaterRuntime runtime;
    private final Environment environment;
    private final String home;
    private final ObjectProvider<FilterChainProxy> proxies;
    private final Set<String> shared = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> onlyTheirs = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Problem> traps = new LinkedHashMap<>();

    SpringSecurityHeaders(
            BreakwaterRuntime runtime, Environment environment, ObjectProvider<FilterChainProxy> proxies) {
        this.runtime = runtime;
        this.environment = environment;
        home = environment.getProperty("server.servlet.context-path", "");
        this.proxies = proxies;
    }

    @Override
    public void afterSingletonsInstantiated() {
        List<String> paths = paths();
        proxies.orderedStream().forEach(proxy -> compare(proxy.getFilterChains(), paths));
        if (!shared.isEmpty()) {
            LOG.info("Breakwater: {}", beside());
        }
        traps.values().forEach(trap -> LOG.warn("Breakwater: {}", trap));
    }

    /** One path for all that has no rule of its own, and one for each rule, below the context path. */
    private List<String> paths() {
        Binder binder = Binder.get(environment);
        List<String> paths = new ArrayList<>(List.of("/"));
        for (int i = 0; ; i++) {
            List<String> patterns = binder.bind(
                            "breakwater.headers.rules[" + i + "].paths", Bindable.listOf(String.class))
                    .orElse(List.of());
            if (patterns.isEmpty()) {
                return paths;
            }
            patterns.stream()
                    .filter(pattern -> pattern.startsWith(home + "/"))
                    .forEach(pattern -> paths.add(Patterns.example(Patterns.plain(pattern.substring(home.length())))));
        }
    }

    // A chain that no such path leads to is compared with what holds for most.
    private void compare(List<SecurityFilterChain> chains, List<String> paths) {
        Set<SecurityFilterChain> rest = new LinkedHashSet<>(chains);
        for (String path : paths) {
            for (SecurityFilterChain chain : chains) {
                if (matches(chain, path)) {
                    compare(chain, path);
                    rest.remove(chain);
                    break;
                }
            }
        }
        rest.forEach(chain -> compare(chain, "/"));
    }

    private static boolean matches(SecurityFilterChain chain, String path) {
        try {
            return chain.matches(new BlankRequest(path));
        } catch (RuntimeException unasked) {
            LOG.debug("Breakwater: a matcher of Spring Security's did not take a request without a client", unasked);
            return false;
        }
    }

    private void compare(SecurityFilterChain chain, String path) {
        HeaderRules ours = ProbedRequest.rules(runtime, home + path);
        for (Filter filter : chain.getFilters()) {
            if (filter instanceof HeaderWriterFilter writer) {
                Map<String, String> theirs = written(writer, path, HeaderRules.none());
                compare(path, theirs, written(writer, path, ours), ours);
            }
        }
    }

    private static Map<String, String> written(HeaderWriterFilter writer, String path, HeaderRules ours) {
        BlankResponse response = new BlankResponse(ours);
        try {
            writer.doFilter(new BlankRequest(path), response, (request, answer) -> {});
        } catch (IOException | ServletException | RuntimeException unasked) {
            LOG.debug(
                    "Breakwater: a header writer of Spring Security's did not take a request without a client",
                    unasked);
        }
        return response.headers();
    }

    private void compare(String path, Map<String, String> theirs, Map<String, String> together, HeaderRules ours) {
        theirs.forEach((name, value) -> {
            HeaderRule rule = ours.find(name);
            if (rule == null && together.containsKey(name)) {
                onlyTheirs.add(name);
            } else if (rule != null && rule.value() != null) {
                shared.add(name);
                note(path, name, value, rule.value(), together.getOrDefault(name, ""));
            }
        });
    }

    private void note(String path, String name, String theirs, String ours, String sent) {
        if (!sent.equals(ours)) {
            traps.putIfAbsent(name + theirs + ours, replaced(home + path, name, theirs, ours));
        } else if (!theirs.equals(ours) && !UNCHOSEN.contains((name + ": " + theirs).toLowerCase(Locale.ROOT))) {
            traps.putIfAbsent(name + theirs, lost(name, theirs));
        }
    }

    private Problem beside() {
        String first = onlyTheirs.isEmpty()
                ? ""
                : " What only Spring Security sends goes with it: set " + String.join(", ", onlyTheirs)
                        + " in breakwater.headers.set, as far as you need it.";
        return Problem.warning(
                "BW-SPRING-040",
                "http.headers()",
                String.join(", ", shared),
                "one place that says them",
                "Both write them; each is sent once. Switch Spring Security's off:"
                        + " http.headers(headers -> headers.disable())." + first);
    }

    private static Problem lost(String name, String theirs) {
        return Problem.warning(
                "BW-SPRING-041",
                "http.headers()",
                name + ": " + theirs,
                "this value in " + key(name),
                "It is NOT sent: ours stands. Move it to " + key(name) + ", or for some paths to"
                        + " breakwater.headers.rules, and remove it from Spring Security.");
    }

    private static Problem replaced(String path, String name, String theirs, String ours) {
        return Problem.warning(
                "BW-SPRING-042",
                "http.headers()",
                name + ": " + theirs + (path.endsWith("/") ? "" : " at " + path),
                ours + ", as " + key(name) + " says",
                "Spring Security writes over ours. Switch its headers off, or this one; if you mean its value, say it in "
                        + key(name) + ".");
    }

    private static String key(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "content-security-policy" -> "breakwater.headers.content-security-policy";
            case "content-security-policy-report-only" -> "breakwater.headers.content-security-policy-report-only";
            case "strict-transport-security" -> "breakwater.headers.hsts";
            case "x-frame-options" -> "breakwater.headers.frame-options";
            case "referrer-policy" -> "breakwater.headers.referrer-policy";
            case "permissions-policy" -> "breakwater.headers.permissions-policy";
            default -> "breakwater.headers.set." + name;
        };
    }
}
