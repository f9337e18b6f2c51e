package io.tollgate.enforcement.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Asks what the examples in docs/http-api.md ask, and gets what they say. */
class HttpApiDocsTest {

    private static final Path PAGE = Path.of("..", "docs", "http-api.md");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    private final ApiUnderTest api = new ApiUnderTest(null);

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void shouldAnswerAsTheExamplesSay() throws IOException {
        // Given
        api.ledger.calls.add("a84b4c76e66710");
        api.ledger.accounts.put("alice", Map.of());
        api.ledger.entries.put("premium", Map.of());
        var lines = Files.readAllLines(PAGE);
        int examples = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith("$ curl ")) {
                continue;
            }

            // When
            var answer = ask(lines.get(i).substring("$ curl ".length()));

            // Then
            var said = Pattern.quote(lines.get(i + 1)).replace("...", "\\E[0-9a-f-]{36}\\Q");
            assertThat(answer.body()).as(lines.get(i)).matches(said);
            examples++;
        }
        assertThat(examples).isEqualTo(11);
    }

    /** As curl reads its arguments: a body without a method is a POST. */
    private ApiUnderTest.Answer ask(String arguments) {
        List<String> words = new ArrayList<>();
        WORD.matcher(arguments)
                .results()
                .forEach(word -> words.add(
                        word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3)));
        String method = "GET";
        String body = null;
        var headers = new StringBuilder();
        var path = "";
        for (int i = 0; i < words.size(); i++) {
            switch (words.get(i)) {
                case "-X" -> method = words.get(++i);
                case "-H" -> headers.append(words.get(++i)).append("\r\n");
                case "-d" -> {
                    body = words.get(++i);
                    method = method.equals("GET") ? "POST" : method;
                }
                default -> {
                    var uri = URI.create(words.get(i));
                    path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
                }
            }
        }
        return api.send(method, path, headers.toString(), body);
    }
}
