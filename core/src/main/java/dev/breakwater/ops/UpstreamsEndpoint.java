/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.ProblemDetail;
import dev.breakwater.exchange.Reply;
import dev.breakwater.json.JsonWriter;
import dev.breakwater.upstream.KillSwitchChanged.By;
import dev.breakwater.upstream.Upstream;
import dev.breakwater.upstream.UpstreamState;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells how the upstreams are, and throws their kill switches: {@code POST /breakwater/upstreams/NAME/disable}, or {@code
 * /enable}. Safe for use by many threads.
 */
public final class UpstreamsEndpoint implements Endpoint {
    /** Where all of them are told. */
    public static final String PATH = "/breakwater/upstreams";

    /** Below which each of them is. */
    public static final String BELOW = PATH + '/';

    private static final String DISABLE = "/disable";
    private static final String ENABLE = "/enable";

    private final Supplier<? extends Collection<Upstream>> all;
    private final Function<String, @Nullable Upstream> named;

    /**
     * An endpoint at {@link #PATH} and {@link #BELOW}.
     *
     * @param named the upstream of a name, or null if nobody knows one
     */
    public UpstreamsEndpoint(Supplier<? extends Collection<Upstream>> all, Function<String, @Nullable Upstream> named) {
        this.all = all;
        this.named = named;
    }

    @Override
    public Takes takes(String path) {
        if (path.equals(PATH)) {
            return Takes.LOOKS;
        }
        int slash = path.indexOf('/', BELOW.length());
        if (slash < 0) {
            // Where a name is missing, whoever wants a change is to hear that no upstream has this one.
            return isChange(path, BELOW.length() - 1) ? Takes.BOTH : Takes.LOOKS;
        }
        return isChange(path, slash) ? Takes.CHANGES : Takes.BOTH;
    }

    @Override
    public Reply answer(Exchange exchange) {
        String path = exchange.path();
        if (path.equals(PATH)) {
            return json(everything());
        }
        Upstream upstream = named.apply(path.substring(BELOW.length()));
        return upstream == null ? unknown() : told(upstream);
    }

    @Override
    public Reply change(Exchange exchange) {
        String path = exchange.path();
        int slash = path.indexOf('/', BELOW.length());
        boolean isOne = slash > 0 && isChange(path, slash);
        Upstream upstream = isOne ? named.apply(path.substring(BELOW.length(), slash)) : null;
        return upstream == null ? unknown() : changed(upstream, path.endsWith(DISABLE));
    }

    /** Whether nothing follows there but what is to be done. */
    private static boolean isChange(String path, int slash) {
        String rest = path.substring(slash);
        return rest.equals(DISABLE) || rest.equals(ENABLE);
    }

    private static Reply changed(Upstream upstream, boolean off) {
        if (off) {
            upstream.disable(By.OPERATOR);
        } else {
            upstream.enable(By.OPERATOR);
        }
        UpstreamState now = upstream.state();
        return now.isDisabled() == off ? told(upstream) : held(now);
    }

    private Reply unknown() {
        List<String> names = all.get().stream().map(Upstream::name).sorted().toList();
        return Reply.problem(ProblemDetail.of(
                404,
                names.isEmpty()
                        ? "No upstream is in use."
                        : "No upstream has this name; in use are " + String.join(", ", names) + '.'));
    }

    // Whoever asked for calls to pass again must not believe that they do.
    private static Reply held(UpstreamState now) {
        return Reply.problem(ProblemDetail.of(
                409,
                "It is still disabled, by " + String.join(" and ", holders(now))
                        + ": what an operator says does not count against that."));
    }

    private static Reply told(Upstream upstream) {
        JsonWriter json = JsonWriter.object();
        describe(json, upstream.state());
        return json(json.end());
    }

    private String everything() {
        JsonWriter json = JsonWriter.object().openArray("upstreams");
        for (Upstream upstream : all.get()) {
            describe(json.openElement(), upstream.state());
            json.close();
        }
        return json.closeArray().end();
    }

    private static void describe(JsonWriter json, UpstreamState now) {
        json.put("name", now.name())
                .put("disabled", now.isDisabled())
                .put("disabled_by", holders(now))
                .put("breaker", now.breaker().text())
                .put("running", now.running())
                .put("max_concurrent", now.maxConcurrent())
                .put("retries_refused", now.retriesRefused());
    }

    private static List<String> holders(UpstreamState now) {
        return now.disabledBy().stream().sorted().map(By::text).toList();
    }

    private static Reply json(String text) {
        return Reply.of(200, "application/json", text);
    }
}
