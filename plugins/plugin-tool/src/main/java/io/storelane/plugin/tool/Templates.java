package io.storelane.plugin.tool;

import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Templates of a plugin keep to the server's policy for content: no script or style within a page. What they write is escaped, and
 * they call no beans by name. It is asked of the text as it stands, also of comments and of values: what is a tag, a value or a
 * comment to one reader may be something else to a browser.
 */
final class Templates {
    private static final Map<Code, Pattern> REFUSED = new EnumMap<>(Code.class);

    /**
     * Events that an attribute can handle, by the HTML standard ("Event handlers on elements, Document objects, and Window objects"),
     * by SVG's animations, and what browsers have besides. By name, for a variable may be called {@code onHand}.
     */
    private static final String EVENTS = """
            abort animationcancel animationend animationiteration animationstart auxclick beforecopy beforecut beforeinput
            beforematch beforepaste beforetoggle beforeunload afterprint beforeprint blur cancel canplay canplaythrough
            change click close command contentvisibilityautostatechange contextlost contextmenu contextrestored copy
            cuechange cut dblclick drag dragend dragenter dragleave dragover dragstart drop durationchange emptied ended
            error focus focusin focusout formdata fullscreenchange fullscreenerror gotpointercapture hashchange input
            invalid keydown keypress keyup languagechange load loadeddata loadedmetadata loadend loadstart
            lostpointercapture message messageerror mousedown mouseenter mouseleave mousemove mouseout mouseover mouseup
            mousewheel offline online pagehide pagereveal pageshow pageswap paste pause play playing pointercancel
            pointerdown pointerenter pointerleave pointermove pointerout pointerover pointerrawupdate pointerup popstate
            progress ratechange rejectionhandled reset resize scroll scrollend scrollsnapchange scrollsnapchanging search
            securitypolicyviolation seeked seeking select selectionchange selectstart slotchange stalled storage submit
            suspend timeupdate toggle touchcancel touchend touchmove touchstart transitioncancel transitionend
            transitionrun transitionstart unhandledrejection unload visibilitychange volumechange waiting
            webkitanimationend webkitanimationiteration webkitanimationstart webkittransitionend wheel begin end repeat
            zoom""";

    static {
        refuse(
                Code.TEMPLATE_SCRIPT,
                "<script(?![^>]*\\b(th:)?src\\s*=)|th:inline\\s*=\\s*[\"']?javascript|\\bjavascript:|\\bjs:");
        refuse(Code.TEMPLATE_STYLE, "<style\\b|[\\s\"'/](th:)?style\\s*=|th:styleappend");
        refuse(
                Code.TEMPLATE_HANDLER,
                "[\\s\"'/=,](?:(?:th:|data-th-)?on(?:" + EVENTS.strip().replaceAll("\\s+", "|")
                        + ")|(?:data-)?hx-on[a-z:-]*)\\s*=(?!=)");
        refuse(Code.TEMPLATE_UNESCAPED, "th:utext|\\[\\(|data-th-utext");
        refuse(Code.TEMPLATE_BEAN, "\\$\\{[^}]*(@\\w|\\bT\\s*\\(|\\bnew\\s+\\w)|__\\$\\{");
    }

    private Templates() {}

    private static void refuse(Code code, String form) {
        REFUSED.put(code, Pattern.compile(form, Pattern.CASE_INSENSITIVE));
    }

    static void check(Archive archive, Findings findings) {
        for (String template : archive.names("ui/", ".html")) {
            String text = archive.text(template);
            REFUSED.forEach((code, form) -> {
                Matcher found = form.matcher(text);
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
}
