/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import dev.breakwater.Verdict;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.Slot;
import org.jspecify.annotations.Nullable;

/**
 * The headers of one kind of response. Where no nonce stands in them the verdict is made once and for all requests.
 * Immutable.
 */
final class HeaderSet {
    /** The set that stands over a request's response. */
    static final Slot<HeaderSet> SLOT = Slot.of("security headers", HeaderSet.class);

    /** No headers. */
    static final HeaderSet NONE = new HeaderSet(HeaderRules.none(), null, null);

    private final HeaderRules rules;
    private final Verdict verdict;
    private final @Nullable ContentSecurityPolicy csp;
    private final @Nullable ContentSecurityPolicy reportOnly;
    private final @Nullable CspTemplate cspTemplate;
    private final @Nullable CspTemplate reportOnlyTemplate;

    /**
     * With these rules, in which a nonce stands as its placeholder.
     *
     * @param csp the policy that is enforced, if one is
     * @param reportOnly the policy that only reports, if one does
     */
    HeaderSet(HeaderRules rules, @Nullable ContentSecurityPolicy csp, @Nullable ContentSecurityPolicy reportOnly) {
        this.rules = rules;
        this.csp = csp;
        this.reportOnly = reportOnly;
        verdict = Verdict.proceed(rules);
        cspTemplate = CspTemplate.of(csp);
        reportOnlyTemplate = CspTemplate.of(reportOnly);
    }

    HeaderRules rules() {
        return rules;
    }

    /** The policy that is enforced, or the one that only reports; null if there is none. */
    @Nullable
    ContentSecurityPolicy policy(boolean enforced) {
        return enforced ? csp : reportOnly;
    }

    boolean hasNonce() {
        return cspTemplate != null || reportOnlyTemplate != null;
    }

    /** The verdict on every request; only if there is no nonce. */
    Verdict verdict() {
        return verdict;
    }

    /** The verdict on a request with this nonce. */
    Verdict verdict(String nonce) {
        HeaderRules filled = rules;
        if (cspTemplate != null) {
            filled = filled.and(HeaderRule.pin(Names.CSP, cspTemplate.with(nonce)));
        }
        if (reportOnlyTemplate != null) {
            filled = filled.and(HeaderRule.pin(Names.CSP_REPORT_ONLY, reportOnlyTemplate.with(nonce)));
        }
        return Verdict.proceed(filled);
    }
}
