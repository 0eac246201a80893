/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.RawAnswer;
import dev.breakwater.contract.RawClient;
import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers write addresses in different ways, and callers are told apart by them. */
@Tag("container")
final class PeerAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void isReadableInEveryFamily(String address) throws Exception {
        try (ProtectedService service = ProtectedService.with(Map.of())) {
            RawClient client = new RawClient(InetAddress.getByName(address), service.port());
            RawAnswer answer = client.send(new byte[0], "GET /hello HTTP/1.1");

            Map<String, Object> event =
                    service.events.of(answer.header("X-Request-Id").get(0));
            assertThat(event).containsEntry("client.address", address);
        }
    }
}
