/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import java.util.List;

/**
 * A store with what it sells off.
 *
 * @param id how the Salling Group knows it
 * @param brand whose sign is above the door
 * @param address street and town
 * @param offers what there is, as long as there is some
 */
record Store(String id, String brand, String name, String address, List<Offer> offers) {
    Store {
        offers = List.copyOf(offers);
    }
}
