/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The response as the application sees it, with our header rules standing over it. The rules are written when they are
 * laid down and again after a reset, never at commit: a container commits in places no wrapper sees, for example when a
 * forward returns.
 *
 * <p>A header the application sets to null has no value of the application's, so a rule's own value takes its place. It
 * makes no difference then whether the container removes a header that is set to null (Servlet 6.1) or does nothing
 * (Servlet 6.0).
 *
 * <p>Rules that do not stand over a 3xx or an error, and values that stand on errors, come and go with the status.
 *
 * <p>Where containers keep headers themselves nothing is done here: over {@code resetBuffer}, {@code sendRedirect} and
 * {@code sendError}. An error page is a dispatch of its own, and gets an edited response of its own.
 */
final class EditedResponse extends WatchedResponse {
    private HeaderRules rules = HeaderRules.none();

    // By rule: whether the application has replaced what a DEFAULT rule says. Null as long as it has replaced none.
    private boolean @Nullable [] replaced;
    private boolean errorSent;

    // The status as far as the rules have followed it; and whether this is an answer that is not the application's.
    private int status = SC_OK;
    private boolean failed;

    EditedResponse(HttpServletResponse response, ResponseTally tally) {
        super(response, tally);
    }

    /** Whether the application has asked the container for an error page. */
    boolean errorSent() {
        return errorSent;
    }

    /** From now on these rules stand, in place of those before. What the application has written already is kept. */
    void hold(HeaderRules next) {
        HeaderRules before = rules;
        rules = next;
        replaced = null;
        status = getStatus();
        // As a rule nobody has written anything yet; then nothing has to be looked for, rule by rule, among what is
        // there.
        Collection<String> written = before.size() == 0 ? getHeaderNames() : null;
        for (int i = 0; i < next.size(); i++) {
            if (!stands(i)) {
                leave(next.get(i));
            } else if (written == null || !begin(i, written)) {
                layDown(i, before);
            }
        }
    }

    // An error page's dispatch finds what the first one has laid down.
    private void leave(HeaderRule rule) {
        if (rule.mode() != HeaderRule.Mode.MERGE
                && rule.value() != null
                && rule.value().equals(present(rule.name()))) {
            HeaderRemoval.strip(rule.name(), (HttpServletResponse) getResponse());
        }
    }

    /** Writes what a rule says in the simple case: of its header there is no line yet, and no other rule about it. */
    private boolean begin(int index, Collection<String> written) {
        HeaderRule rule = rules.get(index);
        boolean isFound = !written.isEmpty() && HeaderRemoval.contains(written, rule.name());
        if (isFound || (rule.mode() == HeaderRule.Mode.MERGE && rules.indexOf(rule.name(), 0) < index)) {
            return false;
        }
        String value = value(rule);
        if (value != null) {
            super.addHeader(rule.name(), value);
        }
        return true;
    }

    private void layDown(int index, HeaderRules before) {
        HeaderRule rule = rules.get(index);
        if (rule.mode() == HeaderRule.Mode.DEFAULT && writtenByApplication(rule, before)) {
            setReplaced(index, true);
        } else {
            write(index, before);
        }
    }

    private boolean stands(int index) {
        return stands(rules.get(index), status, failed);
    }

    private static boolean stands(HeaderRule rule, int status, boolean failed) {
        return !(rule.isExceptOn3xx() && is3xx(status)) && !(rule.isExceptOnErrors() && (failed || isError(status)));
    }

    private static boolean is3xx(int status) {
        return status >= 300 && status < 400;
    }

    private static boolean isError(int status) {
        return status >= 400;
    }

    private @Nullable String value(HeaderRule rule) {
        return rule.valueOn(failed || isError(status) || isOfThisMoment(status));
    }

    // A temporary redirect, say to a sign-in, is about this moment as an error is: nobody may go by it for a year.
    private static boolean isOfThisMoment(int status) {
        return status == SC_FOUND || status == SC_SEE_OTHER || status == SC_TEMPORARY_REDIRECT;
    }

    /** From now on this is an answer that is not the application's, whatever its status. */
    void fail() {
        become(status, true, mayReset());
    }

    @Override
    void statusFollows(int next, boolean mayReset) {
        become(next, failed, mayReset);
    }

    private void become(int next, boolean fails, boolean mayReset) {
        if ((next == status && fails == failed) || isCommitted()) {
            return;
        }
        takeOff(next, fails, mayReset);
        int before = status;
        boolean failedBefore = failed;
        status = next;
        failed = fails;
        for (int i = 0; i < rules.size(); i++) {
            HeaderRule rule = rules.get(i);
            if (stands(i) && !stands(rule, before, failedBefore)) {
                layDown(i, HeaderRules.none());
            } else if (stands(i) && rule.onErrors() != null && !isReplaced(i)) {
                super.setHeader(rule.name(), value(rule));
            }
        }
    }

    /** Takes off what rules have written that will not stand any more; what the application has written stays. */
    private void takeOff(int next, boolean fails, boolean mayReset) {
        List<String> ours = new ArrayList<>(0);
        for (int i = 0; i < rules.size(); i++) {
            HeaderRule rule = rules.get(i);
            if (!stands(i) || stands(rule, next, fails)) {
                continue;
            }
            String value = rule.value();
            String present = present(rule.name());
            if (value == null || present == null || isReplaced(i)) {
                continue;
            }
            String theirs = rule.mode() == HeaderRule.Mode.MERGE ? ListHeader.without(present, value) : "";
            if (theirs.isEmpty()) {
                ours.add(rule.name());
            } else {
                super.setHeader(rule.name(), theirs);
            }
        }
        if (!ours.isEmpty()) {
            HeaderRemoval.remove(ours, (HttpServletResponse) getResponse(), mayReset);
        }
    }

