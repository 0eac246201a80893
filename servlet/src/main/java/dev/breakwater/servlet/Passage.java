/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.Admission;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.Reply;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through a filter, from its first dispatch to its true end. It travels in a request attribute,
 * so that async and error dispatches continue it, whatever their path.
 *
 * <p>It ends in one of three places: where the filter returns, for a request that neither failed nor went asynchronous;
 * where the async context completes; or, after a failure, where the container says that the request is over, because
 * only then is the status settled.
 */
final class Passage {
    static final String ATTRIBUTE = Passage.class.getName();

    private final BreakwaterRuntime runtime;
    private final ServletExchange exchange;
    private final Admission admission;
    private final RequestEnds ends;
    private final @Nullable Passage outer;
    private final Limits limits;
    private final ResponseTally written;
    private final Fate fate;
    private final Route route = new Route();

    private HeldRequest request;
    private EditedResponse response;
    private HttpServletResponse seen;
    private boolean inside;
    private boolean pageAwaited;
    private boolean isFinal;

    // Written by whichever thread the container calls its async listeners on.
    private volatile boolean async;
    private volatile boolean ended;

    /** Begins a passage inside those that other runtimes' filters have begun, and leaves it with the request. */
    Passage(
            BreakwaterRuntime runtime,
            Admission admission,
            ServletExchange exchange,
            HttpServletRequest request,
            HttpServletResponse response,
            RequestEnds ends) {
        this.runtime = runtime;
        this.admission = admission;
        this.exchange = exchange;
        this.ends = ends;
        this.outer = of(request);
        route.begin(request);
        this.written = new ResponseTally(exchange, runtime.time());
        this.response = new EditedResponse(response, written);
        this.limits = admission.reply() == null ? Limits.of(exchange, request, this.response, runtime) : Limits.none();
        this.fate = new Fate(limits, written, ends.keepSentErrors());
        this.seen = limits.seen(this.response);
        this.request = new HeldRequest(request, seen, this, limits);
        request.setAttribute(ATTRIBUTE, this);
        exchange.travelsWith(this);
        this.response.hold(admission.headerRules());
        limits.begin(exchange, runtime);
    }

    /** The innermost passage of the request, or null if no filter has seen it. */
    static @Nullable Passage of(ServletRequest request) {
        return (Passage) request.getAttribute(ATTRIBUTE);
    }

    /** The request's passage through a filter of this runtime, or null. */
    static @Nullable Passage of(ServletRequest request, BreakwaterRuntime runtime) {
        Passage passage = of(request);
        while (passage != null && passage.runtime != runtime) {
            passage = passage.outer;
        }
        return passage;
    }

    @Nullable
    Passage outer() {
        return outer;
    }

    Exchange exchange() {
        return exchange;
    }

    /** Whether a filter is at work on the request at this moment. */
    boolean isInside() {
        return inside;
    }

    /** The first dispatch: answers in the application's place, or calls it. */
    void begin(FilterChain chain) throws IOException, ServletException {
        pass(request, seen, chain);
    }

    /** An async or error dispatch of the same request. */
    void resume(HttpServletRequest again, HttpServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        if (again.getDispatcherType() == DispatcherType.ERROR) {
            fate.callPage();
            discard(answer);
        }
        if (answer instanceof ServletResponseWrapper wrapper
                && (answer == response || wrapper.isWrapperFor(response))) {
            pass(again, answer, chain);
            return;
        }
        response = new EditedResponse(answer, written);
        seen = limits.seen(response);
        request = new HeldRequest(again, seen, this, limits);
        response.hold(admission.headerRules());
        pass(request, seen, chain);
    }

    // What has not been sent yet containers discard before an error page, by themselves and unseen.
    private void discard(HttpServletResponse answer) {
        if (!answer.isCommitted() && written.count() > 0) {
            written.restart();
        }
    }

    private void pass(HttpServletRequest passed, HttpServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        inside = true;
        try {
            Reply reply = admission.reply() == null ? limits.late() : admission.reply();
            if (reply != null && !fate.isReplied()) {
                write(reply, answer);
            } else if (limits.answered() == null) {
                proceed(passed, answer, chain);
            }
        } catch (Throwable fault) {
            limits.close();
            if (limits.answered() != null && fault instanceof Exception) {
                // The client has its answer: what the container would make of this can only spoil it.
                return;
            }
            response.fail();
            fate.sendError(response.errorSent());
            fate.fail(fault, response.isCommitted());
            discard(response);
            if (!ends.survive(fault)) {
                fate.drop();
            }
            isFinal = isFinalFailure(passed);
            ends.restoreHeaders(() -> response.hold(admission.headerRules()));
            throw fault;
        } finally {
            inside = false;
            returned(passed);
        }
    }

