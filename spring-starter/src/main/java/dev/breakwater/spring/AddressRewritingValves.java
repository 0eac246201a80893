/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Refuses to start when a customizer has put Tomcat's {@code RemoteIpValve} into the embedded server: it rewrites the
 * caller's address before any filter. Looks once the server has been put together and before it listens. By reflection,
 * because the types that lead there differ between the lines of Boot; where they do not lead there, nothing is found.
 */
final class AddressRewritingValves implements SmartInitializingSingleton {
    static final String REMOTE_IP_VALVE = "org.apache.catalina.valves.RemoteIpValve";

    private final BreakwaterRuntime runtime;
    private final ApplicationContext context;

    AddressRewritingValves(BreakwaterRuntime runtime, ApplicationContext context) {
        this.runtime = runtime;
        this.context = context;
    }

    @Override
    public void afterSingletonsInstantiated() {
        Object engine = asked(asked(asked(context, "getWebServer"), "getTomcat"), "getEngine");
        if (engine != null && RewritingBeans.resolvesCallers(runtime) && isIn(engine)) {
            throw new InvalidPolicyException(
                    List.of(RewritingBeans.fault("valves of the embedded server", REMOTE_IP_VALVE)));
        }
    }

    /** Whether it is among the valves of this container, engine, host or context, or of those inside it. */
    private static boolean isIn(Object container) {
        return elements(asked(asked(container, "getPipeline"), "getValves"))
                        .anyMatch(
                                valve -> REMOTE_IP_VALVE.equals(valve.getClass().getName()))
                || elements(asked(container, "findChildren")).anyMatch(AddressRewritingValves::isIn);
    }

    private static Stream<Object> elements(@Nullable Object array) {
        return array instanceof Object[] objects ? Arrays.stream(objects) : Stream.empty();
    }

    static @Nullable Object asked(@Nullable Object target, String getter) {
        if (target == null) {
            return null;
        }
        Method method = ClassUtils.getMethodIfAvailable(target.getClass(), getter);
        return method == null ? null : ReflectionUtils.invokeMethod(method, target);
    }
}
