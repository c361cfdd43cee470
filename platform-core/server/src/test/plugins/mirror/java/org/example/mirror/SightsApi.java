package org.example.mirror;

import io.storelane.plugin.api.ApiController;
import io.storelane.plugin.api.ApiOperation;
import io.storelane.plugin.api.ApiPage;
import io.storelane.plugin.api.ApiPaging;
import io.storelane.plugin.api.Caller;
import io.storelane.plugin.api.RequiresPermission;
import jakarta.persistence.EntityManager;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@ApiController
@RequestMapping("/sights")
@RequiresPermission("mirror.use")
class SightsApi {

    private static final String SIGHT =
            "{\"id\": \"01a202ba-5c3d-74df-b3c3-862ecc38fdbd\", \"name\": \"Moon\", \"by\": \"Lin Xiao\"}";

    private final EntityManager entities;
    private final Sights sights;
    private final Caller caller;

    SightsApi(EntityManager entities, Sights sights, Caller caller) {
        this.entities = entities;
        this.sights = sights;
        this.caller = caller;
    }

    record Sight(UUID id, String name, @Nullable String by) {}

    record NewSight(@Size(min = 1, max = 20) String name, long version) {}

    @ApiOperation(value = "List sights", answer = SIGHT)
    @GetMapping
    @Transactional(readOnly = true)
    public ApiPage<Sight> list(ApiPaging page) {
        List<Sight> rows = entities
                .createQuery("from Seen s where s.kind = 'api' and s.name > :after order by s.name", Seen.class)
                .setParameter("after", page.after())
                .setMaxResults(page.limit() + 1)
                .getResultList()
                .stream()
                .map(seen -> new Sight(seen.id(), seen.name(), null))
                .toList();
        return ApiPage.of(rows, page, Sight::name);
    }

    @ApiOperation(value = "Read a sight", answer = SIGHT)
    @GetMapping("/{id}")
    @Transactional(readOnly = true)
    public Sight get(@PathVariable UUID id) {
        Seen seen = entities.find(Seen.class, id);
        if (seen == null) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such sight.");
        }
        return new Sight(seen.id(), seen.name(), null);
    }

    @ApiOperation(value = "Add a sight", details = "`name` is shown.", body = "{\"name\": \"Moon\", \"version\": 1}", answer = SIGHT)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Sight add(@RequestBody NewSight sight) throws InterruptedException {
        UUID id = UUID.randomUUID();
        sights.see("api", id, sight.name(), sight.version());
        if (sight.name().startsWith("Slow")) {
            Thread.sleep(60_000); // longer than anybody waits; what was seen stays
        }
        return new Sight(id, sight.name(), caller.person().map(Caller.Person::name).orElse(null));
    }

    @ApiOperation("Break")
    @GetMapping("/broken")
    void broken() {
        throw new IllegalStateException("the secret of the plugin");
    }
}
