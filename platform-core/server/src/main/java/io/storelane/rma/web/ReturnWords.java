package io.storelane.rma.web;

import io.storelane.access.Permission;
import io.storelane.inventory.Locations;
import io.storelane.problem.ProblemException;
import io.storelane.rma.Resolution;
import io.storelane.rma.ReturnList;
import io.storelane.rma.ReturnReason;
import io.storelane.rma.ReturnView;
import io.storelane.ui.Fmt;
import io.storelane.ui.Option;
import io.storelane.ui.TimelineEntry;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What happened to a return, and what the fields of its forms offer: in the reader's language. */
@Component
class ReturnWords {

    private final MessageSource messages;
    private final JsonMapper json;
    private final Fmt fmt;
    private final Locations locations;

    ReturnWords(MessageSource messages, JsonMapper json, Fmt fmt, Locations locations) {
        this.messages = messages;
        this.json = json;
        this.fmt = fmt;
        this.locations = locations;
    }

    String text(String key, Locale locale, Object... args) {
        return messages.getMessage(key, args, locale);
    }

    /** What a problem says: of several faults the first. */
    String problem(ProblemException e, Locale locale) {
        if (e.faults().isEmpty()) {
            return text(e.code().messageKey(), locale, e.args());
        }
        var fault = e.faults().getFirst();
        return text(fault.code().messageKey(), locale, fault.args().toArray());
    }

    /** Open locations at which the caller holds the permission, after a word for none; nothing else if there are none to see. */
    List<Option> locations(Permission permission, String noneKey, Locale locale) {
        Stream<Option> found = io.storelane.access.Access.current().allows(permission)
                ? locations.choices(permission).stream()
                        .map(l -> new Option(l.id().toString(), l.code() + " · " + l.name()))
                : Stream.of();
        return Stream.concat(Stream.of(new Option("", text(noneKey, locale))), found)
                .toList();
    }

    List<Option> people(List<ReturnList.Choice> people, String noneKey, Locale locale) {
        return Stream.concat(
                        Stream.of(new Option("", text(noneKey, locale))),
                        people.stream().map(p -> new Option(p.id().toString(), p.name())))
                .toList();
    }

    List<Option> resolutions(Locale locale) {
        return Arrays.stream(Resolution.values())
                .map(r -> new Option(r.code(), text("rma.resolution." + r.code(), locale)))
                .toList();
    }

    List<Option> reasons(Locale locale) {
        return Arrays.stream(ReturnReason.values())
                .map(r -> new Option(r.code(), text("rma.reason." + r.code(), locale)))
                .toList();
    }

    List<Option> after(String key, List<Option> options, Locale locale) {
        return Stream.concat(Stream.of(new Option("", text(key, locale))), options.stream())
                .toList();
    }

    /** Ways to pay that have a name. */
    List<Option> methods(Locale locale) {
        return Stream.of("alipay", "wechat", "card", "bank", "cash", "other")
                .map(m -> new Option(m, text("order.method." + m, locale)))
                .toList();
    }

    /** Newest first. */
    List<TimelineEntry> timeline(
            List<ReturnView.Entry> entries, ReturnView rma, Map<String, String> people, ZoneId zone, Locale locale) {
        List<TimelineEntry> shown = new ArrayList<>();
        for (ReturnView.Entry entry : entries.reversed()) {
            String text = Stream.of(detail(entry, rma, people, zone, locale), entry.note())
                    .filter(t -> !t.isBlank())
                    .collect(Collectors.joining(" · "));
            shown.add(new TimelineEntry(
                    text("rma.entry." + entry.kind(), locale),
                    text.isEmpty() ? null : text,
                    fmt.dateTime(entry.at(), zone) + (entry.actorName().isEmpty() ? "" : " · " + entry.actorName()),
                    List.of("refused", "withdrawn").contains(entry.kind())
                            ? TimelineEntry.State.FAILED
                            : TimelineEntry.State.DONE));
        }
        return shown;
    }

    private String detail(
            ReturnView.Entry entry, ReturnView rma, Map<String, String> people, ZoneId zone, Locale locale) {
        Map<String, Object> detail = map(entry.detail());
        return switch (entry.kind()) {
            case "requested" ->
                joined(
                        units(detail.get("units")),
                        detail.containsKey("overrideReason")
                                ? text("rma.detail.override", locale, value(detail, "overrideReason"))
                                : "");
            case "approved" -> value(detail, "location");
            case "refused", "withdrawn" -> value(detail, "reason");
            case "received" ->
                joined(
                        units(detail.get("units")),
                        value(detail, "location"),
                        detail.containsKey("missing")
                                ? text("rma.detail.missing", locale, detail.getOrDefault("missing", 0))
                                : "");
            case "inspected" ->
                joined(
                        counted("rma.detail.restocked", detail.get("restocked"), locale),
                        counted("rma.detail.scrapped", detail.get("scrapped"), locale));
            case "refunded" ->
                joined(
                        fmt.money(number(detail, "amount") + number(detail, "shipping"), rma.currency()),
                        messages.getMessage(
                                "order.method." + value(detail, "method"), null, value(detail, "method"), locale));
            case "exchanged" -> value(detail, "exchangeOrderNumber");
            case "tracked" -> value(detail, "tracking");
            case "assigned" ->
                joined(
                        detail.containsKey("userId")
                                ? people.getOrDefault(value(detail, "userId"), "–")
                                : text("rma.nobody", locale),
                        detail.containsKey("dueAt")
                                ? text(
                                        "rma.detail.due",
                                        locale,
                                        fmt.dateTime(java.time.Instant.parse(value(detail, "dueAt")), zone))
                                : "");
            case "closed" ->
                number(detail, "refunded") > 0 ? fmt.money(number(detail, "refunded"), rma.currency()) : "";
            default -> "";
        };
    }

    private String counted(String key, @Nullable Object units, Locale locale) {
        String shown = units(units);
        return shown.isEmpty() ? "" : text(key, locale, shown);
    }

    private static String units(@Nullable Object units) {
        return units instanceof Map<?, ?> bySku
                ? bySku.entrySet().stream()
                        .map(e -> e.getKey() + " × " + e.getValue())
                        .collect(Collectors.joining(", "))
                : "";
    }

    private static String joined(@Nullable String... parts) {
        return Arrays.stream(parts).filter(p -> p != null && !p.isEmpty()).collect(Collectors.joining(" · "));
    }

    private static long number(Map<String, Object> detail, String name) {
        return detail.get(name) instanceof Number number ? number.longValue() : 0;
    }

    private static String value(Map<String, Object> detail, String name) {
        return String.valueOf(detail.getOrDefault(name, ""));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> map(String document) {
        return json.readValue(document, LinkedHashMap.class);
    }
}
