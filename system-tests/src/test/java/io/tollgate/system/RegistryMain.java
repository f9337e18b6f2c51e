package io.tollgate.system;

import io.tollgate.launcher.registry.EmbeddedRegistry;
import io.tollgate.schemas.setting.HostPort;
import java.util.concurrent.CountDownLatch;

/** The registry alone, for an image that stands in for Confluent's. Arguments: where to listen, Kafka. */
final class RegistryMain {

    private RegistryMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedRegistry registry = EmbeddedRegistry.start(HostPort.parse(arguments[0]), HostPort.parse(arguments[1]));
        System.out.println("Tollgate's registry is ready: " + registry.uri());
        new CountDownLatch(1).await();
    }
}
