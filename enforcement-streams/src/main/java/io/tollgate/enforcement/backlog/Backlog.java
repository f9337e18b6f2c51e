package io.tollgate.enforcement.backlog;

/**
 * Whether a task has read what its inputs held when it was given to this thread, or when the broker came back. Before
 * that the clock must decide nothing: what is late may be answered by the next record, and a backlog looks like calls that
 * never end. Asked and told by the stream thread that runs the task.
 */
public interface Backlog {

    /** There is none; for tests. */
    Backlog NONE = new Backlog() {
        @Override
        public void processed(String topic, int partition, long offset) {
            // Nothing is waited for.
        }

        @Override
        public boolean isRead(String topic, int partition) {
            return true;
        }
    };

    /** A record was processed. */
    void processed(String topic, int partition, long offset);

    /** Whether all was processed that was there when the partition came to this thread; false while the broker is away. */
    boolean isRead(String topic, int partition);
}
