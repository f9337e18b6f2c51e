package io.tollgate.launcher.broker;

import io.tollgate.schemas.setting.HostPort;
import java.nio.file.Path;
import java.util.Properties;

/** The embedded broker's configuration: what differs from Kafka's defaults, and why. */
final class BrokerProperties {

    private BrokerProperties() {}

    static Properties of(HostPort listen, HostPort advertised, int controllerPort, Path logDirectory) {
        Properties properties = new Properties();
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("node.id", "1");
        properties.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        properties.setProperty("controller.listener.names", "CONTROLLER");
        properties.setProperty("listeners", "PLAINTEXT://" + listen + ",CONTROLLER://127.0.0.1:" + controllerPort);
        properties.setProperty("advertised.listeners", "PLAINTEXT://" + advertised); // Kafka refuses a wildcard here
        properties.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.setProperty("inter.broker.listener.name", "PLAINTEXT");
        properties.setProperty("log.dirs", logDirectory.toString());
        properties.setProperty("auto.create.topics.enable", "false");
        // one broker: replication 1, and few partitions, since each is a set of files to open at start
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            properties.setProperty(topic + ".replication.factor", "1");
            properties.setProperty(topic + ".num.partitions", "4");
        }
        properties.setProperty("transaction.state.log.min.isr", "1");
        properties.setProperty("share.coordinator.state.topic.min.isr", "1");
        // a dead client's open transaction hides what others wrote behind it until the broker looks for overdue ones,
        // which it does every 10 s by default
        properties.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        // a transaction that begins while the last one's marks are being written is held here and tried again after
        // this
        // long, 20 ms by default: twice Streams' commit interval
        properties.setProperty("add.partitions.to.txn.retry.backoff.ms", "2");
        // a consumer group of one or two members need not wait for more
        properties.setProperty("group.initial.rebalance.delay.ms", "0");
        // 128 MB of heap by default, taken at start whether anything is compacted or not
        properties.setProperty("log.cleaner.dedupe.buffer.size", "16777216");
        // the offset index of each open segment is allocated at this size: 10 MB times some hundred partitions
        properties.setProperty("log.index.size.max.bytes", "1048576");
        // after kill -9 the broker has to wait until the session of its former self is over: 9 s by default; with 3 s a
        // broker on a busy machine was fenced while it started
        properties.setProperty("broker.session.timeout.ms", "6000");
        properties.setProperty("broker.heartbeat.interval.ms", "500");
        return properties;
    }
}
