package io.storelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Work is chosen once, in a CTE. A subquery that locks and stands in a condition or beside the table may be run once for each
 * row of it, as the planner likes; each run passes over what the one before has taken, so more is taken than its limit says.
 */
class TakenWorkTests {

    private static final Path SOURCES = Path.of("src/main/java/io/storelane");
    private static final Pattern TEXT = Pattern.compile("\"\"\"(.*?)\"\"\"", Pattern.DOTALL);
    private static final Pattern CHOSEN_BY_EACH_ROW = Pattern.compile(
            "(?s)^(?!\\s*with ).*\\b(?:in|from|using)\\s*\\(\\s*select\\b.*for update\\b.*skip locked\\s*\\)");

    @Test
    void whatIsTakenIsChosenOnce() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<String> found = files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> TEXT.matcher(read(file)).results().map(text -> file + ": " + text.group(1)))
                    .filter(text -> CHOSEN_BY_EACH_ROW
                            .matcher(text.substring(text.indexOf(": ") + 2))
                            .find())
                    .toList();
            assertThat(found).isEmpty();
        }
    }

    @Test
    void theRuleSeesOne() {
        assertThat(CHOSEN_BY_EACH_ROW.matcher("""
                update t set n = 1 where id in (
                  select id from t order by at limit 1 for update skip locked)""").find()).isTrue();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
