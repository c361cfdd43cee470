package io.storelane.problem;

import java.util.Set;

/** Whether a text shows anything: a name has to, wherever it comes from. */
public final class Visible {

    /** Letters and symbols by their kind, and yet drawn as nothing: fillers of Hangul, the blank of Braille, a note without head. */
    private static final Set<Integer> EMPTY = Set.of(0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0x1D159);

    private Visible() {}

    /** True if it holds nothing but spaces and characters that nobody sees, such as a space of no width or a byte order mark. */
    public static boolean isBlank(CharSequence text) {
        return text.codePoints().noneMatch(Visible::isSeen);
    }

    private static boolean isSeen(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK -> false;
            default -> !EMPTY.contains(character);
        };
    }
}
