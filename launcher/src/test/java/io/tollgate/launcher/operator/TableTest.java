package io.tollgate.launcher.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final String RED = "\u001b[31m";

    @Test
    void shouldAlignWordsLeftAndNumbersRight() {
        // Given
        Table table = table();

        // When, Then
        assertThat(table.lines(terminal("", Map.of())))
                .containsExactly(
                        "ACCOUNT               BALANCE  STATE",
                        "alice               10.50 EUR  ok",
                        "a-rather-long-name   1.00 EUR  NO_BALANCE");
    }

    @Test
    void shouldCutWordsAndNoNumbersWhenTheTerminalIsNarrow() {
        // When, Then
        assertThat(table().lines(terminal("24x30", Map.of("NO_COLOR", "1"))))
                .containsExactly(
                        "ACCOUNT     BALANCE  STATE", //
                        "alice     10.50 EUR  ok",
                        "a-rathe…   1.00 EUR  NO_BALAN…")
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(30));
    }

    @Test
    void shouldColourOnlyOnATerminalThatIsNoDumbOne() {
        assertThat(table().lines(terminal("24x80", Map.of()))).anyMatch(line -> line.contains(RED));
        assertThat(table().lines(terminal("", Map.of()))).noneMatch(line -> line.contains("\u001b"));
        assertThat(table().lines(terminal("24x80", Map.of("NO_COLOR", "1"))))
                .noneMatch(line -> line.contains("\u001b"));
        assertThat(table().lines(terminal("24x80", Map.of("TERM", "dumb")))).noneMatch(line -> line.contains("\u001b"));
        assertThat(table().lines(terminal("24x80", Map.of("NO_COLOR", "")))).anyMatch(line -> line.contains(RED));
    }

    @Test
    void shouldNotLetStrangersMoveTheCursor() {
        // Given
        Table table = Table.of("FROM");

        // When
        table.row(Cell.of("eve\u001b[2J\r\n\u202e\u2028\u0007x"));

        // Then
        assertThat(table.lines(terminal("24x80", Map.of("NO_COLOR", "1")))).containsExactly("FROM", "eve?[2J?????x");
    }

    private static Table table() {
        Table table = Table.of("ACCOUNT", ">BALANCE", "STATE");
        table.row(Cell.of("alice"), Cell.of("10.50 EUR"), new Cell("ok", Style.GOOD));
        table.row(Cell.of("a-rather-long-name"), Cell.of("1.00 EUR"), new Cell("NO_BALANCE", Style.BAD));
        return table;
    }

    private static Terminal terminal(String size, Map<String, String> environment) {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
        return Terminal.of(nowhere, nowhere, size, environment);
    }
}
