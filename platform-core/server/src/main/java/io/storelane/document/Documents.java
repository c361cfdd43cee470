package io.storelane.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.springframework.stereotype.Service;

/** Makes PDF files (A4) of sheets. Nothing is kept, and nothing is read but what the caller brings. */
@Service
public class Documents {

    private static final float MARGIN = 42;
    private static final float WIDTH = PDRectangle.A4.getWidth() - 2 * MARGIN;
    private static final float TOP = PDRectangle.A4.getHeight() - MARGIN;
    private static final float BOTTOM = MARGIN + 20;
    private static final float TEXT = 10;
    private static final float SMALL = 8;
    private static final float HEADING = 18;
    private static final float LEADING = 1.35f;
    private static final float PADDING = 4;
    private static final float CODE = 62;

    Documents() {}

    /**
     * A file of these sheets, one after the other.
     *
     * @param title of the file, as viewers show it
     */
    public byte[] pdf(String title, List<Sheet> sheets) {
        try (PDDocument document = new PDDocument();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            document.getDocumentInformation().setTitle(title);
            Letters letters = new Letters(document);
            for (Sheet sheet : sheets) {
                new Drawing(document, letters, sheet).draw();
            }
            document.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Draws one sheet from the top to the bottom of as many pages as it needs. */
    private static final class Drawing {

        private final PDDocument document;
        private final Letters letters;
        private final Sheet sheet;
        private final List<PDPage> pages = new ArrayList<>();

        @SuppressWarnings("NullAway.Init") // set by turn()
        private PDPageContentStream page;

        private float y;

        Drawing(PDDocument document, Letters letters, Sheet sheet) {
            this.document = document;
            this.letters = letters;
            this.sheet = sheet;
        }

        void draw() throws IOException {
            turn();
            head();
            facts();
            table();
            if (!sheet.note().isEmpty()) {
                y -= TEXT;
                paragraph(sheet.note());
            }
            page.close();
            for (int i = 0; i < pages.size(); i++) {
                foot(pages.get(i), (i + 1) + " / " + pages.size());
            }
        }

        private void turn() throws IOException {
            if (!pages.isEmpty()) {
                page.close();
            }
            PDPage next = new PDPage(PDRectangle.A4);
            document.addPage(next);
            pages.add(next);
            page = new PDPageContentStream(document, next);
            y = TOP;
        }

        private void head() throws IOException {
            float right = MARGIN + WIDTH;
            Codes.qr(page, sheet.number(), right - CODE, TOP - CODE, CODE);
            Codes.bars(page, sheet.number(), right - CODE - 190, TOP - 36, 176, 36);
            letters.write(page, sheet.title(), HEADING, MARGIN, TOP - HEADING);
            letters.write(page, sheet.number(), TEXT + 2, MARGIN, TOP - HEADING - 22);
            y = TOP - CODE - 14;
        }

        private void facts() throws IOException {
            float half = WIDTH / 2;
            List<Sheet.Fact> facts = sheet.facts();
            for (int i = 0; i < facts.size(); i += 2) {
                float left = fact(facts.get(i), MARGIN, half - 12);
                float right = i + 1 < facts.size() ? fact(facts.get(i + 1), MARGIN + half, half) : 0;
                y -= Math.max(left, right) + PADDING;
            }
            y -= PADDING;
        }

        /** @return how high it is */
        private float fact(Sheet.Fact fact, float x, float width) throws IOException {
            letters.write(page, fact.label(), SMALL, x, y - SMALL);
            float at = y - SMALL - 2;
            for (String line : letters.lines(fact.value(), TEXT, width)) {
                at -= TEXT * LEADING;
                letters.write(page, line, TEXT, x, at + 2);
            }
            return y - at;
        }

        private void table() throws IOException {
            header();
            for (List<String> row : sheet.rows()) {
                row(row, TEXT);
            }
        }

        private void header() throws IOException {
            row(sheet.columns().stream().map(Sheet.Column::title).toList(), SMALL);
        }

        private void row(List<String> cells, float size) throws IOException {
            List<List<String>> lines = new ArrayList<>();
            int most = 1;
            for (int i = 0; i < sheet.columns().size(); i++) {
                float width = WIDTH * sheet.columns().get(i).share() / 100 - 2 * PADDING;
                lines.add(letters.lines(cells.get(i), size, width));
                most = Math.max(most, lines.getLast().size());
            }
            float height = most * size * LEADING + 2 * PADDING;
            if (y - height < BOTTOM) {
                turn();
                if (size == TEXT) {
                    header();
                }
            }
            float x = MARGIN;
            for (int i = 0; i < lines.size(); i++) {
                Sheet.Column column = sheet.columns().get(i);
                float width = WIDTH * column.share() / 100;
                float at = y - PADDING;
                for (String line : lines.get(i)) {
                    at -= size * LEADING;
                    float indent = column.figures() ? width - PADDING - letters.width(line, size) : PADDING;
                    letters.write(page, line, size, x + indent, at + 3);
                }
                x += width;
            }
            y -= height;
            page.setLineWidth(size == TEXT ? 0.4f : 1);
            page.moveTo(MARGIN, y);
            page.lineTo(MARGIN + WIDTH, y);
            page.stroke();
        }

        private void paragraph(String text) throws IOException {
            for (String line : letters.lines(text, TEXT, WIDTH)) {
                if (y - TEXT * LEADING < BOTTOM) {
                    turn();
                }
                y -= TEXT * LEADING;
                letters.write(page, line, TEXT, MARGIN, y);
            }
        }

        private void foot(PDPage of, String count) throws IOException {
            try (PDPageContentStream below =
                    new PDPageContentStream(document, of, PDPageContentStream.AppendMode.APPEND, true, true)) {
                letters.write(below, sheet.number(), SMALL, MARGIN, MARGIN);
                letters.write(below, count, SMALL, MARGIN + WIDTH - letters.width(count, SMALL), MARGIN);
            }
        }
    }
}
