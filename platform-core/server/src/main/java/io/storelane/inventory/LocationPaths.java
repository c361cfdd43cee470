package io.storelane.inventory;

import io.storelane.organization.PathHolder;
import io.storelane.search.Search;
import io.storelane.search.SearchKind;
import io.storelane.search.SearchText;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Lets locations go with their organisation node when it moves. */
@Component
class LocationPaths implements PathHolder {

    private final Database database;
    private final Search search;

    LocationPaths(Database database, Search search) {
        this.database = database;
        this.search = search;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void moved(String from, String to) {
        List<SearchText> texts = database.core()
                .sql("""
                        update core.location set org_path = :to || substr(org_path, :keep)
                        where tenant_id = :tenant and org_path >= :from and org_path < :end
                        returning id, org_path, concat_ws(' ', code, name, province, city, district, street) as text""")
                .param("to", to)
                .param("keep", from.length() + 1)
                .param("tenant", Scope.currentTenant().value())
                .param("from", from)
                .param("end", from.substring(0, from.length() - 1) + "0")
                .query((rs, _) ->
                        new SearchText(rs.getObject("id", UUID.class), rs.getString("org_path"), rs.getString("text")))
                .list();
        search.put(SearchKind.LOCATION, texts);
    }
}
