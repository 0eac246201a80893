/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.json.JsonName;

/** The names of the fields that an ordinary event has, ready to be written. */
final class Names {
    static final JsonName TIMESTAMP = JsonName.of("@timestamp");
    static final JsonName LOG_LEVEL = JsonName.of("log.level");
    static final JsonName MESSAGE = JsonName.of("message");
    static final JsonName EVENT_NAME = JsonName.of("event.name");
    static final JsonName EVENT_ID = JsonName.of("event.id");
    static final JsonName EVENT_OUTCOME = JsonName.of("event.outcome");
    static final JsonName EVENT_DURATION = JsonName.of("event.duration");
    static final JsonName BREAKWATER_TTFB_NS = JsonName.of("breakwater.ttfb_ns");
    static final JsonName SERVICE_NAME = JsonName.of("service.name");
    static final JsonName SERVICE_VERSION = JsonName.of("service.version");
    static final JsonName DEPLOYMENT_ENVIRONMENT_NAME = JsonName.of("deployment.environment.name");
    static final JsonName TRACE_ID = JsonName.of("trace.id");
    static final JsonName SPAN_ID = JsonName.of("span.id");
    static final JsonName HTTP_REQUEST_ID = JsonName.of("http.request.id");
    static final JsonName BREAKWATER_REQUEST_ID_SOURCE = JsonName.of("breakwater.request_id.source");
    static final JsonName HTTP_REQUEST_METHOD = JsonName.of("http.request.method");
    static final JsonName URL_SCHEME = JsonName.of("url.scheme");
    static final JsonName URL_PATH = JsonName.of("url.path");
    static final JsonName URL_QUERY = JsonName.of("url.query");
    static final JsonName URL_DOMAIN = JsonName.of("url.domain");
    static final JsonName NETWORK_PROTOCOL_VERSION = JsonName.of("network.protocol.version");
    static final JsonName HTTP_REQUEST_BODY_SIZE = JsonName.of("http.request.body.size");
    static final JsonName CLIENT_ADDRESS = JsonName.of("client.address");
    static final JsonName NETWORK_PEER_ADDRESS = JsonName.of("network.peer.address");
    static final JsonName USER_ID = JsonName.of("user.id");
    static final JsonName USER_AGENT_ORIGINAL = JsonName.of("user_agent.original");
    static final JsonName HTTP_REQUEST_REFERRER = JsonName.of("http.request.referrer");
    static final JsonName HTTP_ROUTE = JsonName.of("http.route");
    static final JsonName HTTP_RESPONSE_STATUS_CODE = JsonName.of("http.response.status_code");
    static final JsonName HTTP_RESPONSE_BODY_SIZE = JsonName.of("http.response.body.size");
    static final JsonName BREAKWATER_OUTCOME = JsonName.of("breakwater.outcome");

    private Names() {}
}
