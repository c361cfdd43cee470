package io.storelane.role;

import static io.storelane.access.Permission.*;

import io.storelane.access.Permission;
import io.storelane.organization.DepartmentTemplate;
import io.storelane.organization.PositionTemplate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A ready-made role. Each workspace starts with a copy of all, which it can change, copy and delete.
 *
 * @param code stable name, as stored with the copy
 * @param descriptionKey key of the sentence that says what it is for
 */
public record RoleTemplate(
        String code, String nameZh, String nameEn, String descriptionKey, Set<Permission> permissions) {

    /** Code of the one role that allows everything and cannot be changed. */
    public static final String OWNER = "owner";

    private static final Set<Permission> EVERYTHING = EnumSet.allOf(Permission.class);
    private static final Set<Permission> HEAD = EnumSet.of(
            ORGANIZATION_VIEW, STAFF_VIEW, STAFF_MANAGE, MEMBERS_VIEW, MEMBERS_MANAGE, ROLES_VIEW, AUDIT_VIEW);
    private static final Set<Permission> POST = EnumSet.of(ORGANIZATION_VIEW, STAFF_VIEW, MEMBERS_VIEW);

    private static final List<RoleTemplate> ALL = make();
    private static final List<String> CODES =
            ALL.stream().map(RoleTemplate::code).toList();

    /** All templates, general ones first, then the positions of the five departments. */
    public static List<RoleTemplate> all() {
        return ALL;
    }

    /** Place among the templates of the one with this code; behind all of them if there is none. */
    static int order(String code) {
        int at = CODES.indexOf(code);
        return at < 0 ? CODES.size() : at;
    }

    private static List<RoleTemplate> make() {
        List<RoleTemplate> all = new ArrayList<>();
        all.add(new RoleTemplate(OWNER, "所有者", "Owner", "role.template.owner", EVERYTHING));
        all.add(new RoleTemplate("administrator", "管理员", "Administrator", "role.template.administrator", EVERYTHING));
        all.add(new RoleTemplate(
                "node_manager",
                "机构负责人",
                "Branch manager",
                "role.template.node_manager",
                EnumSet.of(
                        ORGANIZATION_VIEW,
                        ORGANIZATION_MANAGE,
                        STAFF_VIEW,
                        STAFF_MANAGE,
                        MEMBERS_VIEW,
                        MEMBERS_MANAGE,
                        ROLES_VIEW,
                        AUDIT_VIEW,
                        AUDIT_EXPORT)));
        all.add(new RoleTemplate(
                "agency_operator",
                "代运营商",
                "Agency operator",
                "role.template.agency_operator",
                EnumSet.of(ORGANIZATION_VIEW, STAFF_VIEW)));
        all.add(new RoleTemplate(
                "auditor",
                "审计员",
                "Auditor",
                "role.template.auditor",
                EnumSet.of(ORGANIZATION_VIEW, STAFF_VIEW, MEMBERS_VIEW, ROLES_VIEW, AUDIT_VIEW, AUDIT_EXPORT)));
        for (DepartmentTemplate department : DepartmentTemplate.values()) {
            for (PositionTemplate position : department.positions()) {
                all.add(new RoleTemplate(
                        position.code(),
                        position.name(Locale.CHINESE),
                        position.name(Locale.ENGLISH),
                        position.head() ? "role.template.head" : "role.template.post",
                        position.head() ? HEAD : POST));
            }
        }
        return List.copyOf(all);
    }

    public String name(Locale locale) {
        return locale.getLanguage().equals("zh") ? nameZh : nameEn;
    }
}
