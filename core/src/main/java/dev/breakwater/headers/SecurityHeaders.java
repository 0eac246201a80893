/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.Slot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The security headers of one response, for the application to change while it answers. The next response has those of
 * the policy again.
 *
 * <pre>{@code
 * SecurityHeaders.current()
 *         .append(CspDirective.IMG_SRC, CspSource.of("https://images.example"))
 *         .header("Cross-Origin-Opener-Policy", "same-origin-allow-popups");
 * }</pre>
 *
 * <p>Every value is checked, so that none can end a directive, a policy or a header; what is refused throws an
 * {@link IllegalArgumentException} that names the value, what was expected and what to do, and changes nothing. Refused is
 * as well what surely opens a hole, scripts from anywhere, and what has no effect: {@code 'unsafe-inline'} beside a nonce,
 * or a host beside {@code 'strict-dynamic'}. What else is weaker than the policy is for the application to know.
 *
 * <p>What is said here stands: nothing else the application writes replaces it. Change headers before the response is
 * committed; what has been sent is not changed, and nobody says so. Like the {@link Exchange} it belongs to, it is for
 * one thread at a time; other threads find it through {@link CurrentExchange#wrap}.
 */
public final class SecurityHeaders {
    private static final Slot<SecurityHeaders> SLOT = Slot.of("edited security headers", SecurityHeaders.class);

    private final Exchange exchange;
    private final @Nullable String frameOptions;
    private @Nullable ContentSecurityPolicy csp;
    private @Nullable ContentSecurityPolicy reportOnly;

    private SecurityHeaders(Exchange exchange, HeaderSet headers) {
        this.exchange = exchange;
        HeaderRule options = headers.rules().find(Names.FRAME_OPTIONS);
        frameOptions = options == null ? null : options.value();
        csp = headers.policy(true);
        reportOnly = headers.policy(false);
    }

    /**
     * Those of the request that this thread works for.
     *
     * @throws IllegalStateException if it works for none, or security headers are switched off
     */
    public static SecurityHeaders current() {
        Exchange exchange = CurrentExchange.get();
        if (exchange == null) {
            throw new IllegalStateException("this thread works for no request (expected: a thread of the request, or"
                    + " CurrentExchange.wrap around what another one runs)");
        }
        return of(exchange);
    }

    /**
     * Those of a request.
     *
     * @throws IllegalStateException if security headers are switched off
     */
    public static SecurityHeaders of(Exchange exchange) {
        SecurityHeaders known = exchange.get(SLOT);
        if (known != null) {
            return known;
        }
        HeaderSet headers = exchange.get(HeaderSet.SLOT);
        if (headers == null) {
            throw new IllegalStateException("this request has no security headers (expected: headers.enabled)");
        }
        SecurityHeaders made = new SecurityHeaders(exchange, headers);
        exchange.put(SLOT, made);
        return made;
    }

    /**
     * The nonce of this request, for scripts and styles. From now on no cache may keep the response: see {@link CspNonce}.
     *
     * @throws IllegalStateException if the content security policy has no place for one
     */
    public String nonce() {
        CspNonce nonce = CspNonce.of(exchange);
        if (nonce == null) {
            throw new IllegalStateException(
                    "no nonce at " + exchange.path() + " (expected: a content security policy with "
                            + SourceSyntax.NONCE + ", such as that of the html presets)");
        }
        return nonce.value();
    }

    /**
     * Lets more in: adds sources to a directive of the policy that is enforced. A directive that the policy does not have
     * begins with the sources of the one it falls back to, {@code frame-ancestors} with what {@code X-Frame-Options} says;
     * where there is none, everything is allowed already, and nothing changes.
     *
     * @throws IllegalArgumentException if a source is refused
     * @throws IllegalStateException if there is no content security policy
     */
    public SecurityHeaders append(CspDirective directive, CspSource... sources) {
        return append(true, directive, sources);
    }

    /** {@link #append} for the policy that only reports. */
    public SecurityHeaders appendReportOnly(CspDirective directive, CspSource... sources) {
        return append(false, directive, sources);
    }

    /**
     * Replaces the sources of a directive of the policy that is enforced; no source at all is {@code 'none'}.
     * {@code X-Frame-Options} follows {@code frame-ancestors}.
     *
     * @throws IllegalArgumentException if a source is refused
     * @throws IllegalStateException if there is no content security policy
     */
    public SecurityHeaders override(CspDirective directive, CspSource... sources) {
        return override(true, directive, sources);
    }

    /** {@link #override} for the policy that only reports. */
    public SecurityHeaders overrideReportOnly(CspDirective directive, CspSource... sources) {
        return override(false, directive, sources);
    }

    private SecurityHeaders append(boolean enforced, CspDirective directive, CspSource[] sources) {
        ContentSecurityPolicy policy = policy(enforced);
        List<String> before = before(enforced, policy, directive);
        if (before == null || sources.length == 0) {
            return this;
        }
        List<String> joined = new ArrayList<>(before);
        joined.removeIf(source -> source.equalsIgnoreCase("'none'"));
        for (CspSource source : sources) {
            if (!joined.contains(source.toString())) {
                joined.add(source.toString());
            }
        }
        RequestChecks.effect(directive, joined, sources);
        return change(enforced, policy, directive, joined);
    }

    // Where the policy does not say who may frame, X-Frame-Options may.
    private @Nullable List<String> before(boolean enforced, ContentSecurityPolicy policy, CspDirective directive) {
        List<String> before = policy.effective(directive);
        boolean isFrames = enforced && before == null && directive == CspDirective.FRAME_ANCESTORS;
        return isFrames && frameOptions != null ? Frames.ancestorsLike(frameOptions) : before;
    }

    private SecurityHeaders override(boolean enforced, CspDirective directive, CspSource[] sources) {
        List<String> texts = new ArrayList<>();
        for (CspSource source : sources) {
            texts.add(source.toString());
        }
        RequestChecks.effect(directive, texts, sources);
        return change(enforced, policy(enforced), directive, texts.isEmpty() ? List.of("'none'") : texts);
    }

    private ContentSecurityPolicy policy(boolean enforced) {
        ContentSecurityPolicy policy = enforced ? csp : reportOnly;
        if (policy == null) {
            throw new IllegalStateException("no " + (enforced ? "content-security-policy" : "report-only policy")
                    + " at " + exchange.path() + " (expected: one in the configuration, which this changes)");
        }
        return policy;
    }

    private SecurityHeaders change(
            boolean enforced, ContentSecurityPolicy policy, CspDirective directive, List<String> sources) {
        RequestChecks.sources(directive, sources, CspNonce.of(exchange) != null);
        ContentSecurityPolicy changed = policy.with(directive, sources);
        layDown(enforced, changed);
        if (enforced && directive == CspDirective.FRAME_ANCESTORS) {
            String options = Frames.optionsLike(sources);
            amend(
                    options == null
                            ? HeaderRule.remove(Names.FRAME_OPTIONS)
                            : HeaderRule.pin(Names.FRAME_OPTIONS, options));
        }
        return this;
    }

    private void layDown(boolean enforced, ContentSecurityPolicy changed) {
        CspTemplate template = CspTemplate.of(changed);
        CspNonce nonce = CspNonce.of(exchange);
        String text = template == null || nonce == null ? changed.toString() : template.with(nonce.unread());
        amend(HeaderRule.pin(enforced ? Names.CSP : Names.CSP_REPORT_ONLY, text));
        if (enforced) {
            csp = changed;
        } else {
            reportOnly = changed;
        }
    }

    /**
     * Sends this header with this value, whatever the policy and the application say. The content security policies are
     * changed by {@link #append} and {@link #override}; {@code frame-ancestors} follows {@code X-Frame-Options}. What
     * {@code Cache-Control} lets caches keep they may not keep of an error: there it is {@code no-store}.
     *
     * @throws IllegalArgumentException if the name or the value is refused
     */
    public SecurityHeaders header(String name, String value) {
        RequestChecks.header(name, value, exchange);
        amend(Names.pinned(name, value));
        ContentSecurityPolicy policy = csp;
        if (policy != null && Names.key(name).equals(Names.key(Names.FRAME_OPTIONS))) {
            layDown(true, policy.with(CspDirective.FRAME_ANCESTORS, Frames.ancestorsLike(value)));
        }
        return this;
    }

    private void amend(HeaderRule rule) {
        exchange.amend(HeaderRules.of(rule));
    }
}
