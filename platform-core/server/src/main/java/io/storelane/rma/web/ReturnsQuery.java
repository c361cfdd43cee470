package io.storelane.rma.web;

import io.storelane.problem.ProblemException;
import io.storelane.rma.ReturnFilter;
import io.storelane.rma.RmaProblem;
import io.storelane.ui.Ui;
import io.storelane.web.Visitor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/** The part of the list's address that says which returns to show; what cannot be read is left out. */
record ReturnsQuery(
        @Nullable String view,
        @Nullable String q,
        @Nullable String resolution,
        @Nullable String reason,
        @Nullable String location,
        @Nullable String from,
        @Nullable String to,
        @Nullable String sort) {

    /**
     * @param query as it stands in an address, from its question mark on; may be empty
     * @throws ProblemException if it cannot be read: no filter at all would be another one
     */
    static ReturnsQuery of(String query) {
        try {
            MultiValueMap<String, String> params =
                    UriComponentsBuilder.fromUriString("/" + query).build().getQueryParams();
            return new ReturnsQuery(
                    value(params, "view"),
                    value(params, "q"),
                    value(params, "resolution"),
                    value(params, "reason"),
                    value(params, "location"),
                    value(params, "from"),
                    value(params, "to"),
                    value(params, "sort"));
        } catch (IllegalArgumentException _) {
            throw new ProblemException(RmaProblem.BAD_FILTER);
        }
    }

    private static @Nullable String value(MultiValueMap<String, String> params, String name) {
        String raw = params.getFirst(name);
        return raw == null ? null : UriUtils.decode(raw.replace("+", " "), StandardCharsets.UTF_8);
    }

    /** Days begin at midnight of the workspace's zone; the last one is shown whole. */
    ReturnFilter filter(ZoneId zone) {
        return new ReturnFilter(
                text(view),
                text(q),
                text(resolution),
                text(reason),
                Given.id(text(location)),
                null,
                start(from, 0, zone),
                start(to, 1, zone),
                text(sort));
    }

    /** As it stands in an address, without what says nothing. */
    Map<String, String> params() {
        Map<String, String> params = new LinkedHashMap<>();
        params.put("view", text(view).equals("all") ? "" : text(view));
        params.put("q", text(q));
        params.put("resolution", text(resolution));
        params.put("reason", text(reason));
        params.put("location", text(location));
        params.put("from", text(from));
        params.put("to", text(to));
        params.put("sort", text(sort).equals("-created") ? "" : text(sort));
        return params;
    }

    /** How many of the filters that the panel shows are set. */
    long chosen() {
        Map<String, String> params = params();
        return Stream.of("reason", "location", "from", "to")
                .filter(name -> !params.getOrDefault(name, "").isEmpty())
                .count();
    }

    /** The address of this list. @param page what stands behind it */
    String address(Ui ui, String page) {
        String address = Visitor.path("/returns" + page);
        for (var param : params().entrySet()) {
            address = ui.with(address, param.getKey(), param.getValue());
        }
        return address;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }

    private static @Nullable Instant start(@Nullable String day, int plus, ZoneId zone) {
        if (text(day).length() != 10) {
            return null;
        }
        try {
            return LocalDate.parse(text(day)).plusDays(plus).atStartOfDay(zone).toInstant();
        } catch (DateTimeParseException _) {
            return null;
        }
    }
}
