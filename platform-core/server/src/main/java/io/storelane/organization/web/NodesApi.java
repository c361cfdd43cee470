package io.storelane.organization.web;

import io.storelane.organization.NodeDetails;
import io.storelane.organization.NodeView;
import io.storelane.organization.Organization;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.IfMatch;
import io.storelane.web.api.Paging;
import io.storelane.web.api.Versioned;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Nodes of the organisation. */
@RestController
@RequestMapping("/api/v1/nodes")
class NodesApi {

    private final Organization organization;

    NodesApi(Organization organization) {
        this.organization = organization;
    }

    record Node(
            UUID id,
            @Nullable UUID parentId,
            String path,
            int depth,
            String name,
            String code,
            String city,
            String address,
            String phone,
            boolean active,
            long version)
            implements Versioned {}

    record NodeBody(
            @NotBlank @Size(max = 200) String name,
            @Nullable @Size(max = 50) String code,
            @Nullable @Size(max = 100) String city,
            @Nullable @Size(max = 300) String address,

            @Nullable @Size(max = 50) @Pattern(regexp = NodeForm.PHONE) String phone) {

        NodeDetails details() {
            return new NodeDetails(name, text(code), text(city), text(address), text(phone));
        }

        private static String text(@Nullable String text) {
            return text == null ? "" : text;
        }
    }

    record NewNode(
            UUID parentId,
            @NotBlank @Size(max = 200) String name,
            @Nullable @Size(max = 50) String code,
            @Nullable @Size(max = 100) String city,
            @Nullable @Size(max = 300) String address,

            @Nullable @Size(max = 50) @Pattern(regexp = NodeForm.PHONE) String phone) {

        NodeDetails details() {
            return new NodeBody(name, code, city, address, phone).details();
        }
    }

    record Move(UUID parentId) {}

    private static Node node(NodeView n) {
        return new Node(
                n.id(),
                n.parentId(),
                n.path(),
                n.depth(),
                n.name(),
                n.details().code(),
                n.details().city(),
                n.details().address(),
                n.details().phone(),
                n.active(),
                n.version());
    }

    @GetMapping
    ApiPage<Node> list(@RequestParam(defaultValue = "") String q, Paging page) {
        return ApiPage.of(organization.find(q.strip(), page.cursor(), page.limit()), NodesApi::node);
    }

    @GetMapping("/{id}")
    Node get(@PathVariable UUID id) {
        return node(organization.node(id));
    }

    @PostMapping
    ResponseEntity<Node> add(@RequestBody NewNode body) {
        UUID id = organization.add(body.parentId(), body.details());
        return ResponseEntity.created(URI.create("/api/v1/nodes/" + id)).body(get(id));
    }

    @PutMapping("/{id}")
    Node change(@PathVariable UUID id, @IfMatch long version, @RequestBody NodeBody body) {
        organization.change(id, version, body.details());
        return get(id);
    }

    @PostMapping("/{id}/move")
    Node move(@PathVariable UUID id, @RequestBody Move body) {
        organization.move(id, body.parentId());
        return get(id);
    }

    @PostMapping("/{id}/close")
    Node close(@PathVariable UUID id) {
        organization.setActive(id, false);
        return get(id);
    }

    @PostMapping("/{id}/open")
    Node open(@PathVariable UUID id) {
        organization.setActive(id, true);
        return get(id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable UUID id) {
        organization.delete(id);
    }
}
