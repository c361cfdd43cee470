package io.storelane.fulfilment.web;

import io.storelane.fulfilment.FulfilmentView;
import io.storelane.web.Csv;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Fulfilment orders as a file. */
@Component
class FulfilmentFile {

    private final FulfilmentWords words;

    FulfilmentFile(FulfilmentWords words) {
        this.words = words;
    }

    /** @param zone that times are in */
    void send(List<FulfilmentView> rows, ZoneId zone, Locale locale, HttpServletResponse response) throws IOException {
        Csv.send(
                response,
                "fulfilments",
                zone,
                Stream.of(
                                "number",
                                "order",
                                "location",
                                "state",
                                "held",
                                "province",
                                "city",
                                "units",
                                "shipped",
                                "delivered",
                                "due",
                                "created",
                                "shippedAt",
                                "deliveredAt",
                                "assignee",
                                "reason")
                        .map(c -> words.text("fulfilment." + c, locale))
                        .toList(),
                rows.stream()
                        .map(f -> List.of(
                                f.number(),
                                f.orderNumber(),
                                f.location(),
                                words.text("fulfilment.state." + f.state().code(), locale),
                                words.text(f.held() ? "order.yes" : "order.no", locale),
                                f.province(),
                                f.city(),
                                String.valueOf(f.units()),
                                String.valueOf(f.shipped()),
                                String.valueOf(f.delivered()),
                                Csv.time(f.dueAt(), zone),
                                Csv.time(f.createdAt(), zone),
                                Csv.time(f.shippedAt(), zone),
                                Csv.time(f.deliveredAt(), zone),
                                f.assignee(),
                                f.reason())));
    }
}
