/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.Admission;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes every request through a runtime's chain: refuses it or calls the application, holds the chain's header rules over
 * the response, and completes the admission once, when the request has truly ended, with the status that was sent.
 *
 * <p>Map it first of all filters, on {@code /*}, for the dispatches {@code REQUEST}, {@code ASYNC} and {@code ERROR},
 * with async supported, as {@link #register} does. Without {@code ERROR} an error page escapes the header rules. It does
 * nothing on {@code FORWARD} and {@code INCLUDE}, nor where a second filter of the same runtime finds the first already
 * at work.
 *
 * <p>The application's exceptions pass through unchanged, and the application never sees one of ours. Safe for use by
 * many threads once the container has initialised it.
 */
public final class BreakwaterFilter implements Filter {
    private final boolean identifies;
    private @Nullable BreakwaterRuntime runtime;
    private @Nullable RuntimeLookup found;
    private RequestEnds ends = RequestEnds.unheard();

    /**
     * For {@code web.xml} and annotations: the container calls this constructor. The runtime is the one that the servlet
     * context holds as an attribute named after the class {@link BreakwaterRuntime}. Without one the filter starts one
     * from files, environment and system properties, leaves it in that attribute for others, and closes it when the
     * container destroys the filter.
     */
    public BreakwaterFilter() {
        this(null, true);
    }

    /** A filter before a runtime. The user is known to it as the container knows it, by {@code getUserPrincipal}. */
    public BreakwaterFilter(BreakwaterRuntime runtime) {
        this(runtime, true);
    }

    private BreakwaterFilter(@Nullable BreakwaterRuntime runtime, boolean identifies) {
        this.runtime = runtime;
        this.identifies = identifies;
    }

    /**
     * A filter before a runtime that leaves what depends on the user to an {@link IdentifiedFilter}, which must then be
     * mapped behind whatever authenticates. Without it, limits and budgets that count by user would never decide, so
     * this filter does not start in a servlet context where none is registered.
     */
    public static BreakwaterFilter beforeAuthentication(BreakwaterRuntime runtime) {
        return new BreakwaterFilter(runtime, false);
    }

    /**
     * Adds a filter to a servlet context that is starting up, mapped as it should be and before the filters of the
     * deployment descriptor.
     *
     * @return the registration
     * @throws IllegalStateException if the context has started already, or has a filter of this class's name
     */
    public static FilterRegistration.Dynamic register(ServletContext context, BreakwaterRuntime runtime) {
        String name = BreakwaterFilter.class.getName();
        FilterRegistration.Dynamic registration = context.addFilter(name, new BreakwaterFilter(runtime));
        if (registration == null) {
            throw new IllegalStateException(
                    "filter " + name + ": already registered (expected: one registration for each servlet context)");
        }
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(
                EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR), false, "/*");
        return registration;
    }

    /**
     * Finds or starts the runtime, if none was given, and asks the container to be told when requests end.
     *
     * @throws ServletException if the configuration is not valid, with everything that is wrong with it, if this filter
     *     relies on an {@link IdentifiedFilter} that is not there, or if another filter of the context rewrites the
     *     caller's address
     */
    @Override
    public void init(FilterConfig config) throws ServletException {
        ServletContext context = config.getServletContext();
        if (!identifies) {
            requireIdentifiedFilter(context);
        }
        if (runtime == null) {
            found = RuntimeLookup.in(context);
            runtime = found.runtime();
        }
        RewritingFilters.refuse(context, runtime);
        ends = RequestEnds.listen(context);
    }

    private static void requireIdentifiedFilter(ServletContext context) throws ServletException {
        String name = IdentifiedFilter.class.getName();
        for (FilterRegistration registration : context.getFilterRegistrations().values()) {
            if (name.equals(registration.getClassName())) {
                return;
            }
        }
        throw new ServletException("filters of servlet context '" + context.getContextPath() + "': no " + name
                + " (expected: one, because this BreakwaterFilter was made by beforeAuthentication). Register one"
                + " behind the filter that authenticates, or use new BreakwaterFilter(runtime).");
    }

    /** Closes the runtime if this filter started it. */
    @Override
    public void destroy() {
        RuntimeLookup lookup = found;
        if (lookup != null) {
            lookup.release();
            found = null;
            runtime = null;
        }
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (runtime == null) {
            throw new ServletException(
                    "BreakwaterFilter: no runtime (expected: a filter that the container initialised)");
        }
        if (request instanceof HttpServletRequest http && response instanceof HttpServletResponse answer) {
            pass(runtime, http, answer, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void pass(
            BreakwaterRuntime current, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Passage passage = Passage.of(request, current);
        if (isNested(request.getDispatcherType()) || (passage != null && passage.isInside())) {
            chain.doFilter(request, response);
        } else if (passage == null) {
            begin(current, request, response, chain);
        } else {
            resume(passage, request, response, chain);
        }
    }

    private static boolean isNested(DispatcherType type) {
        return type == DispatcherType.FORWARD || type == DispatcherType.INCLUDE;
    }

    private void begin(
            BreakwaterRuntime current, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ServletExchange exchange = new ServletExchange(request, current.time(), identifies);
        Exchange previous = CurrentExchange.open(exchange);
        try {
            Admission admission = current.chain().admit(exchange).await();
            opened(current, admission, exchange, request, response).begin(chain);
        } finally {
            CurrentExchange.close(previous);
        }
    }

    private Passage opened(
            BreakwaterRuntime current,
            Admission admission,
            ServletExchange exchange,
            HttpServletRequest request,
            HttpServletResponse response) {
        try {
            if (identifies) {
                admission.identify().await();
            }
            return new Passage(current, admission, exchange, request, response, ends);
        } catch (Throwable fault) {
            // A listener of the application's, or an error of the machine's. There is no passage yet to end what was
            // admitted, and what guards hold for it must come back.
            long duration = current.time().nanoTime() - exchange.startNanos();
            admission.complete(new Outcome(500, Outcome.Kind.ERROR, duration, null, fault));
            exchange.end();
            throw fault;
        }
    }

    private static void resume(
            Passage passage, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Exchange previous = CurrentExchange.open(passage.exchange());
        try {
            passage.resume(request, response, chain);
        } finally {
            CurrentExchange.close(previous);
        }
    }
}
