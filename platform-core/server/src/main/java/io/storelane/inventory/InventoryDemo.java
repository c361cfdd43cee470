package io.storelane.inventory;

import io.storelane.access.Permission;
import io.storelane.organization.NodeView;
import io.storelane.organization.Organization;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Locations and stock for a first look at a workspace; through the same doors as everybody. */
@Component
public class InventoryDemo {

    private static final String ZONE = "Asia/Shanghai";

    /** Code, name, kind, region, organisation node, street, priority. */
    private static final List<List<String>> PLACES = List.of(
            List.of("HZ-DC", "杭州中心仓", "own", "330108", "杭州市", "滨康路 228 号", "10"),
            List.of("SH-DC", "上海浦东仓", "own", "310115", "浦东新区", "川沙路 1098 号", "20"),
            List.of("HZ-XH", "西湖店", "outlet", "330106", "西湖店", "文三路 199 号", "60"),
            List.of("SH-HS", "衡山路店", "outlet", "310104", "衡山路店", "衡山路 880 号", "60"),
            List.of("NB-TY", "天一广场店", "outlet", "330203", "天一广场店", "中山东路 188 号", "60"),
            List.of("SZ-GQ", "观前街店", "outlet", "320508", "观前街店", "观前街 245 号", "60"),
            List.of("YN-MAKER", "云南烘焙工厂", "maker", "530102", "", "红云路 66 号", "90"));

    private final Locations locations;
    private final RoutingRules routing;
    private final Stock stock;
    private final Transfers transfers;
    private final Organization organization;

    InventoryDemo(
            Locations locations, RoutingRules routing, Stock stock, Transfers transfers, Organization organization) {
        this.locations = locations;
        this.routing = routing;
        this.stock = stock;
        this.transfers = transfers;
        this.organization = organization;
    }

    /**
     * Makes the locations and puts goods into them, as the owner of the workspace.
     *
     * @param skus goods that exist; the more at the front, the more of it is in stock
     */
    public void seed(List<String> skus) {
        List<NodeView> nodes = organization.choices(Permission.LOCATIONS_MANAGE);
        List<UUID> made = new ArrayList<>();
        for (List<String> place : PLACES) {
            node(nodes, place.get(4)).ifPresent(node -> made.add(locations.add(details(place, node))));
        }
        made.stream().map(locations::location).forEach(this::serve);
        if (made.size() < 2 || skus.isEmpty()) {
            return;
        }
        for (int i = 0; i < made.size(); i++) {
            int size = i < 2 ? 240 : 24;
            List<ChangeStock.Line> lines = new ArrayList<>();
            for (int s = i % 2; s < skus.size(); s += i < 2 ? 1 : 2) {
                lines.add(new ChangeStock.Line(skus.get(s), Math.max(2, size - 9L * s)));
            }
            if (!lines.isEmpty()) {
                stock.receive(new ChangeStock(made.get(i), lines, "DN-2601" + i, "首批到货"));
            }
        }
        String first = skus.getFirst();
        stock.damage(new ChangeStock(made.getFirst(), List.of(new ChangeStock.Line(first, 3)), "", "运输破损"));
        transfers.send(new TransferStock(made.getFirst(), made.get(1), List.of(new ChangeStock.Line(first, 20)), "补货"));
    }

    /** Outlets are open in the day and serve their city first; the maker keeps the spring festival. */
    private void serve(LocationView location) {
        LocationDetails d = location.details();
        if (d.kind() == LocationKind.OUTLET) {
            Map<DayOfWeek, List<Opening.Hours>> week = new EnumMap<>(DayOfWeek.class);
            for (DayOfWeek day : DayOfWeek.values()) {
                week.put(day, List.of(new Opening.Hours(LocalTime.of(10, 0), LocalTime.of(21, 30))));
            }
            String city = d.address().region().substring(0, 4) + "00";
            routing.serve(
                    location.id(), location.version(), new Area(List.of(city), false), new Opening(week, List.of()));
        } else if (d.kind() == LocationKind.MAKER) {
            Opening.Closure festival = new Opening.Closure(LocalDate.of(2027, 2, 5), LocalDate.of(2027, 2, 12), "春节");
            routing.serve(location.id(), location.version(), Area.EVERYWHERE, new Opening(Map.of(), List.of(festival)));
        }
    }

    private static Optional<UUID> node(List<NodeView> nodes, String name) {
        return nodes.stream()
                .filter(n ->
                        name.isEmpty() ? n.depth() == 0 : n.details().name().equals(name))
                .map(NodeView::id)
                .findFirst();
    }

    private static LocationDetails details(List<String> place, UUID node) {
        boolean outlet = place.get(2).equals("outlet");
        return new LocationDetails(
                place.get(0),
                place.get(1),
                LocationKind.of(place.get(2)).orElseThrow(),
                node,
                new LocationAddress("CN", place.get(3), "", "", "", place.get(5), "", ""),
                ZONE,
                outlet ? null : LocalTime.of(16, 0),
                Integer.parseInt(place.get(6)),
                true);
    }
}
