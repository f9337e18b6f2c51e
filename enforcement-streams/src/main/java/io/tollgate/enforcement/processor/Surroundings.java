package io.tollgate.enforcement.processor;

import io.tollgate.enforcement.backlog.Backlog;
import io.tollgate.enforcement.blacklist.Breadth;
import io.tollgate.enforcement.failure.Patience;
import io.tollgate.enforcement.metrics.EnforcementMetrics;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.schemas.serde.SchemaRegistry;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * What the processors of one application share. Immutable, and all in it is safe for threads.
 *
 * @param partitions of the topics within, equal to that of the topics outside
 * @param emergencyNumbers destinations whose calls are never limited
 * @param leaseGrace how long after its gateway's lease a call is kept for another gateway
 * @param backlog holds the clock back
 * @param gatewayNews from those who read gateways' heartbeats to those who watch their leases
 * @param serializer writes every record that goes out
 */
public record Surroundings(
        SchemaRegistry registry,
        int partitions,
        Breadth breadth,
        List<String> emergencyNumbers,
        Duration leaseGrace,
        EnforcementMetrics metrics,
        Patience patience,
        Backlog backlog,
        GatewayNews gatewayNews,
        AvroSerializer<SpecificRecord> serializer) {

    public Surroundings(
            SchemaRegistry registry,
            int partitions,
            Breadth breadth,
            List<String> emergencyNumbers,
            Duration leaseGrace,
            EnforcementMetrics metrics,
            Patience patience,
            Backlog backlog) {
        this(
                registry,
                partitions,
                breadth,
                List.copyOf(emergencyNumbers),
                leaseGrace,
                metrics,
                patience,
                backlog,
                new GatewayNews(),
                new AvroSerializer<>(registry));
    }
}
