package io.storelane.document;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.oned.Code128Writer;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.io.IOException;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDPageContentStream;

/** Numbers that scanners read, drawn as lines and squares: sharp on every printer. */
final class Codes {

    private Codes() {}

    /** A bar code, Code 128. */
    static void bars(PDPageContentStream page, String number, float x, float y, float width, float height)
            throws IOException {
        BitMatrix bars = new Code128Writer().encode(number, BarcodeFormat.CODE_128, 1, 1);
        float one = width / bars.getWidth();
        int from = 0;
        while (from < bars.getWidth()) {
            int to = from;
            while (to < bars.getWidth() && bars.get(to, 0)) {
                to++;
            }
            if (to > from) {
                page.addRect(x + from * one, y, (to - from) * one, height);
            }
            from = Math.max(to, from + 1);
        }
        page.fill();
    }

    static void qr(PDPageContentStream page, String text, float x, float y, float side) throws IOException {
        try {
            BitMatrix squares = new QRCodeWriter()
                    .encode(
                            text,
                            BarcodeFormat.QR_CODE,
                            1,
                            1,
                            Map.of(EncodeHintType.MARGIN, 0, EncodeHintType.ERROR_CORRECTION, ErrorCorrectionLevel.M));
            float one = side / squares.getWidth();
            for (int row = 0; row < squares.getHeight(); row++) {
                for (int column = 0; column < squares.getWidth(); column++) {
                    if (squares.get(column, row)) {
                        page.addRect(x + column * one, y + side - (row + 1) * one, one, one);
                    }
                }
            }
            page.fill();
        } catch (WriterException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
