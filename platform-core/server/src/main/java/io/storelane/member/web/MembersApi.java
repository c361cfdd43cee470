package io.storelane.member.web;

import io.storelane.access.Permission;
import io.storelane.member.MemberView;
import io.storelane.member.Members;
import io.storelane.role.RoleAssignments;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.OneOf;
import io.storelane.web.api.Paging;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Members, and the roles that they hold. */
@RestController
@RequestMapping("/api/v1/members")
class MembersApi {

    private static final String MEMBER = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "name": "Yang Jing", "email": "yang.jing@example.com",
             "roles": "Logistics specialist", "places": "West Lake store", "owner": false, "since": "2026-11-22T08:00:00Z"}""";

    private static final String HELD = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fd10", "roleId": "01a202ba-5c3d-74df-b3c3-862ecc38fd11",
             "role": "Logistics specialist", "nodeId": "01a202ba-5c3d-74df-b3c3-862ecc38fd12", "node": "West Lake store"}""";

    private final Members members;

    MembersApi(Members members) {
        this.members = members;
    }

    record Member(UUID id, String name, String email, String roles, String places, boolean owner, Instant since) {}

    record HeldRole(UUID id, UUID roleId, String role, UUID nodeId, String node) {}

    record Grant(UUID roleId, UUID nodeId) {}

    record Removal(List<UUID> members) {}

    record Started(UUID jobId) {}

    private static Member member(MemberView m) {
        return new Member(m.id(), m.name(), m.email(), m.roles(), m.places(), m.owner(), m.since());
    }

    private static HeldRole held(RoleAssignments.Held h) {
        return new HeldRole(h.id(), h.roleId(), h.role(), h.nodeId(), h.node());
    }

    @ApiOperation(
            value = "List members",
            details = "`q` is a part of name or address; `sort` is `name`, `-name`, `since` or `-since`.",
            scope = Permission.MEMBERS_VIEW,
            answer = MEMBER)
    @GetMapping
    ApiPage<Member> list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) @Nullable UUID role,
            @RequestParam(defaultValue = "name") @OneOf({"name", "-name", "since", "-since"}) String sort,
            Paging page) {
        var filter = new Members.Filter(q.strip(), role, sort);
        return ApiPage.of(members.find(filter, page.cursor(), page.limit()), MembersApi::member);
    }

    @ApiOperation(value = "Read a member", scope = Permission.MEMBERS_VIEW, answer = MEMBER)
    @GetMapping("/{id}")
    Member get(@PathVariable UUID id) {
        return member(members.member(id));
    }

    @ApiOperation(
            value = "Remove a member",
            details = "Refused from the next request on, and with the member all keys that the member made.",
            scope = Permission.MEMBERS_MANAGE)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable UUID id) {
        members.remove(id);
    }

    @ApiOperation(
            value = "Remove many members",
            details = "By a job, which says of each whether it was removed or why not: see `/api/v1/jobs/{id}/items`.",
            scope = Permission.MEMBERS_MANAGE,
            body = """
                    {"members": ["01a202ba-5c3d-74df-b3c3-862ecc38fdbd"]}""",
            answer = """
                    {"jobId": "01a202ba-5c3d-74df-b3c3-862ecc38fd20"}""")
    @PostMapping("/remove")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Started removeAll(@RequestBody Removal body, HttpServletResponse response) {
        UUID job = members.removeAll(body.members());
        response.setHeader(HttpHeaders.LOCATION, "/api/v1/jobs/" + job);
        return new Started(job);
    }

    @ApiOperation(value = "List the roles of a member", scope = Permission.MEMBERS_VIEW, answer = HELD)
    @GetMapping("/{id}/roles")
    ApiPage<HeldRole> roles(@PathVariable UUID id) {
        members.member(id); // whoever is out of reach is not there
        return ApiPage.whole(members.roles(id).stream().map(MembersApi::held).toList());
    }

    @ApiOperation(
            value = "Give a member a role at a node",
            details = "The role can allow no more than the key does there. Answers with all roles of the member.",
            scope = Permission.MEMBERS_MANAGE,
            body = """
                    {"roleId": "01a202ba-5c3d-74df-b3c3-862ecc38fd11", "nodeId": "01a202ba-5c3d-74df-b3c3-862ecc38fd12"}""",
            answer = HELD)
    @PostMapping("/{id}/roles")
    ApiPage<HeldRole> grant(@PathVariable UUID id, @RequestBody Grant body) {
        members.grant(id, body.roleId(), body.nodeId());
        return ApiPage.whole(members.roles(id).stream().map(MembersApi::held).toList());
    }

    @ApiOperation(value = "Take a role from a member", scope = Permission.MEMBERS_MANAGE)
    @DeleteMapping("/{id}/roles/{assignment}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable UUID id, @PathVariable UUID assignment) {
        members.revoke(id, assignment);
    }
}