    // Asked of this dispatch's request: a container may have said that the request is over before it calls its error
    // page, and then the exchange knows no headers any more. An error that is answered here is no refusal of ours: it
    // ends as
    // the application or the container has it.
    private void proceed(HttpServletRequest passed, HttpServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        if (runtime.answersErrors()
                && ErrorProblem.isDue(passed, answer)
                && !HtmlPreference.isIn(passed.getHeaders("Accept"))) {
            int status = ErrorProblem.status(passed, answer);
            ErrorProblem.send(status, passed, answer, exchange.method().equals("HEAD"));
        } else {
            chain.doFilter(passed, answer);
        }
    }

    private void returned(HttpServletRequest passed) {
        if (!passed.isAsyncStarted()) {
            limits.close();
        }
        fate.sendError(response.errorSent());
        route.passed(passed);
        fate.handled(passed);
        if (!async && passed.isAsyncStarted()) {
            await(passed.getAsyncContext());
        }
        if (isFinal || (!async && !isUnsettled())) {
            end();
        }
    }

    /**
     * Whether nothing the container does can change what the client sees. It may not tell the end then: Jetty tells none
     * of an answer cut off after an async dispatch.
     */
    private boolean isFinalFailure(HttpServletRequest passed) {
        return fate.isSealed() || (passed.isAsyncStarted() && !ends.followFailedAsync());
    }

    /** Whether the container is yet to settle the status, and will say so. */
    private boolean isUnsettled() {
        return (fate.isErrorSent() || fate.isFailed()) && ends.follow(this);
    }

    /**
     * The second admission point.
     *
     * @return whether the request has been refused here, and answered
     */
    boolean identify(HttpServletRequest identified, HttpServletResponse answer) {
        if (admission.reply() != null || identified.getDispatcherType() == DispatcherType.ERROR) {
            return false;
        }
        if (limits.answered() != null) {
            return true;
        }
        exchange.identifiedBy(identified);
        HeaderRules before = admission.headerRules();
        Reply reply = admission.identify().await().reply();
        if (!admission.headerRules().equals(before)) {
            amended();
        }
        if (reply != null) {
            write(reply, answer);
        }
        return reply != null;
    }

    /** The exchange has further header rules. */
    void amended() {
        limits.act(() -> response.hold(admission.headerRules()));
    }

    private void write(Reply reply, HttpServletResponse answer) {
        fate.reply();
        response.fail();
        try {
            ReplyWriter.write(reply, answer, exchange.method().equals("HEAD"));
        } catch (IOException gone) {
            fate.loseClient();
        }
    }

    /** Asynchronous work has begun: the passage ends with it, not when the filter returns. */
    void await(AsyncContext context) {
        async = true;
        context.addListener(new CompletionListener(this));
    }

    boolean isAsync() {
        return async;
    }

    /** A header of the response as it stands; null if there is none. */
    @Nullable
    String responseHeader(String name) {
        return response.getHeader(name);
    }

    void timedOut() {
        limits.close();
        fate.timeOut();
    }

    /** The container says that asynchronous work has failed, or ended without a failure. */
    void lost(@Nullable Throwable cause) {
        limits.close();
        if (cause != null && limits.answered() == null) {
            fate.sendError(response.errorSent());
            fate.failElsewhere(cause, response.isCommitted());
        }
    }

    /** The container says that the request is over; one that calls an error page next will say so again. */
    void destroyed(RequestEnds teller, ErrorPages pages) {
        if (teller != ends || async || ended) {
            return;
        }
        if (!pageAwaited && pages.follow(exchange.method(), status(), fate.unsent())) {
            pageAwaited = true;
            return;
        }
        end();
    }

    /** Completes the admission, the first time. */
    void end() {
        if (ended) {
            return;
        }
        ended = true;
        limits.close();
        if (admission.complete(outcome())) {
            exchange.end();
        }
    }

    private Outcome outcome() {
        int status = status();
        return new Outcome(
                status,
                fate.kind(status),
                runtime.time().nanoTime() - exchange.startNanos(),
                route.of(exchange),
                fate.cause(status),
                exchange.bytesRead() + limits.bytesRead(),
                fate.bytesWritten(status),
                written.firstByteNanos());
    }

    private int status() {
        return fate.status(response, request, isFinal || !async);
    }
}
