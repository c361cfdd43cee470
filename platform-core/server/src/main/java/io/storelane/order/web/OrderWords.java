package io.storelane.order.web;

import io.storelane.inventory.HeldUnits;
import io.storelane.order.OrderView;
import io.storelane.problem.ProblemException;
import io.storelane.ui.Fmt;
import io.storelane.ui.Option;
import io.storelane.ui.TimelineEntry;
import java.time.ZoneId;
import java.util.ArrayList;
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

/** What happened to an order, what is to be done and why units are held where they are: in the reader's language. */
@Component
class OrderWords {

    private final MessageSource messages;
    private final JsonMapper json;
    private final Fmt fmt;

    OrderWords(MessageSource messages, JsonMapper json, Fmt fmt) {
        this.messages = messages;
        this.json = json;
        this.fmt = fmt;
    }

    /** A task as it is shown: what is wrong, in a few words and in a sentence, and what to do. */
    record TaskText(OrderView.Task task, String title, String text, String help) {}

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

    /** Why the router or a person chose this location. */
    String reason(HeldUnits held, Locale locale) {
        return reason(held.rule(), map(held.reason()), locale);
    }

    /** @param reason as the reservation keeps it, see {@link io.storelane.inventory.Router.Pick#reason} */
    String reason(String rule, Map<String, Object> reason, Locale locale) {
        if (rule.isEmpty()) {
            return "";
        }
        String decision = text(
                "order.rule." + rule,
                locale,
                against(reason, locale),
                way(reason, locale),
                reason.getOrDefault("candidates", 1),
                reason.getOrDefault("from", ""),
                reason.getOrDefault("plugin", ""),
                because(reason, locale));
        return rule.equals("nearness") || rule.equals("person")
                ? decision
                : text("order.rule.where", locale, decision, way(reason, locale));
    }

    /** What the plugin said, in the reader's language. */
    private static Object because(Map<String, Object> reason, Locale locale) {
        return reason.get("because") instanceof Map<?, ?> said && said.get(locale.getLanguage()) instanceof String text
                ? text
                : "";
    }

    /** How near the location is: by the regions, and in kilometres where their centres are known. */
    String way(Map<String, Object> reason, Locale locale) {
        String nearness = String.valueOf(reason.getOrDefault("nearness", "unknown"));
        String region = text("order.nearness." + nearness, locale);
        if (reason.get("km") instanceof Number km) {
            return text("order.nearness.km", locale, region, km);
        }
        return List.of("city", "province", "country").contains(nearness)
                ? text("order.nearness.regionOnly", locale, region)
                : region;
    }

    private String against(Map<String, Object> reason, Locale locale) {
        Object against = reason.getOrDefault("against", "");
        return reason.get("againstKm") instanceof Number km
                ? text("order.nearness.against", locale, against, km)
                : String.valueOf(against);
    }

    TaskText task(OrderView.Task task, Locale locale) {
        Map<String, Object> detail = map(task.detail());
        Object[] values = detail.get("args") instanceof List<?> list ? list.toArray() : new Object[0];
        boolean expired = "expired".equals(detail.get("why"));
        String kind = expired ? "EXPIRED" : task.fault();
        String help = messages.getMessage("order.fault." + kind + ".help", values, "", locale);
        return new TaskText(
                task,
                text("order.fault." + kind, locale, values),
                text(expired ? "order.fault.EXPIRED.text" : "problem.order." + task.fault(), locale, values),
                help == null ? "" : help);
    }

    /** Newest first. */
    List<TimelineEntry> timeline(
            List<OrderView.Entry> entries, OrderView order, Map<String, String> people, ZoneId zone, Locale locale) {
        List<TimelineEntry> shown = new ArrayList<>();
        for (OrderView.Entry entry : entries.reversed()) {
            String detail = detail(entry, order, people, locale);
            String text =
                    detail.isEmpty() ? entry.note() : entry.note().isEmpty() ? detail : detail + " · " + entry.note();
            String when =
                    fmt.dateTime(entry.at(), zone) + (entry.actorName().isEmpty() ? "" : " · " + entry.actorName());
            shown.add(new TimelineEntry(
                    text("order.entry." + entry.kind(), locale),
                    text.isEmpty() ? null : text,
                    when,
                    switch (entry.kind()) {
                        case "held", "units_lost", "cancelled" -> TimelineEntry.State.FAILED;
                        default -> TimelineEntry.State.DONE;
                    }));
        }
        return shown;
    }

