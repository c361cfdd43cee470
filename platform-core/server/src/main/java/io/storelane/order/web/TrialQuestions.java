package io.storelane.order.web;

import io.storelane.channel.Channel;
import io.storelane.channel.Channels;
import io.storelane.inventory.Regions;
import io.storelane.inventory.Router;
import io.storelane.order.RoutingTrial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Makes questions for {@link io.storelane.order.RoutingTrials} of a file's lines. */
@Component
class TrialQuestions {

    private final Channels channels;
    private final Regions regions;

    TrialQuestions(Channels channels, Regions regions) {
        this.channels = channels;
        this.regions = regions;
    }

    /** The orders of a file, and the numbers of lines whose channel or region is none. */
    record Read(List<RoutingTrial.Question> questions, List<Long> unknown) {}

    Read read(List<TrialFile.Row> rows, boolean toTheLast) {
        Map<String, UUID> ids = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        channels.list().forEach(c -> ids.put(c.code(), c.id()));
        List<Long> unknown = new ArrayList<>();
        Map<String, List<TrialFile.Row>> orders = rows.stream()
                .filter(row -> {
                    boolean known = ids.containsKey(row.channel())
                            && (row.region().isEmpty()
                                    || regions.meant(row.region()).isPresent());
                    if (!known) {
                        unknown.add(row.line());
                    }
                    return known;
                })
                .collect(Collectors.groupingBy(TrialFile.Row::order, LinkedHashMap::new, Collectors.toList()));
        List<RoutingTrial.Question> questions = orders.entrySet().stream()
                .map(e -> new RoutingTrial.Question(
                        e.getKey(),
                        ids.get(e.getValue().getFirst().channel()),
                        place(e.getValue().getFirst().region()),
                        null,
                        toTheLast,
                        e.getValue().stream()
                                .map(r -> new RoutingTrial.Line(r.sku(), r.units()))
                                .toList()))
                .toList();
        return new Read(questions, unknown);
    }

    /** What is typed for a region, as the place that an order goes to. */
    Router.Place place(String typed) {
        return regions.meant(typed).map(regions::place).orElse(Router.Place.UNKNOWN);
    }

    boolean known(String region) {
        return region.isBlank() || regions.meant(region).isPresent();
    }

    List<Channel> open() {
        return channels.list().stream().filter(Channel::active).toList();
    }
}
