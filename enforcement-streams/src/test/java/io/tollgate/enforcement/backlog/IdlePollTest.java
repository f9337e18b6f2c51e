package io.tollgate.enforcement.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdlePollTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // asked | quiet | now   | wait | why
                "5       | 100   | 1_020 | 80   | nothing waits for a commit: until the clock's next beat",
                "5       | 9_999 | 1_050 | 50   | likewise",
                "5       | 99    | 1_050 | 5    | what came may not be committed yet",
                "5       | 0     | 1_050 | 5    | likewise",
                "5       | 9_999 | 1_000 | 5    | what the clock had done is committed next",
                "5       | 9_999 | 1_019 | 5    | likewise",
                "5       | 9_999 | 1_098 | 5    | never less than asked",
                "0       | 9_999 | 1_050 | 0    | Streams has other things to do",
                "100     | 9_999 | 1_050 | 100  | never less than asked",
            })
    void shouldWaitUntilThereIsSomethingToDo(String asked, String quiet, String now, String wait, String why) {
        // When
        var patience = IdlePoll.of(millis(asked), millis(quiet), millis(now).toMillis());

        // Then
        assertThat(patience).as(why).isEqualTo(millis(wait));
    }

    private static Duration millis(String text) {
        return Duration.ofMillis(Long.parseLong(text.replace("_", "")));
    }
}
