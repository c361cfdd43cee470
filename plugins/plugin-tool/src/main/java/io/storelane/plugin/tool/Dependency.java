package io.storelane.plugin.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another plugin that has to be there: {@code crm@>=1.0.0 & <2.0.0}.
 *
 * @param optional written {@code crm?@...}: used if it is there
 */
public record Dependency(String id, boolean optional, VersionRange range) {
    private static final Pattern FORM = Pattern.compile("([a-z][a-z0-9-]*)(\\?)?(?:@(.+))?");

    /** Empty if the text is no dependency. */
    static Optional<Dependency> of(String text) {
        Matcher m = FORM.matcher(text.strip());
        if (!m.matches() || !Manifest.isId(m.group(1))) {
            return Optional.empty();
        }
        String range = m.group(3) == null ? "*" : m.group(3);
        return VersionRange.of(range).map(r -> new Dependency(m.group(1), m.group(2) != null, r));
    }

    /** Those of a list, separated by commas; each part that is none goes into {@code wrong}. */
    static List<Dependency> list(String text, List<String> wrong) {
        List<Dependency> all = new ArrayList<>();
        for (String part : Manifest.parts(text)) {
            of(part).ifPresentOrElse(all::add, () -> wrong.add(part));
        }
        return List.copyOf(all);
    }
}
