package io.storelane.fulfilment.web;

import io.storelane.document.Documents;
import io.storelane.document.Sheet;
import io.storelane.fulfilment.FulfilmentView;
import io.storelane.fulfilment.Papers;
import io.storelane.order.PlaceOrder;
import io.storelane.ui.Fmt;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Pick lists and packing slips as PDF files, in the reader's language. */
@Component
class PaperSheets {

    private final Papers papers;
    private final Documents documents;
    private final FulfilmentWords words;
    private final Fmt fmt;

    PaperSheets(Papers papers, Documents documents, FulfilmentWords words, Fmt fmt) {
        this.papers = papers;
        this.documents = documents;
        this.words = words;
        this.fmt = fmt;
    }

    /** Which paper: the one the picker carries, or the one that lies in the parcel. */
    enum Kind {
        PICK,
        SLIP
    }

    /** @param shop name of the workspace, on the packing slip */
    byte[] pdf(Kind kind, List<UUID> ids, String shop, ZoneId zone, Locale locale) {
        List<Papers.Paper> all = papers.of(ids, kind == Kind.SLIP);
        List<Sheet> sheets = new ArrayList<>();
        if (kind == Kind.PICK && all.size() > 1) {
            sheets.add(together(all, locale));
        }
        all.forEach(p -> sheets.add(kind == Kind.PICK ? pick(p, zone, locale) : slip(p, shop, zone, locale)));
        return documents.pdf(words.text(title(kind), locale), sheets);
    }

    private static String title(Kind kind) {
        return kind == Kind.PICK ? "paper.pick" : "paper.slip";
    }

    /** What to fetch for all of them at once, by SKU. */
    private Sheet together(List<Papers.Paper> all, Locale locale) {
        Map<String, List<FulfilmentView.Line>> bySku = new TreeMap<>();
        Map<String, List<String>> numbers = new LinkedHashMap<>();
        all.forEach(p -> p.one().lines().stream().filter(l -> l.left() > 0).forEach(line -> {
            bySku.computeIfAbsent(line.sku(), _ -> new ArrayList<>()).add(line);
            numbers.computeIfAbsent(line.sku(), _ -> new ArrayList<>())
                    .add(p.one().number() + " × " + line.left());
        }));
        return new Sheet(
                words.text("paper.together", locale),
                all.getFirst().one().number(),
                List.of(
                        new Sheet.Fact(words.text("paper.count", locale), String.valueOf(all.size())),
                        new Sheet.Fact(
                                words.text("paper.from", locale),
                                all.stream()
                                        .map(p -> p.one().location())
                                        .distinct()
                                        .collect(Collectors.joining(", ")))),
                List.of(
                        column("paper.sku", 20, false, locale),
                        column("paper.goods", 35, false, locale),
                        column("paper.units", 10, true, locale),
                        column("paper.for", 35, false, locale)),
                bySku.entrySet().stream()
                        .map(e -> List.of(
                                e.getKey(),
                                e.getValue().getFirst().title(),
                                String.valueOf(e.getValue().stream()
                                        .mapToLong(FulfilmentView.Line::left)
                                        .sum()),
                                String.join(", ", numbers.getOrDefault(e.getKey(), List.of()))))
                        .toList(),
                "");
    }

    private Sheet pick(Papers.Paper paper, ZoneId zone, Locale locale) {
        FulfilmentView one = paper.one();
        return new Sheet(
                words.text("paper.pick", locale),
                one.number(),
                List.of(
                        fact("paper.from", one.locationCode() + " · " + one.location(), locale),
                        fact("paper.due", fmt.dateTime(one.dueAt(), zone), locale),
                        fact("paper.order", one.orderNumber(), locale),
                        fact("paper.to", place(one), locale)),
                List.of(
                        column("paper.sku", 25, false, locale),
                        column("paper.goods", 50, false, locale),
                        column("paper.units", 12, true, locale),
                        column("paper.picked", 13, true, locale)),
                one.lines().stream()
                        .filter(l -> l.left() > 0)
                        .map(l -> List.of(l.sku(), l.title(), String.valueOf(l.left()), "____"))
                        .toList(),
                "");
    }

    private Sheet slip(Papers.Paper paper, String shop, ZoneId zone, Locale locale) {
        FulfilmentView one = paper.one();
        PlaceOrder.Address to = paper.receiver().to();
        return new Sheet(
                words.text("paper.slip", locale),
                one.number(),
                List.of(
                        fact("paper.shop", shop, locale),
                        fact("paper.order", one.orderNumber(), locale),
                        fact("paper.receiver", joined(" ", to.name(), to.phone()), locale),
                        fact("paper.placed", fmt.date(paper.receiver().placedAt(), zone), locale),
                        fact("paper.address", address(to), locale),
                        fact("paper.from", one.location(), locale)),
                List.of(
                        column("paper.sku", 28, false, locale),
                        column("paper.goods", 57, false, locale),
                        column("paper.units", 15, true, locale)),
                one.lines().stream()
                        .map(l -> List.of(l.sku(), l.title(), String.valueOf(l.units())))
                        .toList(),
                words.text("paper.thanks", locale));
    }

    /** From large to small as is usual in China, else from small to large. */
    private static String address(PlaceOrder.Address to) {
        return to.country().equals("CN") || to.country().isEmpty()
                ? joined(" ", to.province(), to.city(), to.district(), to.street(), to.postalCode())
                : joined(", ", to.street(), to.district(), to.city(), to.province(), to.postalCode(), to.country());
    }

    private static String place(FulfilmentView one) {
        return joined(" ", one.province(), one.city());
    }

    private static String joined(String by, String... parts) {
        return Stream.of(parts).filter(p -> !p.isBlank()).collect(Collectors.joining(by));
    }

    private Sheet.Fact fact(String key, String value, Locale locale) {
        return new Sheet.Fact(words.text(key, locale), value.isEmpty() ? "–" : value);
    }

    private Sheet.Column column(String key, int share, boolean figures, Locale locale) {
        return new Sheet.Column(words.text(key, locale), share, figures);
    }
}
