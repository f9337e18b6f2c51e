package io.tollgate.system;

import io.tollgate.launcher.broker.EmbeddedKafka;
import io.tollgate.launcher.registry.EmbeddedRegistry;
import io.tollgate.schemas.setting.HostPort;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Broker and registry in a process of their own, so that a test can kill them. Arguments: kafka, registry, directory. */
final class KafkaMain {

    private KafkaMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedKafka kafka = EmbeddedKafka.start(HostPort.parse(arguments[0]), Path.of(arguments[2]));
        EmbeddedRegistry registry = EmbeddedRegistry.start(HostPort.parse(arguments[1]), kafka.address());
        System.out.println("Tollgate is ready: kafka=" + kafka.address() + " registry=" + registry.uri());
        new CountDownLatch(1).await();
    }
}
