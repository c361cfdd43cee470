package io.storelane.organization.web;

import io.storelane.access.Permission;
import io.storelane.organization.Staff;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.Paging;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

/** Who works where, in which position. */
@RestController
@RequestMapping("/api/v1/staff")
class StaffApi {

    private final Staff staff;

    StaffApi(Staff staff) {
        this.staff = staff;
    }

    record Assignment(
            UUID id,
            UUID userId,
            String person,
            String email,
            UUID nodeId,
            String node,
            String department,
            String position,
            Instant since) {}

    record NewAssignment(UUID userId, UUID nodeId, UUID positionId) {}

    record Assigned(UUID id) {}

    @ApiOperation(
            value = "List staff",
            details = "By person. `q` is a part of a person's name or address; `node` counts with all below it.",
            scope = Permission.STAFF_VIEW,
            answer = """
                    {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "userId": "01a202ba-5c3d-74df-b3c3-862ecc38fd02",
                     "person": "Yang Jing", "email": "yang.jing@example.com", "nodeId": "01a202ba-5c3d-74df-b3c3-862ecc38fd12",
                     "node": "West Lake store", "department": "Logistics", "position": "Logistics specialist",
                     "since": "2026-11-22T08:00:00Z"}""")
    @GetMapping
    ApiPage<Assignment> list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) @Nullable UUID node,
            @RequestParam(required = false) @Nullable UUID department,
            Paging page) {
        var filter = new Staff.Filter(q.strip(), node, department);
        return ApiPage.of(
                staff.find(filter, page.cursor(), page.limit()),
                a -> new Assignment(
                        a.id(),
                        a.userId(),
                        a.person(),
                        a.email(),
                        a.nodeId(),
                        a.node(),
                        a.department(),
                        a.position(),
                        a.since()));
    }

    @ApiOperation(
            value = "Put a member in a position at a node",
            scope = Permission.STAFF_MANAGE,
            body = """
                    {"userId": "01a202ba-5c3d-74df-b3c3-862ecc38fd02", "nodeId": "01a202ba-5c3d-74df-b3c3-862ecc38fd12",
                     "positionId": "01a202ba-5c3d-74df-b3c3-862ecc38fd20"}""",
            answer = """
                    {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd"}""")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Assigned assign(@RequestBody NewAssignment body) {
        return new Assigned(staff.assign(body.userId(), body.nodeId(), body.positionId()));
    }

    @ApiOperation(value = "End somebody's work in a position", scope = Permission.STAFF_MANAGE)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(@PathVariable UUID id) {
        staff.end(id);
    }
}
