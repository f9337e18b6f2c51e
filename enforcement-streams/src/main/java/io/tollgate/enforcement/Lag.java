package io.tollgate.enforcement;

import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/** How far an instance is behind its inputs, as its own consumers know it: nobody has to ask the broker. Stateless. */
final class Lag {

    private Lag() {}

    /** Records of the partition that is furthest behind; NaN while it is not known. */
    static double most(@Nullable KafkaStreams streams) {
        if (streams == null) {
            return Double.NaN;
        }
        return streams.metrics().values().stream()
                .filter(metric -> isOfInput(metric.metricName()))
                .mapToDouble(Lag::value)
                .filter(lag -> !Double.isNaN(lag))
                .max()
                .orElse(Double.NaN);
    }

    /** The consumers that restore state are behind on purpose. */
    static boolean isOfInput(MetricName name) {
        String client = name.tags().getOrDefault("client-id", "");
        return name.name().equals("records-lag-max")
                && name.group().equals("consumer-fetch-manager-metrics")
                && client.endsWith("-consumer")
                && !client.endsWith("-restore-consumer")
                && !client.endsWith("-global-consumer");
    }

    private static double value(Metric metric) {
        return metric.metricValue() instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
