package io.storelane.file;

import io.storelane.problem.ProblemException;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.ExifUtils;
import net.coobird.thumbnailator.util.exif.Orientation;

/**
 * Decodes pictures that strangers send. The size is read before anything is unfolded, large pictures are read in steps so that
 * they never stand in memory as a whole, and only a few are decoded at a time.
 */
final class Redraw {

    private static final int MAX_SIDE = 10_000;
    private static final long MAX_PIXELS = 50_000_000;
    private static final Set<String> FORMATS = Set.of("png", "jpeg", "jpg");
    private static final int PATIENCE_SECONDS = 3;

    /** Pixels of the longer side that are enough for the largest copy: a larger picture is read in steps, down to this or more. */
    private static final int ENOUGH = 2_400;

    /** A picture takes up to 90 MB while it is decoded. */
    private static final Semaphore PLACES = new Semaphore(2, true);

    private Redraw() {}

    /** A picture as it will be kept. */
    record Drawn(String mediaType, byte[] content) {}

    /**
     * Reads a picture.
     *
     * @throws ProblemException if it is no PNG or JPEG, or has more pixels than allowed
     */
    static BufferedImage read(byte[] upload) {
        boolean placed = false;
        try {
            placed = PLACES.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!placed) {
                throw new ProblemException(FileProblem.NOT_STORED);
            }
            return decoded(upload);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ProblemException(FileProblem.NOT_STORED);
        } catch (ProblemException e) {
            throw e;
        } catch (IOException | RuntimeException _) {
            // the decoders have many ways to say that a file is broken
            throw new ProblemException(FileProblem.NOT_A_PICTURE);
        } finally {
            if (placed) {
                PLACES.release();
            }
        }
    }

    private static BufferedImage decoded(byte[] upload) throws IOException {
        try (ImageInputStream input = ImageIO.createImageInputStream(new ByteArrayInputStream(upload))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
            if (!readers.hasNext()) {
                throw new ProblemException(FileProblem.NOT_A_PICTURE);
            }
            ImageReader reader = readers.next();
            try {
                String format = reader.getFormatName().toLowerCase(Locale.ROOT);
                if (!FORMATS.contains(format)) {
                    throw new ProblemException(FileProblem.NOT_A_PICTURE);
                }
                // the texts of a PNG may unfold to anything; of a JPEG they say which way it was held
                boolean png = format.equals("png");
                reader.setInput(input, false, png);
                int width = reader.getWidth(0);
                int height = reader.getHeight(0);
                if (width > MAX_SIDE || height > MAX_SIDE || (long) width * height > MAX_PIXELS) {
                    throw new ProblemException(FileProblem.TOO_MANY_PIXELS, MAX_PIXELS / 1_000_000, MAX_SIDE);
                }
                ImageReadParam param = reader.getDefaultReadParam();
                int step = Math.max(1, Math.max(width, height) / ENOUGH);
                param.setSourceSubsampling(step, step, 0, 0);
                BufferedImage picture = reader.read(0, param);
                return png ? picture : upright(picture, reader);
            } finally {
                reader.dispose();
            }
        }
    }

    private static BufferedImage upright(BufferedImage picture, ImageReader reader) {
        Orientation held;
        try {
            held = ExifUtils.getExifOrientation(reader, 0);
        } catch (IOException | RuntimeException _) {
            // what came along is broken, the picture is not
            return picture;
        }
        return held == null || held == Orientation.TOP_LEFT
                ? picture
                : ExifFilterUtils.getFilterForOrientation(held).apply(picture);
    }

    /** A copy with nothing of what came along with the picture: JPEG if it has no transparent parts and may be one, else PNG. */
    static Drawn copy(BufferedImage picture, int side, boolean mayBeJpeg) {
        boolean jpeg = mayBeJpeg && !picture.getColorModel().hasAlpha();
        double factor = Math.min(1.0, (double) side / Math.max(picture.getWidth(), picture.getHeight()));
        int width = Math.max(1, (int) Math.round(picture.getWidth() * factor));
        int height = Math.max(1, (int) Math.round(picture.getHeight() * factor));
        int type = jpeg ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB;
        try {
            BufferedImage copy = factor < 1
                    ? Thumbnails.of(picture)
                            .forceSize(width, height)
                            .imageType(type)
                            .asBufferedImage()
                    : same(picture, type);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(copy, jpeg ? "jpeg" : "png", out);
            return new Drawn(jpeg ? "image/jpeg" : "image/png", out.toByteArray());
        } catch (IOException e) {
            throw new IllegalStateException("no disk is involved", e);
        }
    }

    private static BufferedImage same(BufferedImage picture, int type) {
        BufferedImage copy = new BufferedImage(picture.getWidth(), picture.getHeight(), type);
        Graphics2D graphics = copy.createGraphics();
        graphics.drawImage(picture, 0, 0, null);
        graphics.dispose();
        return copy;
    }
}
