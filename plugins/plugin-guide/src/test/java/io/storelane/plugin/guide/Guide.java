package io.storelane.plugin.guide;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a guide tells its reader to do, in its order. */
record Guide(List<Step> steps) {

    private static final Pattern TARGET = Pattern.compile("^(In|At the end of) `([^`]+)`:$");
    private static final Pattern SECTION = Pattern.compile("^## ([0-9]+)\\. .*$");

    /** Something to do. @param section number of the section that says so */
    sealed interface Step {
        int section();

        int line();
    }

    /** Lines for a shell. */
    record Command(int section, int line, String text) implements Step {}

    /** Lines of a file. @param append true if they come behind what is there */
    record Content(int section, int line, String file, boolean append, String text) implements Step {}

    static Guide of(String markdown) {
        List<Step> steps = new ArrayList<>();
        List<String> lines = markdown.lines().toList();
        int section = 0;
        String before = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher title = SECTION.matcher(line);
            if (title.matches()) {
                section = Integer.parseInt(title.group(1));
            } else if (line.startsWith("```")) {
                int end = lines.subList(i + 1, lines.size()).indexOf("```") + i + 1;
                String text = String.join("\n", lines.subList(i + 1, end)) + "\n";
                steps.add(step(section, i + 1, line.substring(3), before, text));
                i = end;
                before = "";
            } else if (!line.isBlank()) {
                before = line;
            }
        }
        return new Guide(List.copyOf(steps));
    }

    /** A block that is neither would never be tried. */
    private static Step step(int section, int line, String language, String before, String text) {
        if (language.equals("sh")) {
            return new Command(section, line, text);
        }
        Matcher target = TARGET.matcher(before);
        if (!target.matches()) {
            throw new IllegalStateException("Line " + line + " of the guide does not say where its block belongs");
        }
        return new Content(section, line, target.group(2), target.group(1).startsWith("At"), text);
    }
}
