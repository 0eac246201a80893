/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.ProblemDetail;
import dev.breakwater.exchange.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers operators at fixed paths and below some, with GET and HEAD, and with POST where something can be changed. All
 * others go on to the application, whose own 404 does not tell them that there is something to see. A change takes the
 * token, from wherever it is asked for: what a page or a program on the same machine can send is no operator's will. Safe
 * for use by many threads if the answers are.
 */
public final class OperatorGuard implements Guard {
    private static final Reply TOKEN_NEEDED =
            refusal("A change takes the token, from here too: send the one of ops.token"
                    + " or ops.token-file as Authorization: Bearer.");
    private static final Reply NO_TOKEN = refusal("A change takes a token, and there is none: set ops.token-file or"
            + " ops.token, and send it as Authorization: Bearer.");

    private final Predicate<Exchange> operators;
    private final Map<String, Endpoint> exact = new HashMap<>();
    private final List<Prefix> below = new ArrayList<>();

    /**
     * A guard.
     *
     * @param operators who is answered; changes only by an {@link OperatorAccess}
     * @param endpoints who answers, by path; one that ends with a slash stands for every path below it
     */
    public OperatorGuard(Predicate<Exchange> operators, Map<String, Endpoint> endpoints) {
        this.operators = operators;
        endpoints.forEach(this::put);
    }

    private void put(String path, Endpoint endpoint) {
        if (path.endsWith("/")) {
            below.add(new Prefix(path, endpoint));
        } else {
            exact.put(path, endpoint);
        }
    }

    private static Reply refusal(String detail) {
        return Reply.problem(ProblemDetail.of(403, detail)).with("Cache-Control", "no-store");
    }

    /** Whether operators are answered at this path. */
    public boolean answersAt(String path) {
        return endpoint(path) != null;
    }

    private @Nullable Endpoint endpoint(String path) {
        Endpoint here = exact.get(path);
        if (here != null) {
            return here;
        }
        for (int i = 0; i < below.size(); i++) {
            Prefix prefix = below.get(i);
            if (path.startsWith(prefix.path) && path.length() > prefix.path.length()) {
                return prefix.endpoint;
            }
        }
        return null;
    }

    @Override
    public String name() {
        return "operators";
    }

    @Override
    public Stage stage() {
        return Stage.ANSWER;
    }

    @Override
    public Verdict inspect(Exchange exchange) {
        Endpoint endpoint = endpoint(exchange.path());
        if (endpoint == null) {
            return Verdict.proceed();
        }
        if (!operators.test(exchange)) {
            return passedOn(exchange);
        }
        Endpoint.Takes takes = endpoint.takes(exchange.path());
        return switch (exchange.method()) {
            case "GET", "HEAD" -> takes.looks() ? told(endpoint.answer(exchange)) : wrongMethod(takes);
            case "POST" -> takes.changes() ? change(endpoint, exchange) : wrongMethod(takes);
            default -> wrongMethod(takes);
        };
    }

    private Verdict change(Endpoint endpoint, Exchange exchange) {
        OperatorAccess access = operators instanceof OperatorAccess known ? known : null;
        if (access == null || !access.hasToken()) {
            return Verdict.respond(NO_TOKEN);
        }
        if (access.carriesToken(exchange)) {
            Reply reply = endpoint.change(exchange);
            return told(reply).because(new OperatorCalled(exchange.path(), reply.status()));
        }
        return access.isWrongToken(exchange) ? passedOn(exchange) : Verdict.respond(TOKEN_NEEDED);
    }

    private static Verdict.Respond told(Reply reply) {
        return Verdict.respond(reply.with("Cache-Control", "no-store"));
    }

    private static Verdict wrongMethod(Endpoint.Takes takes) {
        String detail = "Use " + takes.allow() + '.';
        return Verdict.respond(Reply.problem(ProblemDetail.of("about:blank", "Method Not Allowed", 405, detail))
                .with("Allow", takes.allow()));
    }

    private Verdict passedOn(Exchange exchange) {
        boolean isGuess = operators instanceof OperatorAccess access && access.isWrongToken(exchange);
        return isGuess ? Verdict.proceed().because(new WrongToken()) : Verdict.proceed();
    }

    private record Prefix(String path, Endpoint endpoint) {}
}
