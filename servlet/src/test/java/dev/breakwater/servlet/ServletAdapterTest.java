/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.contract.AdapterContract;
import dev.breakwater.contract.AdapterServer;
import dev.breakwater.contract.TestApplication;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.junit.jupiter.api.Tag;

@Tag("container")
final class ServletAdapterTest extends AdapterContract {
    @Override
    protected AdapterServer start(BreakwaterRuntime runtime) throws Exception {
        return TestServer.start("", ErrorPageServlet.PATH, context -> {
            BreakwaterFilter.register(context, runtime);
            add(context, "application", "/", new Application());
            add(context, "errors", ErrorPageServlet.PATH, new ErrorPageServlet());
        });
    }

    private static void add(ServletContext context, String name, String path, HttpServlet servlet) {
        ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
        registration.addMapping(path);
        registration.setAsyncSupported(true);
    }

    private static final class Application extends HttpServlet {
        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            TestApplication.answer(new ServletCall(request, response));
        }
    }
}