    /** Whether what is there is only what an earlier rule has written, and no rule of now stands beside it yet. */
    private boolean isOurs(int index, HeaderRules before) {
        String name = rules.get(index).name();
        HeaderRule earlier = before.find(name);
        return earlier != null
                && earlier.value() != null
                && ruleFor(name) == index
                && earlier.value().equals(present(name));
    }

    private boolean writtenByApplication(HeaderRule rule, HeaderRules before) {
        String present = getHeader(rule.name());
        if (present == null || saysSo(rule, present)) {
            return false;
        }
        HeaderRule earlier = before.find(rule.name());
        return earlier == null || !saysSo(earlier, present);
    }

    private static boolean saysSo(HeaderRule rule, String present) {
        return present.equals(rule.value()) || present.equals(rule.onErrors());
    }

    private void write(int index, HeaderRules before) {
        HeaderRule rule = rules.get(index);
        String value = value(rule);
        if (rule.mode() == HeaderRule.Mode.MERGE && value != null) {
            String present = isOurs(index, before) ? null : present(rule.name());
            super.setHeader(rule.name(), present == null ? value : ListHeader.union(rule.name(), present, value));
        } else if (value == null) {
            HeaderRemoval.strip(rule.name(), (HttpServletResponse) getResponse());
        } else {
            super.setHeader(rule.name(), value);
        }
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        int rule = ruleFor(name);
        if (rule < 0) {
            super.setHeader(name, value);
            return;
        }
        switch (rules.get(rule).mode()) {
            case PIN -> {}
            case DEFAULT -> {
                setReplaced(rule, value != null);
                super.setHeader(name, value == null ? value(rules.get(rule)) : value);
            }
            case MERGE -> super.setHeader(name, merged(null, rule, value));
        }
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        int rule = ruleFor(name);
        if (rule < 0) {
            super.addHeader(name, value);
            return;
        }
        if (value == null) {
            return;
        }
        switch (rules.get(rule).mode()) {
            case PIN -> {}
            case DEFAULT -> {
                if (isReplaced(rule)) {
                    super.addHeader(name, value);
                } else {
                    setReplaced(rule, true);
                    super.setHeader(name, value);
                }
            }
            case MERGE -> super.setHeader(name, merged(present(name), rule, value));
        }
    }

    @Override
    public void setIntHeader(String name, int value) {
        if (ruleFor(name) < 0) {
            super.setIntHeader(name, value);
        } else {
            setHeader(name, Integer.toString(value));
        }
    }

    @Override
    public void addIntHeader(String name, int value) {
        if (ruleFor(name) < 0) {
            super.addIntHeader(name, value);
        } else {
            addHeader(name, Integer.toString(value));
        }
    }

    @Override
    public void setDateHeader(String name, long date) {
        int rule = ruleFor(name);
        if (rule < 0) {
            super.setDateHeader(name, date);
        } else if (rules.get(rule).mode() == HeaderRule.Mode.DEFAULT) {
            setReplaced(rule, true);
            super.setDateHeader(name, date);
        }
        // A date is no element of a list, so under MERGE, as under PIN, ours stays alone.
    }

    @Override
    public void addDateHeader(String name, long date) {
        int rule = ruleFor(name);
        if (rule >= 0 && !isReplaced(rule)) {
            setDateHeader(name, date);
        } else {
            super.addDateHeader(name, date);
        }
    }

    @Override
    public void reset() {
        super.reset();
        errorSent = false;
        hold(rules);
    }

    @Override
    public void sendError(int status) throws IOException {
        super.sendError(status);
        errorSent = true;
    }

    @Override
    public void sendError(int status, @Nullable String message) throws IOException {
        super.sendError(status, message);
        errorSent = true;
    }

    // Some containers let applications get away with no name at all.
    private int ruleFor(@Nullable String name) {
        if (name == null) {
            return -1;
        }
        int at = rules.indexOf(name, 0);
        while (at >= 0 && !stands(at)) {
            at = rules.indexOf(name, at + 1);
        }
        return at;
    }

    /** Every MERGE rule of this header from this rule on, beside what is there and what the application adds. */
    private String merged(@Nullable String present, int first, @Nullable String more) {
        String name = rules.get(first).name();
        String list = present == null ? "" : present;
        for (int i = first; i >= 0; i = rules.indexOf(name, i + 1)) {
            String value = rules.get(i).value();
            if (value != null && stands(i)) {
                list = ListHeader.union(name, list, value);
            }
        }
        return more == null ? list : ListHeader.union(name, list, more);
    }

    private @Nullable String present(String name) {
        String first = getHeader(name);
        if (first == null) {
            return null;
        }
        Collection<String> lines = getHeaders(name);
        return lines.size() == 1 ? first : String.join(", ", lines);
    }

    private boolean isReplaced(int rule) {
        return replaced != null && replaced[rule];
    }

    private void setReplaced(int rule, boolean now) {
        if (replaced == null) {
            replaced = new boolean[rules.size()];
        }
        replaced[rule] = now;
    }
}
