package io.storelane.role;

import static io.storelane.access.Permission.*;

import io.storelane.access.Permission;
import io.storelane.organization.DepartmentTemplate;
import io.storelane.organization.PositionTemplate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private static final Set<Permission> ADMINISTRATION = EnumSet.complementOf(EnumSet.of(WORKSPACE_EXPORT));
    private static final Set<Permission> HEAD = EnumSet.of(
            ORGANIZATION_VIEW, STAFF_VIEW, STAFF_MANAGE, MEMBERS_VIEW, MEMBERS_MANAGE, ROLES_VIEW, AUDIT_VIEW);
    private static final Set<Permission> POST = EnumSet.of(ORGANIZATION_VIEW, STAFF_VIEW, MEMBERS_VIEW);

    private static final Map<DepartmentTemplate, Set<Permission>> WORK = Map.of(
            DepartmentTemplate.MARKETING,
            EnumSet.of(PRODUCTS_VIEW, ORDERS_VIEW),
            DepartmentTemplate.CUSTOMER_SERVICE,
            EnumSet.of(
                    PRODUCTS_VIEW,
                    STOCK_VIEW,
                    ORDERS_VIEW,
                    ORDERS_MANAGE,
                    FULFILMENT_VIEW,
                    RETURNS_VIEW,
                    RETURNS_MANAGE,
                    CUSTOMERS_VIEW,
                    CUSTOMERS_MANAGE,
                    PERSONAL_DATA),
            DepartmentTemplate.PURCHASING,
            EnumSet.of(PRODUCTS_VIEW, STOCK_VIEW),
            DepartmentTemplate.WAREHOUSE,
            EnumSet.of(
                    PRODUCTS_VIEW,
                    STOCK_VIEW,
                    STOCK_MANAGE,
                    ORDERS_VIEW,
                    FULFILMENT_VIEW,
                    FULFILMENT_MANAGE,
                    RETURNS_VIEW,
                    PERSONAL_DATA),
            DepartmentTemplate.FINANCE,
            EnumSet.of(PRODUCTS_VIEW, ORDERS_VIEW, RETURNS_VIEW, CUSTOMERS_VIEW, PAYMENTS_MANAGE));
    private static final Map<DepartmentTemplate, Set<Permission>> HEAD_WORK = Map.of(
            DepartmentTemplate.MARKETING,
            EnumSet.of(PRODUCTS_MANAGE, PRICES_MANAGE, CHANNELS_MANAGE),
            DepartmentTemplate.CUSTOMER_SERVICE,
            EnumSet.of(PAYMENTS_MANAGE, RETURNS_OVERRIDE),
            DepartmentTemplate.PURCHASING,
            EnumSet.of(STOCK_MANAGE, PRODUCTS_MANAGE),
            DepartmentTemplate.WAREHOUSE,
            EnumSet.of(LOCATIONS_MANAGE),
            DepartmentTemplate.FINANCE,
            EnumSet.of(PRICES_MANAGE));

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
        all.add(new RoleTemplate(
                "administrator", "管理员", "Administrator", "role.template.administrator", ADMINISTRATION));
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
                        AUDIT_EXPORT,
                        PRODUCTS_VIEW,
                        STOCK_VIEW,
                        STOCK_MANAGE,
                        LOCATIONS_MANAGE,
                        ORDERS_VIEW,
                        ORDERS_MANAGE,
                        PAYMENTS_MANAGE,
                        FULFILMENT_VIEW,
                        FULFILMENT_MANAGE,
                        RETURNS_VIEW,
                        RETURNS_MANAGE,
                        RETURNS_OVERRIDE,
                        CUSTOMERS_VIEW,
                        CUSTOMERS_MANAGE,
                        PERSONAL_DATA)));
        all.add(new RoleTemplate(
                "agency_operator",
                "代运营商",
                "Agency operator",
                "role.template.agency_operator",
                EnumSet.of(
                        ORGANIZATION_VIEW,
                        STAFF_VIEW,
                        PRODUCTS_VIEW,
                        STOCK_VIEW,
                        ORDERS_VIEW,
                        ORDERS_MANAGE,
                        RETURNS_VIEW,
                        RETURNS_MANAGE,
                        CUSTOMERS_VIEW)));
        all.add(new RoleTemplate(
                "auditor",
                "审计员",
                "Auditor",
                "role.template.auditor",
                EnumSet.of(
                        ORGANIZATION_VIEW,
                        STAFF_VIEW,
                        MEMBERS_VIEW,
                        ROLES_VIEW,
                        AUDIT_VIEW,
                        AUDIT_EXPORT,
                        PRODUCTS_VIEW,
                        STOCK_VIEW,
                        ORDERS_VIEW,
                        FULFILMENT_VIEW,
                        RETURNS_VIEW,
                        CUSTOMERS_VIEW)));
        for (DepartmentTemplate department : DepartmentTemplate.values()) {
            for (PositionTemplate position : department.positions()) {
                all.add(new RoleTemplate(
                        position.code(),
                        position.name(Locale.CHINESE),
                        position.name(Locale.ENGLISH),
                        position.head() ? "role.template.head" : "role.template.post",
                        allowed(department, position.head())));
            }
        }
        return List.copyOf(all);
    }

    private static Set<Permission> allowed(DepartmentTemplate department, boolean head) {
        Set<Permission> allowed = EnumSet.copyOf(head ? HEAD : POST);
        allowed.addAll(WORK.getOrDefault(department, Set.of()));
        if (head) {
            allowed.addAll(HEAD_WORK.getOrDefault(department, Set.of()));
        }
        return allowed;
    }

    public String name(Locale locale) {
        return locale.getLanguage().equals("zh") ? nameZh : nameEn;
    }
}
