package io.tollgate.enforcement;

import io.tollgate.enforcement.config.StreamsProperties;
import io.tollgate.enforcement.store.Stores;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.TopicCreator;
import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** What the application keeps in Kafka: changelogs, topics within, and how far it has read. For one thread. */
final class DurableState {

    /** What accounts are made of. */
    static final List<Topic> REBUILT_FROM = List.of(Topics.ACCOUNTS, Topics.BALANCE_ADJUSTMENTS, Topics.CALL_RECORDS);

    /** Calls, live and lost, are no sums of anything, and stay. */
    private static final List<String> OF_ACCOUNTS =
            List.of(Stores.STANDINGS, Stores.SETTINGS, Stores.ADJUSTMENTS, Stores.EARLY_ADJUSTMENTS, Stores.LOOKS_DUE);

    /** What is in these waits for the service: accounts are not made of it. */
    private static final List<String> OTHERS_WITHIN =
            List.of(EnforcementTopology.ENTRY_ORDERS, EnforcementTopology.VOUCHES);

    private static final String PREFIX = StreamsProperties.APPLICATION_ID + "-";
    private static final String GROUP = StreamsProperties.APPLICATION_ID;

    /** One that was killed is missed after its session time-out. */
    private static final Duration GONE = Duration.ofSeconds(15);

    /** One that has just begun is in the group by then, its rates restored. */
    private static final Duration JOINED = Duration.ofSeconds(15);

    private static final Duration DELETED = Duration.ofMinutes(1);

    private final Admin admin;

    DurableState(Admin admin) {
        this.admin = admin;
    }

    /** Waits a while until no instance runs; false: one does. */
    boolean awaitNobody() throws InterruptedException, ExecutionException {
        return Waiting.until(GONE, () -> !isInUse());
    }

    /** Whether an instance that was starting runs now. */
    boolean awaitStarting() throws InterruptedException, ExecutionException {
        return Waiting.until(JOINED, this::isInUse);
    }

    private boolean isInUse() throws InterruptedException, ExecutionException {
        try {
            var group = admin.describeConsumerGroups(List.of(GROUP)).all().get().get(GROUP);
            return !group.members().isEmpty();
        } catch (ExecutionException absent) {
            if (absent.getCause() instanceof GroupIdNotFoundException) {
                return false;
            }
            throw absent;
        }
    }

    /** Until {@link #markWhole} no service may go on with it, whatever becomes of this process. */
    void markUnfinished(short replication) {
        TopicCreator.createMissing(admin, List.of(TopicsWithin.REBUILD_UNFINISHED), 1, replication);
    }

    /** Whether what is there was left by a rebuild that did not come to its end, or has not yet. */
    boolean isUnfinished() throws InterruptedException, ExecutionException {
        return topics().contains(TopicsWithin.REBUILD_UNFINISHED.name());
    }

    /** It may be gone on with. */
    void markWhole() throws InterruptedException, ExecutionException {
        delete(Set.of(TopicsWithin.REBUILD_UNFINISHED.name()));
    }

    /** Which state of accounts it is: another one after each rebuild. */
    String id() throws InterruptedException, ExecutionException {
        var name = TopicsWithin.STATE.name();
        return admin.describeTopics(List.of(name))
                .allTopicNames()
                .get()
                .get(name)
                .topicId()
                .toString();
    }

    /** Forgets accounts, and that what they are made of was ever read. */
    void forgetAccounts() throws InterruptedException, ExecutionException {
        Set<String> state =
                OF_ACCOUNTS.stream().map(store -> PREFIX + store + "-changelog").collect(Collectors.toSet());
        state.add(TopicsWithin.STATE.name());
        state.retainAll(topics());
        delete(state);
        Map<TopicPartition, OffsetAndMetadata> first = new HashMap<>();
        offsets(partitions(names(REBUILT_FROM)), OffsetSpec.earliest(), IsolationLevel.READ_COMMITTED)
                .forEach((partition, offset) -> first.put(partition, new OffsetAndMetadata(offset)));
        admin.alterConsumerGroupOffsets(GROUP, first).all().get();
    }

    private void delete(Set<String> names) throws InterruptedException, ExecutionException {
        admin.deleteTopics(names).all().get();
        if (!Waiting.until(DELETED, () -> topics().stream().noneMatch(names::contains))) {
            throw new KafkaException("topics are not deleted: " + names);
        }
    }

    /** How many records, markers included, lie before these topics' ends and are not read. */
    long unread(List<Topic> topics) throws InterruptedException, ExecutionException {
        return unreadOf(names(topics));
    }

    /** As {@link #unread}, of the topics by which accounts' settings and money reach their owners. */
    long unreadWithin() throws InterruptedException, ExecutionException {
        return unreadOf(topics().stream()
                .filter(name -> name.startsWith(PREFIX) && name.endsWith("-repartition"))
                .filter(name -> OTHERS_WITHIN.stream().noneMatch(name::contains))
                .toList());
    }

    private long unreadOf(List<String> topics) throws InterruptedException, ExecutionException {
        return unreadBefore(offsets(partitions(topics), OffsetSpec.latest(), IsolationLevel.READ_COMMITTED));
    }

    /** Waits until all is read that these topics have now; false: for so long nothing of it was read. */
    boolean awaitRead(List<Topic> topics, Duration stalled) throws InterruptedException, ExecutionException {
        var ends = offsets(partitions(names(topics)), OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
        for (long left = unreadBefore(ends); left > 0; left = unreadBefore(ends)) {
            long before = left;
            if (!Waiting.until(stalled, () -> unreadBefore(ends) < before)) {
                return false;
            }
        }
        return true;
    }

    /** Where these topics' partitions end, with what is not committed yet. */
    Map<TopicPartition, Long> writtenEnds(List<String> topics) throws InterruptedException, ExecutionException {
        return offsets(partitions(topics), OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    }

    private long unreadBefore(Map<TopicPartition, Long> ends) throws InterruptedException, ExecutionException {
        var read = admin.listConsumerGroupOffsets(GROUP)
                .partitionsToOffsetAndMetadata()
                .get();
        var begins = offsets(ends.keySet(), OffsetSpec.earliest(), IsolationLevel.READ_COMMITTED);
        long unread = 0;
        for (var end : ends.entrySet()) {
            var committed = read.get(end.getKey());
            long from = committed != null ? committed.offset() : begins.get(end.getKey());
            unread += Math.max(0, end.getValue() - Math.max(from, begins.get(end.getKey())));
        }
        return unread;
    }

    private Set<TopicPartition> partitions(List<String> topics) throws InterruptedException, ExecutionException {
        Set<TopicPartition> partitions = new HashSet<>();
        for (var topic : admin.describeTopics(topics).allTopicNames().get().values()) {
            topic.partitions().forEach(info -> partitions.add(new TopicPartition(topic.name(), info.partition())));
        }
        return partitions;
    }

    private Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, OffsetSpec spec, IsolationLevel level)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, spec));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        admin.listOffsets(asked, new ListOffsetsOptions(level))
                .all()
                .get()
                .forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    private static List<String> names(List<Topic> topics) {
        return topics.stream().map(Topic::name).toList();
    }

    private Set<String> topics() throws InterruptedException, ExecutionException {
        return admin.listTopics().names().get();
    }
}
