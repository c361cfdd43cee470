package io.storelane.order.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.multipart.MultipartFile;

/** An order to be tried as typed, or a file of them: a file or pasted lines go before what is typed. */
record TrialForm(
        String channelId,
        String region,
        String placedAt,
        @Nullable Boolean toTheLast,
        List<LineForm> lines,
        String pasted,
        @Nullable MultipartFile file) {

    private static final int ROWS = 4;
    private static final int MOST = 200;

    /** A line; one without a SKU is not there. */
    record LineForm(String sku, String units) {

        static final LineForm EMPTY = new LineForm("", "");

        @SuppressWarnings("NullAway") // a field that was not sent is null until here
        LineForm {
            sku = EditForm.given(sku);
            units = EditForm.given(units);
        }
    }

    @SuppressWarnings("NullAway") // a field that was not sent is null until here
    TrialForm {
        channelId = EditForm.given(channelId);
        region = EditForm.given(region);
        placedAt = EditForm.given(placedAt);
        toTheLast = Boolean.TRUE.equals(toTheLast);
        pasted = pasted == null ? "" : pasted;
        List<LineForm> rows = new ArrayList<>();
        if (lines != null) {
            lines.forEach(line -> rows.add(line == null ? LineForm.EMPTY : line));
        }
        while (rows.size() < ROWS) {
            rows.add(LineForm.EMPTY);
        }
        lines = List.copyOf(rows.subList(0, Math.min(rows.size(), MOST)));
    }

    static TrialForm empty() {
        return new TrialForm("", "", "", false, List.of(), "", null);
    }

    boolean isFile() {
        MultipartFile chosen = file;
        return (chosen != null && !chosen.isEmpty()) || !pasted.isBlank();
    }

    /** Null if the lines were pasted. */
    byte @Nullable [] bytes() {
        MultipartFile chosen = file;
        try {
            return chosen == null || chosen.isEmpty() ? null : chosen.getBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
