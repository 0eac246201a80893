/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.browser;

import java.util.LinkedHashMap;
import java.util.Map;
import org.openqa.selenium.JavascriptExecutor;

/** The page that the browser shows. It is good until the browser is shown another. */
final class Page {
    private static final String CALL =
            "const done = arguments[arguments.length - 1]; call(arguments[0], arguments[1]).then(done);";

    private final JavascriptExecutor scripts;

    Page(JavascriptExecutor scripts) {
        this.scripts = scripts;
    }

    /**
     * Has the page's script fetch an address.
     *
     * @param options names and values in turn, of what {@code fetch} takes as its second argument
     */
    Answer fetch(String url, Object... options) {
        return Answer.of(scripts.executeAsyncScript(CALL, url, map(options)));
    }

    static Map<String, Object> map(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    /** Waits for the promise that an expression gives, and returns what it is fulfilled with, or why it is not. */
    Object await(String expression, Object... arguments) {
        String script = "const done = arguments[arguments.length - 1];" + "(" + expression
                + ").then(done, failure => done(String(failure)));";
        return scripts.executeAsyncScript(script, arguments);
    }

    /** What an expression gives. */
    Object value(String expression) {
        return scripts.executeScript("return " + expression);
    }
}
