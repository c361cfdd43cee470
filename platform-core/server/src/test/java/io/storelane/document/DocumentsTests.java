package io.storelane.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.MultiFormatReader;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/** Papers, read as a person and as a scanner reads them. */
class DocumentsTests {

    private static final List<Sheet.Column> COLUMNS = List.of(
            new Sheet.Column("SKU", 25, false), new Sheet.Column("商品", 60, false), new Sheet.Column("件数", 15, true));

    private final Documents documents = new Documents();

    private static Sheet sheet(String number, int rows) {
        return new Sheet(
                "拣货单",
                number,
                List.of(
                        new Sheet.Fact("收货人", "李雷"),
                        new Sheet.Fact("地址", "浙江省 杭州市 西湖区 文三路 1 号，喆龘大厦 12 层 1203 室，请在工作日送达，电话联系，谢谢")),
                COLUMNS,
                IntStream.rangeClosed(1, rows)
                        .mapToObj(i -> List.of("SKU-" + i, "青瓷茶杯 Celadon cup 250 ml × " + i, String.valueOf(i)))
                        .toList(),
                "感谢惠顾！Thank you \uD83D\uDE00");
    }

    @Test
    void chineseAndLatinAreTextAndTheFileIsSmall() throws IOException {
        byte[] pdf = documents.pdf("拣货单", List.of(sheet("F-20261101-ABCD", 3)));
        try (PDDocument read = Loader.loadPDF(pdf)) {
            String text = new PDFTextStripper().getText(read).replaceAll("\\s+", " ");
            assertThat(text).contains("拣货单", "李雷", "喆龘大厦", "青瓷茶杯 Celadon cup 250 ml × 3", "感谢惠顾！Thank you ?", "1 / 1");
            assertThat(read.getNumberOfPages()).isOne();
            assertThat(read.getDocumentInformation().getTitle()).isEqualTo("拣货单");
        }
        assertThat(pdf).as("the fonts as subsets").hasSizeLessThan(120_000);
    }

    @Test
    void aLongTableGoesOnWithItsTitlesAndManySheetsAreOneFile() throws IOException {
        byte[] pdf = documents.pdf("All", List.of(sheet("F-1", 100), sheet("F-2", 1)));
        try (PDDocument read = Loader.loadPDF(pdf)) {
            assertThat(read.getNumberOfPages()).isEqualTo(5);
            PDFTextStripper second = new PDFTextStripper();
            second.setStartPage(2);
            second.setEndPage(2);
            assertThat(second.getText(read)).contains("SKU", "件数", "F-1", "2 / 4");
            PDFTextStripper last = new PDFTextStripper();
            last.setStartPage(5);
            assertThat(last.getText(read)).contains("F-2", "1 / 1");
        }
    }

    @Test
    void aScannerReadsBothCodes() throws IOException, NotFoundException {
        byte[] pdf = documents.pdf("拣货单", List.of(sheet("F-20261101-ABCD", 3)));
        try (PDDocument read = Loader.loadPDF(pdf)) {
            BufferedImage image = new PDFRenderer(read).renderImageWithDPI(0, 200);
            List<String> found = new ArrayList<>();
            for (BarcodeFormat format : List.of(BarcodeFormat.QR_CODE, BarcodeFormat.CODE_128)) {
                int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight() / 4, null, 0, image.getWidth());
                var bitmap = new BinaryBitmap(
                        new HybridBinarizer(new RGBLuminanceSource(image.getWidth(), image.getHeight() / 4, pixels)));
                found.add(format + " "
                        + new MultiFormatReader()
                                .decode(
                                        bitmap,
                                        Map.of(
                                                DecodeHintType.POSSIBLE_FORMATS,
                                                List.of(format),
                                                DecodeHintType.TRY_HARDER,
                                                true))
                                .getText());
            }
            assertThat(found).containsExactly("QR_CODE F-20261101-ABCD", "CODE_128 F-20261101-ABCD");
        }
    }
}
