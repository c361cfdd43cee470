package io.storelane.plugin.tool;

import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Templates of a plugin keep to the server's policy for content: no script or style within a page. What they write is escaped, and
 * they call no beans by name.
 */
final class Templates {
    private static final Map<Code, Pattern> REFUSED = new EnumMap<>(Code.class);
    private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);

    static {
        refuse(
                Code.TEMPLATE_SCRIPT,
                "<script(?![^>]*\\b(th:)?src\\s*=)|th:inline\\s*=\\s*[\"']?javascript|\\bjavascript:|\\bjs:");
        refuse(Code.TEMPLATE_STYLE, "<style\\b|[\\s\"'](th:)?style\\s*=|th:styleappend");
        refuse(Code.TEMPLATE_HANDLER, "[\\s\"'](th:|hx-)?on[a-z:-]*\\s*=(?!=)");
        refuse(Code.TEMPLATE_UNESCAPED, "th:utext|\\[\\(|data-th-utext");
        refuse(Code.TEMPLATE_BEAN, "\\$\\{[^}]*(@\\w|\\bT\\s*\\(|\\bnew\\s+\\w)|__\\$\\{");
    }

    private Templates() {}

    private static void refuse(Code code, String form) {
        REFUSED.put(code, Pattern.compile(form, Pattern.CASE_INSENSITIVE));
    }

    static void check(Archive archive, Findings findings) {
        for (String template : archive.names("ui/", ".html")) {
            String text = COMMENT.matcher(archive.text(template)).replaceAll(Templates::blank);
            String names = Attributes.withoutValues(text);
            REFUSED.forEach((code, form) -> {
                Matcher found = form.matcher(code == Code.TEMPLATE_HANDLER ? names : text);
                if (found.find()) {
                    long line =
                            text.substring(0, found.start()).lines().count() + (endsLine(text, found.start()) ? 1 : 0);
                    findings.add(
                            code,
                            template + ":" + Math.max(1, line),
                            found.group().strip());
                }
            });
        }
    }

    private static boolean endsLine(String text, int at) {
        return at > 0 && text.charAt(at - 1) == '\n';
    }

    /** A comment leaves its lines behind, so that later ones keep their numbers. But what Thymeleaf reads within stays. */
    private static String blank(java.util.regex.MatchResult comment) {
        String text = comment.group();
        return text.startsWith("<!--/*/") ? Matcher.quoteReplacement(text) : text.replaceAll("[^\n]", " ");
    }
}
