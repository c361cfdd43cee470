package io.storelane.catalog;

import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The check-list of a product: asked before it is listed, and kept to while it is. */
@Component
class CheckList {

    private final Database database;
    private final ProductRows rows;

    CheckList(Database database, ProductRows rows) {
        this.database = database;
        this.rows = rows;
    }

    List<Requirement.Check> of(Product product) {
        return Requirement.of(product, rows.language(), unpriced(product.id()));
    }

    /**
     * Does a change of a product that is locked. One that is listed may not lose what its check-list asks for; what it lacked
     * before it may go on lacking.
     *
     * @param places where in what was sent a requirement is met; those not named are at the field of {@link Requirement#lack}
     * @throws ProblemException naming each point that the change would open
     */
    void keeping(Product before, Map<Requirement, String> places, Runnable change) {
        if (before.state() != ProductState.LISTED) {
            change.run();
            return;
        }
        Set<Requirement> lacked = open(before);
        change.run();
        var lost = new FieldErrors();
        for (Requirement requirement : open(rows.product(before.id()).orElseThrow())) {
            if (!lacked.contains(requirement)) {
                CatalogProblem lack = requirement.lack();
                lost.add(places.getOrDefault(requirement, "/" + lack.field()), lack);
            }
        }
        lost.throwIfAny(CatalogProblem.LISTED_NEEDS);
    }

    private Set<Requirement> open(Product product) {
        Set<Requirement> open = EnumSet.noneOf(Requirement.class);
        of(product).stream().filter(c -> !c.met()).forEach(c -> open.add(c.requirement()));
        return open;
    }

    private long unpriced(UUID product) {
        return database.core()
                .sql("""
                        select count(*) from core.variant v
                        where v.tenant_id = :tenant and v.product_id = :id and v.active and not exists (
                          select from core.price r join core.price_list l on l.tenant_id = r.tenant_id and l.id = r.price_list_id
                          where r.tenant_id = :tenant and r.variant_id = v.id and l.base)""")
                .param("tenant", Scope.currentTenant().value())
                .param("id", product)
                .query(Long.class)
                .single();
    }
}
