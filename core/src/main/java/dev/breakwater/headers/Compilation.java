/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.HeaderSyntax;
import dev.breakwater.policy.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns a preset, and what was said about it, into headers that are ready for use. For one set of paths. */
final class Compilation {
    private static final String OMIT = "omit";
    private static final String CSP = Names.key(Names.CSP);
    private static final String CSP_REPORT_ONLY = Names.key(Names.CSP_REPORT_ONLY);
    private static final String FRAME_OPTIONS = Names.key(Names.FRAME_OPTIONS);

    private final Said said;
    private final Problems problems;
    private final Map<String, Setting> headers = new LinkedHashMap<>();
    private final Map<String, String> removed = new LinkedHashMap<>();
    private final Map<String, ContentSecurityPolicy> policies = new LinkedHashMap<>();
    private final @Nullable String hsts;

    Compilation(Said said, Problems problems) {
        this.said = said;
        this.problems = problems;
        HeadersPreset preset = Objects.requireNonNullElse(said.preset, HeadersPreset.API);
        hsts = said.hsts.value(preset.sendsHsts(), problems);
        preset.removed().forEach(name -> removed.put(Names.key(name), name));
        preset.headers(!Boolean.FALSE.equals(said.nonce))
                .forEach((name, value) -> headers.put(Names.key(name), Setting.ofPreset(name, value)));
        said.settings.values().forEach(this::set);
        remove(said.removed);
        read(CSP, true);
        read(CSP_REPORT_ONLY, false);
        nonces();
        agreeOnFrames();
    }

    private void set(Setting setting) {
        String key = Names.key(setting.name());
        if (key.equals(Names.key(Names.XSS_PROTECTION)) && setting.value().equals(OMIT)) {
            headers.remove(key);
        } else if (OwnHeaders.isSound(setting.name(), setting.path(), problems)
                && ValueCheck.isSound(setting.name(), setting.value(), setting.path(), problems)) {
            headers.put(key, setting);
            removed.remove(key);
        }
    }

    private void remove(Said.Removed names) {
        for (int i = 0; i < names.names().size(); i++) {
            remove(names.names().get(i), names.path() + "[" + i + "]", names.level());
        }
    }

    private void remove(String name, String path, int level) {
        Setting setting = headers.get(Names.key(name));
        int wanted = setting == null ? Setting.PRESET : setting.level();
        if (!HeaderSyntax.isToken(name)) {
            problems.error("BW-HEADERS-050", path, name, "a header name: one token", "Name one header per element.");
        } else if (wanted == level) {
            problems.error(
                    "BW-HEADERS-056", path, name, "a header that is not set as well", "Remove it from one of the two.");
        } else if (wanted < level && OwnHeaders.isRemovable(name, path, problems)) {
            headers.remove(Names.key(name));
            removed.put(Names.key(name), name);
        }
    }

    private void read(String key, boolean enforced) {
        Setting setting = headers.get(key);
        if (setting != null) {
            ContentSecurityPolicy policy = CspReader.read(setting.value(), setting.path(), enforced, problems);
            policies.put(key, policy);
            reportsToSomebody(policy, setting);
        }
    }

    private void reportsToSomebody(ContentSecurityPolicy policy, Setting setting) {
        List<String> names = policy.get(CspDirective.REPORT_TO);
        if (names == null || names.size() != 1 || declares(names.get(0))) {
            return;
        }
        problems.warning(
                "BW-HEADERS-061",
                setting.path(),
                "report-to " + names.get(0),
                "an endpoint of that name",
                "Nothing is reported unless the application sends Reporting-Endpoints itself: say where reports go.");
    }

    private boolean declares(String name) {
        Setting endpoints = headers.get(Names.key(Names.REPORTING_ENDPOINTS));
        return (said.reporting != null && name.equals(Reporting.ENDPOINT))
                || (endpoints != null && endpoints.value().contains(name))
                || headers.containsKey(Names.key(Names.REPORT_TO));
    }

