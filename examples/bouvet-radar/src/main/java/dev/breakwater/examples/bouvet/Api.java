/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.List;
import java.util.Map;

/** The service's routes. Handlers say what they answer; how long it may be kept is said in {@code headers.rules}. */
final class Api {
    private final Doffin doffin;
    private final Klass klass;
    private final CpvCodes cpv = new CpvCodes();

    Api(Doffin doffin, Klass klass) {
        this.doffin = doffin;
        this.klass = klass;
    }

    void register(RoutesConfig routes) {
        read(routes, "/api/notices", this::notices);
        read(routes, "/api/classifications/{name}", this::classification);
        read(routes, "/api/cpv/" + CpvCodes.VERSION, this::cpvCodes);
        read(routes, "/api/cpv/" + CpvCodes.VERSION + "/{code}", this::cpvCode);
    }

    // Javalin answers HEAD by itself wherever there is GET, but with 200 and none of the headers.
    private static void read(RoutesConfig routes, String path, Handler handler) {
        routes.get(path, handler);
        routes.head(path, handler);
    }

    private void notices(Context call) {
        Search search = SearchReader.read(call.queryParamMap());
        call.future(() -> doffin.search(search).thenAccept(found -> answer(call, found.isLastKnown(), found)));
    }

    private void classification(Context call) {
        requireNoParameters(call);
        Classification asked = Classification.find(call.pathParam("name"));
        if (asked == null) {
            throw new Refusal(404, "Expected counties, municipalities or industries.");
        }
        call.future(() -> klass.codes(asked).thenAccept(codes -> answer(call, codes.isLastKnown(), codes)));
    }

    private static void answer(Context call, boolean lastKnown, Object value) {
        if (lastKnown) {
            call.header("Cache-Control", "no-store"); // which takes the place of what the rule for the path says
        }
        Answers.json(call, value);
    }

    private void cpvCodes(Context call) {
        requireNoParameters(call);
        Answers.json(call, cpv.all());
    }

    private void cpvCode(Context call) {
        requireNoParameters(call);
        byte[] code = cpv.find(call.pathParam("code"));
        if (code == null) {
            throw new Refusal(404, "There is no such code among those of GET /api/cpv/2008.");
        }
        Answers.json(call, code);
    }

    // An answer that is kept for ever under any number of addresses would fill caches.
    private static void requireNoParameters(Context call) {
        Map<String, List<String>> query = call.queryParamMap();
        if (!query.isEmpty()) {
            throw new Refusal(400, "Expected no parameters.");
        }
    }
}
