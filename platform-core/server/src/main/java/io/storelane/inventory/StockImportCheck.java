package io.storelane.inventory;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.catalog.SkuView;
import io.storelane.catalog.Skus;
import io.storelane.inventory.StockImport.Meaning;
import io.storelane.inventory.StockImport.Row;
import io.storelane.problem.Fault;
import io.storelane.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Looks at a file of levels before it is imported: nothing is written. */
@Service
public class StockImportCheck {

    private final Locations locations;
    private final Skus skus;

    StockImportCheck(Locations locations, Skus skus) {
        this.locations = locations;
        this.skus = skus;
    }

    /**
     * What would be refused, as things are now.
     *
     * @return faults with paths {@code /rows/<index>/sku} and {@code /rows/<index>/location}, the first of each row
     * @throws ProblemException without rows, or with too many
     */
    @Transactional(readOnly = true)
    public List<Fault> check(Meaning meaning, List<Row> rows) {
        Access.current().require(Permission.STOCK_MANAGE);
        StockImport.requireSome(rows);
        Map<String, SkuView> items =
                skus.bySku(rows.stream().map(Row::sku).distinct().toList());
        Map<String, Optional<LocationView>> places = new HashMap<>();
        locations
                .choices(Permission.STOCK_MANAGE)
                .forEach(l -> places.put(l.details().code(), Optional.of(l)));
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            Optional<LocationView> place = places.computeIfAbsent(row.location(), this::closed);
            SkuView item = items.get(row.sku());
            if (item == null) {
                faults.add(Fault.of(InventoryProblem.SKU_UNKNOWN, "/rows/" + i + "/sku", row.sku()));
            } else if (!item.hasUnits()) {
                faults.add(Fault.of(InventoryProblem.NOT_STOCKED, "/rows/" + i + "/sku", row.sku()));
            } else if (place.isEmpty()) {
                faults.add(
                        Fault.of(InventoryProblem.LOCATION_CODE_UNKNOWN, "/rows/" + i + "/location", row.location()));
            } else if (meaning == Meaning.RECEIVE && !place.get().active()) {
                faults.add(Fault.of(InventoryProblem.LOCATION_CLOSED, "/rows/" + i + "/location"));
            }
        }
        return faults;
    }

    private Optional<LocationView> closed(String code) {
        return locations.byCode(code).flatMap(l -> locations.location(l.id(), Permission.STOCK_MANAGE));
    }
}
