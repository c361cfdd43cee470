package io.storelane.plugin.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of findings in the guide says what the verifier says. */
class FindingsPageTests {

    @ParameterizedTest
    @EnumSource(Code.class)
    void findingStandsInTheGuideAsItIsPrinted(Code code) throws IOException {
        Finding finding = new Finding(code.severity(), code, "", Collections.nCopies(9, "…"));
        String warning = code.severity() == Severity.WARNING ? " (warning)" : "";
        List<String> lines = Files.readAllLines(Path.of("../../docs/plugin-guide/findings.md"));
        assertThat(lines)
                .contains("| `" + code.key() + "`" + warning + " | " + cell(finding.what(Locale.ENGLISH)) + " | "
                        + cell(finding.advice(Locale.ENGLISH)) + " |");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "\\<");
    }
}