    private String detail(OrderView.Entry entry, OrderView order, Map<String, String> people, Locale locale) {
        Map<String, Object> detail = map(entry.detail());
        return switch (entry.kind()) {
            case "placed" -> text("order.source." + detail.getOrDefault("source", "api"), locale);
            case "allocated" ->
                detail.containsKey("units")
                        ? text("order.detail.units", locale, detail.getOrDefault("units", 0))
                        : text("order.detail.locations", locale, detail.getOrDefault("locations", 1));
            case "held" -> holdReason(String.valueOf(detail.getOrDefault("reason", "")), locale);
            case "cancelled", "units_cancelled", "delivered", "returned" -> cancelled(detail);
            case "shipped" -> value(detail, "location") + " · " + cancelled(detail);
            case "units_refused" ->
                text(
                        "order.detail.refused",
                        locale,
                        value(detail, "location"),
                        detail.getOrDefault("units", 0),
                        value(detail, "reason"));
            case "edited" -> parts(detail.get("changed"), locale);
            case "paid", "refunded" ->
                fmt.money(((Number) detail.getOrDefault("amount", 0)).longValue(), order.currency()) + " · "
                        + method(String.valueOf(detail.getOrDefault("method", "")), locale);
            case "tagged" -> detail.get("tags") instanceof List<?> tags ? joined(tags) : "";
            case "assigned" ->
                detail.containsKey("userId")
                        ? people.getOrDefault(String.valueOf(detail.get("userId")), "")
                        : text("order.nobody", locale);
            case "line_matched" -> detail.get("from") + " → " + detail.get("sku");
            case "task_done" -> text("order.fault." + detail.get("fault"), locale, "", "", "");
            case "reservation_moved" ->
                text(
                        "order.detail.moved",
                        locale,
                        value(detail, "from"),
                        value(detail, "to"),
                        detail.getOrDefault("units", 0));
            case "units_lost" ->
                text(
                        "order.detail.lost." + detail.getOrDefault("why", "count"),
                        locale,
                        detail.getOrDefault("units", 0));
            default -> "";
        };
    }

    /** @param reason a text that a person gave, or {@code tasks} */
    String holdReason(String reason, Locale locale) {
        return reason.equals("tasks") ? text("order.held.tasks", locale) : reason;
    }

    /** Ways to pay that have a name. */
    List<Option> methods(Locale locale) {
        return Stream.of("alipay", "wechat", "card", "bank", "cash", "other")
                .map(m -> new Option(m, method(m, locale)))
                .toList();
    }

    /** Known ways to pay have a name; any other is shown as it was given. */
    String method(String method, Locale locale) {
        String known = messages.getMessage("order.method." + method, null, method, locale);
        return known == null ? method : known;
    }

    private static String cancelled(Map<String, Object> detail) {
        String reason = String.valueOf(detail.getOrDefault("reason", ""));
        if (!(detail.get("units") instanceof Map<?, ?> units)) {
            return reason;
        }
        String what = units.entrySet().stream()
                .map(e -> e.getKey() + " × " + e.getValue())
                .collect(Collectors.joining(", "));
        return reason.isEmpty() ? what : what + " · " + reason;
    }

    private String parts(@Nullable Object changed, Locale locale) {
        return changed instanceof List<?> parts
                ? parts.stream().map(p -> text("order.part." + p, locale)).collect(Collectors.joining(" · "))
                : "";
    }

    private static String value(Map<String, Object> detail, String name) {
        return String.valueOf(detail.getOrDefault(name, ""));
    }

    private static String joined(List<?> list) {
        return list.stream().map(String::valueOf).collect(Collectors.joining(" · "));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> map(String document) {
        return json.readValue(document, LinkedHashMap.class);
    }
}
