package io.storelane.webhook.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Types of events that begin with the same word, as a form offers them. */
record TypeGroup(String name, List<Item> items) {

    record Item(String type, boolean chosen) {}

    /** How many of them are chosen. */
    public long chosen() {
        return items.stream().filter(Item::chosen).count();
    }

    static List<TypeGroup> of(List<String> all, List<String> chosen) {
        Map<String, List<Item>> groups = new LinkedHashMap<>();
        for (String type : all) {
            groups.computeIfAbsent(type.substring(0, type.indexOf('.')), _ -> new ArrayList<>())
                    .add(new Item(type, chosen.contains(type)));
        }
        return groups.entrySet().stream()
                .map(e -> new TypeGroup(e.getKey(), List.copyOf(e.getValue())))
                .toList();
    }
}
