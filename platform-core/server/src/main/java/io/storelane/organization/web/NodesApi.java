package io.storelane.organization.web;

import io.storelane.access.Permission;
import io.storelane.organization.NodeDetails;
import io.storelane.organization.NodeView;
import io.storelane.organization.Organization;
import io.storelane.web.api.ApiOperation;
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

    private static final String NODE = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "parentId": "01a202ba-5c3d-7000-b3c3-862ecc38fd00",
             "path": "/4f/", "depth": 1, "name": "West Lake store", "code": "HC-003", "city": "Hangzhou",
             "address": "18 Beishan Road", "phone": "+86 571 8700 0000", "active": true, "version": 0}""";

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

    @ApiOperation(
            value = "List nodes",
            details = "By name. `q` is a part of name, number or city.",
            scope = Permission.ORGANIZATION_VIEW,
            answer = NODE)
    @GetMapping
    ApiPage<Node> list(@RequestParam(defaultValue = "") String q, Paging page) {
        return ApiPage.of(organization.find(q.strip(), page.cursor(), page.limit()), NodesApi::node);
    }

    @ApiOperation(value = "Read a node", scope = Permission.ORGANIZATION_VIEW, answer = NODE)
    @GetMapping("/{id}")
    Node get(@PathVariable UUID id) {
        return node(organization.node(id));
    }

    @ApiOperation(value = "Add a node", scope = Permission.ORGANIZATION_MANAGE, body = """
                    {"parentId": "01a202ba-5c3d-7000-b3c3-862ecc38fd00", "name": "West Lake store", "code": "HC-003", "city": "Hangzhou"}""", answer = NODE)
    @PostMapping
    ResponseEntity<Node> add(@RequestBody NewNode body) {
        UUID id = organization.add(body.parentId(), body.details());
        return ResponseEntity.created(URI.create("/api/v1/nodes/" + id)).body(get(id));
    }

    @ApiOperation(value = "Change a node", scope = Permission.ORGANIZATION_MANAGE, body = """
                    {"name": "West Lake store", "code": "HC-003", "city": "Hangzhou", "phone": "+86 571 8700 0000"}""", answer = NODE)
    @PutMapping("/{id}")
    Node change(@PathVariable UUID id, @IfMatch long version, @RequestBody NodeBody body) {
        organization.change(id, version, body.details());
        return get(id);
    }

    @ApiOperation(
            value = "Move a node with all below it",
            scope = Permission.ORGANIZATION_MANAGE,
            body = """
                    {"parentId": "01a202ba-5c3d-7000-b3c3-862ecc38fd00"}""",
            answer = NODE)
    @PostMapping("/{id}/move")
    Node move(@PathVariable UUID id, @RequestBody Move body) {
        organization.move(id, body.parentId());
        return get(id);
    }

    @ApiOperation(
            value = "Close a node",
            details = "Roles held at it count no more.",
            scope = Permission.ORGANIZATION_MANAGE,
            answer = NODE)
    @PostMapping("/{id}/close")
    Node close(@PathVariable UUID id) {
        organization.setActive(id, false);
        return get(id);
    }

    @ApiOperation(value = "Open a node again", scope = Permission.ORGANIZATION_MANAGE, answer = NODE)
    @PostMapping("/{id}/open")
    Node open(@PathVariable UUID id) {
        organization.setActive(id, true);
        return get(id);
    }

    @ApiOperation(value = "Delete a node at which nothing stands", scope = Permission.ORGANIZATION_MANAGE)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable UUID id) {
        organization.delete(id);
    }
}
