package io.storelane.document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * The letters of one document: Liberation Sans for what it has, Droid Sans Fallback for Chinese and all else. Of each font the
 * document holds those letters only that it uses.
 */
final class Letters {

    private static final byte[] LATIN = bytes("/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf");
    private static final byte[] CHINESE = bytes("/fonts/DroidSansFallbackFull.ttf");
    private static final int UNKNOWN = '?';

    private final List<PDFont> fonts;
    private final Map<Integer, Letter> known = new HashMap<>();

    /** @param width in thousandths of the size */
    private record Letter(PDFont font, String text, float width) {}

    /** Text in one font. */
    private record Run(PDFont font, String text) {}

    Letters(PDDocument document) throws IOException {
        fonts = List.of(
                PDType0Font.load(document, new ByteArrayInputStream(LATIN), true),
                PDType0Font.load(document, new ByteArrayInputStream(CHINESE), true));
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = Objects.requireNonNull(Letters.class.getResourceAsStream(resource), resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Letter letter(int point) {
        return known.computeIfAbsent(point, this::find);
    }

    private Letter find(int point) {
        String text = Character.toString(point);
        for (PDFont font : fonts) {
            try {
                float width = font.getStringWidth(text);
                return new Letter(font, text, width);
            } catch (IllegalArgumentException | IOException _) {
                // this font does not have it
            }
        }
        return point == UNKNOWN ? new Letter(fonts.getFirst(), "", 0) : letterInPlaceOf();
    }

    private Letter letterInPlaceOf() {
        return find(UNKNOWN);
    }

    float width(String text, float size) {
        double sum = 0;
        for (int point : points(text)) {
            sum += letter(point).width();
        }
        return (float) (sum * size / 1000);
    }

    /** Lines that are no wider than this: broken at spaces, between Chinese letters, and where nothing else helps inside of a word. */
    List<String> lines(String text, float size, float width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        float used = 0;
        int lastBreak = -1;
        for (int point : points(text)) {
            float wide = letter(point).width() * size / 1000;
            if (used + wide > width && !line.isEmpty()) {
                int at = lastBreak > 0 && !isIdeographic(point) ? lastBreak : line.length();
                String rest = line.substring(at);
                lines.add(line.substring(0, at).stripTrailing());
                line = new StringBuilder(rest.stripLeading());
                used = width(line.toString(), size);
                lastBreak = -1;
            }
            line.appendCodePoint(point);
            used += wide;
            if (point == ' ' || isIdeographic(point)) {
                lastBreak = line.length();
            }
        }
        lines.add(line.toString());
        return lines;
    }

    private static boolean isIdeographic(int point) {
        return Character.isIdeographic(point) || (point >= 0x3000 && point <= 0x303F);
    }

    private static int[] points(String text) {
        return text.codePoints()
                .map(p -> Character.isISOControl(p) || Character.isWhitespace(p) || p == 0xA0 ? ' ' : p)
                .toArray();
    }

    /** Writes text that begins at this point, in points from the lower left corner. */
    void write(PDPageContentStream page, String text, float size, float x, float y) throws IOException {
        page.beginText();
        page.newLineAtOffset(x, y);
        for (Run run : runs(text)) {
            page.setFont(run.font(), size);
            page.showText(run.text());
        }
        page.endText();
    }

    private List<Run> runs(String text) {
        List<Run> runs = new ArrayList<>();
        StringBuilder now = new StringBuilder();
        PDFont font = fonts.getFirst();
        for (int point : points(text)) {
            Letter letter = letter(point);
            if (!letter.font().equals(font) && !now.isEmpty()) {
                runs.add(new Run(font, now.toString()));
                now = new StringBuilder();
            }
            font = letter.font();
            now.append(letter.text());
        }
        if (!now.isEmpty()) {
            runs.add(new Run(font, now.toString()));
        }
        return runs;
    }
}
