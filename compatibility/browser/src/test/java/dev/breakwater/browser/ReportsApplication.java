/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.browser;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes whatever browsers report. */
final class ReportsApplication extends HttpServlet {
    private final List<Report> reports = new CopyOnWriteArrayList<>();

    /** One request of a browser that reports. */
    record Report(String contentType, String body) {}

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        reports.add(new Report(request.getContentType(), body));
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    List<Report> of(String contentType) {
        return reports.stream()
                .filter(report -> report.contentType().equals(contentType))
                .toList();
    }

    @Override
    public String toString() {
        return reports.toString();
    }
}
