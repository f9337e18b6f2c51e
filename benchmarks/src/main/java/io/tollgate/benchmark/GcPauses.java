package io.tollgate.benchmark;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** How long this JVM stood still for its collections, as it says itself; in whole milliseconds. */
final class GcPauses {
    private final List<Long> millis = new CopyOnWriteArrayList<>();

    GcPauses() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener(
                            (notification, handback) -> millis.add(
                                    GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
                                            .getGcInfo()
                                            .getDuration()),
                            notification -> notification
                                    .getType()
                                    .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION),
                            null);
        }
    }

    void reset() {
        millis.clear();
    }

    @Override
    public String toString() {
        return millis.size() + ", "
                + millis.stream().mapToLong(Long::longValue).sum() + " ms in all, longest "
                + millis.stream().mapToLong(Long::longValue).max().orElse(0) + " ms";
    }
}
