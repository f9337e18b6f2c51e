package io.tollgate.launcher;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import io.tollgate.schemas.setting.ClusterSettings;
import io.tollgate.schemas.setting.LogFormat;
import io.tollgate.schemas.setting.SettingSources;
import io.tollgate.schemas.setting.Settings;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the log the form that is configured; where it goes and what is told stays as logback.xml has it. Stateless. */
final class Logs {

    private Logs() {}

    /** What is asked for; of what is no format at all the command tells with its other faults. */
    static LogFormat format(SettingSources sources) {
        return Settings.read(List.of(ClusterSettings.LOG_FORMAT), KnownSettings.ALL, sources)
                .value(ClusterSettings.LOG_FORMAT);
    }

    static void write(LogFormat format) {
        if (format == LogFormat.JSON && LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            asJson(logback);
        }
    }

    static void asJson(LoggerContext logback) {
        Iterator<Appender<ILoggingEvent>> appenders =
                logback.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
        while (appenders.hasNext()) {
            if (appenders.next() instanceof OutputStreamAppender<ILoggingEvent> stream) {
                JsonEncoder encoder = new JsonEncoder();
                encoder.setContext(logback);
                encoder.setWithSequenceNumber(false);
                encoder.setWithNanoseconds(false);
                encoder.setWithContext(false);
                encoder.setWithMDC(false);
                encoder.setWithArguments(false);
                encoder.setWithMessage(false); // what others' libraries have not filled in yet
                encoder.setWithFormattedMessage(true);
                encoder.start();
                stream.setEncoder(encoder);
            }
        }
    }
}
