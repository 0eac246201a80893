/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

/** What each meter says about itself. */
final class Help {
    private Help() {}

    static String of(String meter) {
        return switch (meter) {
            case "http.server.requests.active" -> "HTTP requests that have not ended yet";
            case "breakwater.requests" -> "HTTP requests by how they ended";
            case "breakwater.ratelimit.decisions" -> "What rate limits decided, by policy";
            case "breakwater.ratelimit.degraded" -> "Requests that rate limits decided without their store";
            case "breakwater.ratelimit.store.available" -> "1 while the store that instances share answers, else 0";
            case "breakwater.ratelimit.store.instances" -> "How many instances share the store, as last known";
            case "breakwater.ratelimit.store.questions" -> "How often the store was asked";
            case "breakwater.ratelimit.store.failures" -> "How often the store did not answer";
            case "breakwater.ratelimit.store.known" -> "Refusals for which the store did not have to be asked";
            case "breakwater.overload.decisions" -> "Whether there was room for requests";
            case "breakwater.overload.wait" -> "How long requests waited for room";
            case "breakwater.overload.in.flight" -> "Requests in flight";
            case "breakwater.overload.peak" -> "The most requests there have been in flight";
            case "breakwater.overload.queued" -> "Requests that wait for room";
            case "breakwater.overload.limit" -> "How many requests may be in flight";
            case "breakwater.cors.decisions" -> "What was decided about requests of other origins";
            case "breakwater.reports" -> "Reports of browsers";
            case "breakwater.security.events" -> "Events in the words of the OWASP Logging Vocabulary";
            case "breakwater.guard.failures" -> "Faults of protections";
            case "breakwater.health.status" -> "1 up, 0.5 degraded, 0 down";
            case "breakwater.health.critical" -> "1 if the service cannot do without the component";
            case "breakwater.health.stuck" -> "1 while a check ignores that its time is up";
            case "breakwater.health.check.duration" -> "How long health checks take";
            case "breakwater.drain.requests" -> "What became of requests while the service drained";
            case "breakwater.health.transitions" -> "Changes of health";
            case "breakwater.upstream.calls" -> "Calls to upstreams by how they ended";
            case "breakwater.upstream.attempts" -> "How often upstreams were really called";
            case "breakwater.upstream.fallbacks" -> "Calls that a fallback answered, by why the upstream did not";
            case "breakwater.upstream.retries.refused" -> "Further attempts that the retry budget did not allow";
            case "breakwater.upstream.disabled" -> "1 while the kill switch is thrown";
            case "breakwater.upstream.running" -> "Calls that run now";
            case "breakwater.upstream.breaker.state" -> "0 closed, 0.5 half open, 1 open";
            case "breakwater.upstream.breaker.transitions" -> "Changes of breakers";
            case "breakwater.cache.requests" ->
                "Calls to upstreams with a cache key, by whether the cache had the answer, another instance had it, or a stale one was given";
            case "breakwater.llm.calls" -> "Calls to language models";
            case "breakwater.llm.tokens" -> "Tokens of calls to language models";
            case "breakwater.llm.cost" -> "Cost of calls to language models, in nano-USD";
            case "breakwater.llm.tokens.classes" -> "Tokens of calls to language models, by what they are billed as";
            case "breakwater.llm.budget.decisions" -> "Calls and requests that budgets refused, or would have";
            case "breakwater.llm.budget.alerts" -> "Thresholds of budgets that were crossed";
            case "breakwater.llm.budget.limit" -> "How much a budget allows, in nano-USD or tokens";
            case "breakwater.llm.budget.committed" -> "How much of a budget was spent in its window";
            case "breakwater.llm.budget.held" -> "How much calls under way can spend at most";
            case "breakwater.llm.budget.left" -> "How much of a budget can still be held";
            case "breakwater.llm.budget.orphans" -> "Holds that nobody settled in time, which count in full";
            case "breakwater.llm.ledger.failures" -> "Rows that the ledger could not keep";
            case "breakwater.log.events" -> "What became of request events";
            case "breakwater.log.redactions" -> "Secrets that were taken out of request events, by where they stood";
            case "breakwater.audit.records" -> "Security events that were recorded";
            case "breakwater.audit.failures" -> "Audit records that could not be written";
            case "breakwater.audit.lost" -> "Security events that came faster than they could be recorded";
            case "breakwater.audit.seq" -> "The number of the audit file's last record";
            case "breakwater.log.body.capped" -> "Bodies of which nothing was kept, for want of memory";
            case "breakwater.request_id.replaced" -> "Request ids that were not believed";
            case "breakwater.log.attributes.rejected" -> "Fields that request events did not take";
            case "breakwater.metrics.overflow" ->
                "What was counted as _OTHER, because there is too much to be told apart";
            case "breakwater.queue.depth" -> "How many wait in a queue";
            case "breakwater.queue.capacity" -> "How many can wait in a queue";
            case "breakwater.slo.good" -> "Requests that kept an objective";
            case "breakwater.slo.bad" -> "Requests that did not keep an objective";
            case "breakwater.slo.total" -> "Requests that an objective is about";
            case "breakwater.slo.budget.remaining" -> "The share of an objective's error budget that is left";
            default -> "See docs/metrics.md";
        };
    }
}