    private void nonces() {
        boolean used = false;
        for (Map.Entry<String, ContentSecurityPolicy> policy : policies.entrySet()) {
            boolean here = CspTemplate.hasNonce(policy.getValue());
            used |= here;
            if (here && Boolean.FALSE.equals(said.nonce)) {
                problems.error(
                        "BW-HEADERS-063",
                        Objects.requireNonNull(headers.get(policy.getKey())).path(),
                        SourceSyntax.NONCE,
                        "no nonce where nonces are off",
                        "Switch nonces on, or use hashes or 'self'.");
            }
        }
        if (!used && Boolean.TRUE.equals(said.nonce)) {
            problems.warning(
                    "BW-HEADERS-074",
                    said.at + "nonce",
                    "true",
                    "a content security policy with " + SourceSyntax.NONCE,
                    "No browser asks for the nonce, so none is made: write it into script-src, or leave this out.");
        }
    }

    // Browsers that know frame-ancestors pass over X-Frame-Options, others do the reverse: two answers to one question.
    // What was said less specifically follows what was said more so; where no X-Frame-Options says it, none is sent.
    private void agreeOnFrames() {
        ContentSecurityPolicy policy = policies.get(CSP);
        Setting options = headers.get(FRAME_OPTIONS);
        List<String> ancestors = policy == null ? null : policy.get(CspDirective.FRAME_ANCESTORS);
        if (policy == null || options == null || ancestors == null) {
            return;
        }
        String same = Frames.optionsLike(ancestors);
        int level = Objects.requireNonNull(headers.get(CSP)).level();
        if (options.value().equals(same)) {
            return;
        }
        if (options.level() > level) {
            policies.put(CSP, policy.with(CspDirective.FRAME_ANCESTORS, Frames.ancestorsLike(options.value())));
        } else if (options.level() < level) {
            replaceFrameOptions(same);
        } else {
            problems.error(
                    "BW-HEADERS-043",
                    options.path(),
                    options.value(),
                    "the same answer as frame-ancestors " + String.join(" ", ancestors),
                    "Say it in one of the two only: the other follows.");
        }
    }

    private void replaceFrameOptions(@Nullable String value) {
        if (value == null) {
            headers.remove(FRAME_OPTIONS);
        } else {
            headers.put(FRAME_OPTIONS, Setting.ofPreset(Names.FRAME_OPTIONS, value));
        }
    }

    /** The headers; only of use if no errors have been noted. */
    ReadyHeaders headers() {
        return problems.hasErrors() ? ReadyHeaders.NONE : new ReadyHeaders(set(true), set(false));
    }

    private HeaderSet set(boolean secure) {
        ContentSecurityPolicy csp = sent(policies.get(CSP), secure);
        ContentSecurityPolicy reportOnly = sent(policies.get(CSP_REPORT_ONLY), secure);
        List<HeaderRule> rules = new ArrayList<>();
        // First, because it costs least to strip headers while there are few.
        removed.values().forEach(name -> rules.add(HeaderRule.remove(name)));
        headers.forEach((key, header) -> {
            ContentSecurityPolicy policy = key.equals(CSP) ? csp : key.equals(CSP_REPORT_ONLY) ? reportOnly : null;
            if (policies.containsKey(key) ? policy != null : secure || !Names.isForTlsOnly(key)) {
                rules.add(Names.rule(header.name(), policy == null ? header.value() : policy.toString()));
            }
        });
        if (secure && said.reporting != null) {
            rules.add(Names.rule(Names.REPORTING_ENDPOINTS, said.reporting.endpoints()));
        }
        if (secure && hsts != null && !removed.containsKey(Names.key(Names.HSTS))) {
            rules.add(Names.rule(Names.HSTS, hsts));
        }
        return new HeaderSet(HeaderRules.of(rules), csp, reportOnly);
    }

    // upgrade-insecure-requests makes browsers ask a port without TLS for TLS and get no page at all.
    private @Nullable ContentSecurityPolicy sent(@Nullable ContentSecurityPolicy policy, boolean secure) {
        if (policy == null) {
            return null;
        }
        ContentSecurityPolicy own = secure ? policy : policy.without(CspDirective.UPGRADE_INSECURE_REQUESTS);
        if (own.isEmpty()) {
            return null;
        }
        return said.reporting == null ? own : said.reporting.added(own, secure);
    }
}
