package io.tollgate.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LiveHeapTest {
    private static final String HISTOGRAM = """
            4711:
             num     #instances         #bytes  class name (module)
            -------------------------------------------------------
               1:            %d            %d  [B (java.base@17.0.15)
               2:            10           240  java.lang.String (java.base@17.0.15)
            Total            20          1240
            """;

    @Test
    void shouldReadWhatJcmdPrints() {
        LiveHeap heap = LiveHeap.read(HISTOGRAM.formatted(10, 1_000));
        assertThat(heap.bytes()).isEqualTo(1_240);
        assertThat(heap.rows().get(1)).isEqualTo(new LiveHeap.Row("java.lang.String", 10, 240));
    }

    @Test
    void shouldTellWhatGrew() {
        LiveHeap before = LiveHeap.read(HISTOGRAM.formatted(10, 1_000));
        LiveHeap after = LiveHeap.read(HISTOGRAM.formatted(12, 1_500));
        assertThat(after.since(before))
                .containsExactly(new LiveHeap.Row("[B", 2, 500), new LiveHeap.Row("java.lang.String", 0, 0));
    }
}
