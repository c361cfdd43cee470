package io.storelane.organization.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.organization.Departments;
import io.storelane.organization.Organization;
import io.storelane.organization.Staff;
import io.storelane.organization.Staff.Assignment;
import io.storelane.tenancy.Slice;
import io.storelane.web.Visitor;
import io.storelane.web.list.Download;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** Who works where, as a list and as a file. */
@Controller
@RequestMapping("/w/{workspace}/staff")
class StaffPage {

    private static final int PAGE = 50;

    private final Staff staff;
    private final Organization organization;
    private final Departments departments;
    private final StaffFile staffFile;

    StaffPage(Staff staff, Organization organization, Departments departments, StaffFile staffFile) {
        this.staffFile = staffFile;
        this.staff = staff;
        this.organization = organization;
        this.departments = departments;
    }

    @GetMapping
    String show(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) @Nullable UUID node,
            @RequestParam(required = false) @Nullable UUID department,
            @RequestParam(defaultValue = "") String after,
            Model model) {
        Staff.Filter filter = new Staff.Filter(q.strip(), node, department);
        Slice<Assignment> page = staff.find(filter, after, PAGE);
        Access access = Access.current();
        boolean places = access.allows(Permission.ORGANIZATION_VIEW);
        model.addAttribute("rows", page.rows());
        model.addAttribute("filter", filter);
        model.addAttribute("filtered", !filter.q().isEmpty() || node != null || department != null);
        model.addAttribute("hidden", Map.of("node", text(node), "department", text(department)));
        model.addAttribute("nodes", places ? NodeTree.options(organization.tree()) : List.of());
        model.addAttribute("departments", places ? Views.options(departments.list()) : List.of());
        model.addAttribute("manage", access.allows(Permission.STAFF_MANAGE));
        model.addAttribute("total", staff.count(filter));
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("exportHref", exportHref(filter));
        return "organization/staff";
    }

    @GetMapping("/export")
    void export(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) @Nullable UUID node,
            @RequestParam(required = false) @Nullable UUID department,
            Download to)
            throws IOException {
        to.send(staffFile, new Staff.Filter(q.strip(), node, department));
    }

    private static String exportHref(Staff.Filter filter) {
        return UriComponentsBuilder.fromPath(Visitor.path("/staff/export"))
                .queryParam("q", "{q}")
                .queryParam("node", text(filter.nodeId()))
                .queryParam("department", text(filter.departmentId()))
                .encode()
                .buildAndExpand(filter.q())
                .toUriString();
    }

    private static String text(@Nullable UUID id) {
        return id == null ? "" : id.toString();
    }
}
