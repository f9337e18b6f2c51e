package io.tollgate.benchmark;

import io.tollgate.launcher.broker.EmbeddedKafka;
import io.tollgate.launcher.registry.EmbeddedRegistry;
import io.tollgate.schemas.setting.HostPort;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Broker and registry in a process of their own, so that what they cost is not taken for what Streams cost. Argument: the
 * directory.
 */
final class BrokerMain {
    private BrokerMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        HostPort anyPort = HostPort.parse("127.0.0.1:0");
        EmbeddedKafka kafka = EmbeddedKafka.start(anyPort, Path.of(arguments[0], "kafka"));
        EmbeddedRegistry registry = EmbeddedRegistry.start(anyPort, kafka.address());
        System.out.println("Tollgate is ready: kafka=" + kafka.address() + " registry=" + registry.uri());
        new CountDownLatch(1).await();
    }
}
