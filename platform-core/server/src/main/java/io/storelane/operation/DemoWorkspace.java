package io.storelane.operation;

import io.storelane.access.Access;
import io.storelane.identity.Users;
import io.storelane.member.Invitations;
import io.storelane.member.InvitePerson;
import io.storelane.member.MemberSeats;
import io.storelane.organization.Departments;
import io.storelane.organization.NodeDetails;
import io.storelane.organization.Organization;
import io.storelane.organization.Staff;
import io.storelane.role.RoleAssignments;
import io.storelane.role.RoleView;
import io.storelane.role.Roles;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import io.storelane.workspace.CreateWorkspace;
import io.storelane.workspace.Workspaces;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Fills a workspace with a small coffee company for a first look, once; through the same doors as everybody. */
@Component
@ConditionalOnProperty("storelane.demo.user")
class DemoWorkspace {

    private static final Logger log = LoggerFactory.getLogger(DemoWorkspace.class);
    private static final Locale CHINESE = Locale.SIMPLIFIED_CHINESE;

    /** Path of names below the top, then city. */
    private static final List<List<String>> PLACES = List.of(
            List.of("浙江省", ""),
            List.of("浙江省/杭州市", "杭州"),
            List.of("浙江省/杭州市/西湖店", "杭州"),
            List.of("浙江省/杭州市/滨江店", "杭州"),
            List.of("浙江省/宁波市", "宁波"),
            List.of("浙江省/宁波市/天一广场店", "宁波"),
            List.of("上海市", "上海"),
            List.of("上海市/徐汇区", "上海"),
            List.of("上海市/徐汇区/衡山路店", "上海"),
            List.of("上海市/浦东新区", "上海"),
            List.of("上海市/浦东新区/世纪大道店", "上海"),
            List.of("江苏省", ""),
            List.of("江苏省/苏州市", "苏州"),
            List.of("江苏省/苏州市/观前街店", "苏州"));

    /** Name, address, role template, place, position. */
    private static final List<List<String>> PEOPLE = List.of(
            List.of("徐涛", "xu.tao", "administrator", "", "营销经理"),
            List.of("朱琳", "zhu.lin", "warehouse_manager", "浙江省", "仓储经理"),
            List.of("杨静", "yang.jing", "logistics_specialist", "浙江省/杭州市/西湖店", "物流专员"),
            List.of("胡军", "hu.jun", "node_manager", "上海市", "采购经理"),
            List.of("Emma Wilson", "emma.wilson", "service_agent", "上海市/徐汇区/衡山路店", "客服专员"),
            List.of("赵磊", "zhao.lei", "finance_manager", "", "财务经理"),
            List.of("刘洋", "liu.yang", "order_processor", "江苏省/苏州市/观前街店", "订单处理专员"));

    private final String userAddress;
    private final String slug;
    private final Users users;
    private final Workspaces workspaces;
    private final Organization organization;
    private final Departments departments;
    private final Staff staff;
    private final Roles roles;
    private final RoleAssignments assignments;
    private final MemberSeats seats;
    private final Invitations invitations;
    private final TransactionTemplate transaction;
    private final Database database;
    private final DemoShop shop;

    DemoWorkspace(
            org.springframework.core.env.Environment environment,
            Users users,
            Workspaces workspaces,
            Organization organization,
            Departments departments,
            Staff staff,
            Roles roles,
            RoleAssignments assignments,
            MemberSeats seats,
            Invitations invitations,
            TransactionTemplate transactionTemplate,
            Database database,
            DemoShop shop) {
        this.userAddress = environment.getRequiredProperty("storelane.demo.user");
        this.slug = environment.getProperty("storelane.demo.workspace", "hill-coffee");
        this.users = users;
        this.workspaces = workspaces;
        this.organization = organization;
        this.departments = departments;
        this.staff = staff;
        this.roles = roles;
        this.assignments = assignments;
        this.seats = seats;
        this.invitations = invitations;
        this.transaction = transactionTemplate;
        this.database = database;
        this.shop = shop;
    }

    @EventListener(ApplicationReadyEvent.class)
    void seed() {
        Scope.PLATFORM.run(() -> {
            Made made = java.util.Objects.requireNonNull(slowly(this::people));
            made.actor().call(() -> {
                slowly(() -> asOwner(made, () -> shop.fill(organization.top())));
                return asOwner(made, shop::sell);
            });
        });
    }

    private record Made(TenantId tenant, UUID owner, Actor actor) {}

    /** In a transaction that may last longer than a request's: a slow machine is given its time. */
    private <T> @Nullable T slowly(Supplier<T> work) {
        return transaction.execute(_ -> {
            // a timer that runs is not set anew by a longer limit: it has to be stopped first
            database.platform().sql("set local transaction_timeout = 0").update();
            database.platform().sql("set local transaction_timeout = '180s'").update();
            return work.get();
        });
    }

    private Made people() {
        UUID owner = users.register(userAddress, "林晓 Lin Xiao", CHINESE);
        users.acceptTerms(owner);
        Actor actor = new Actor(owner, "林晓 Lin Xiao", "demo", "");
        Optional<UUID> present = tenant(owner);
        if (present.isEmpty()) {
            actor.call(() -> {
                fill(owner);
                return true;
            });
            log.info("Workspace {} was filled with sample data", slug);
        }
        return new Made(new TenantId(present.or(() -> tenant(owner)).orElseThrow()), owner, actor);
    }

    private Optional<UUID> tenant(UUID owner) {
        return users.profile(owner).stream()
                .flatMap(p -> p.workspaces().stream())
                .filter(w -> w.slug().equals(slug))
                .map(w -> w.tenantId())
                .findFirst();
    }

    private static boolean asOwner(Made made, Runnable work) {
        return Scope.tenant(made.tenant())
                .call(() -> Access.ofOwner(made.owner()).call(() -> {
                    work.run();
                    return true;
                }));
    }

    private void fill(UUID owner) {
        // the same on every server: two that start at once make one workspace
        UUID request = UUID.nameUUIDFromBytes(("demo " + slug).getBytes(StandardCharsets.UTF_8));
        workspaces.create(new CreateWorkspace(request, "山丘咖啡 Hill Coffee", slug, CHINESE, "CNY", "Asia/Shanghai"));
        TenantId tenant = new TenantId(tenant(owner).orElseThrow());
        Map<String, UUID> accounts = new HashMap<>();
        for (List<String> person : PEOPLE) {
            UUID id = users.register(person.get(1) + "@example.com", person.get(0), CHINESE);
            seats.join(tenant, id);
            accounts.put(person.get(1), id);
        }
        Scope.tenant(tenant)
                .call(() -> Access.ofOwner(owner).call(() -> {
                    people(places(), accounts);
                    return true;
                }));
    }

    private Map<String, UUID> places() {
        Map<String, UUID> nodes = new HashMap<>();
        nodes.put("", organization.top());
        int number = 1;
        for (List<String> place : PLACES) {
            String path = place.get(0);
            int cut = path.lastIndexOf('/');
            UUID parent = nodes.get(cut < 0 ? "" : path.substring(0, cut));
            NodeDetails details =
                    new NodeDetails(path.substring(cut + 1), "HC-%03d".formatted(number++), place.get(1), "", "");
            nodes.put(path, organization.add(java.util.Objects.requireNonNull(parent), details));
        }
        return nodes;
    }

    private void people(Map<String, UUID> nodes, Map<String, UUID> accounts) {
        Map<String, UUID> roleByCode = new HashMap<>();
        for (RoleView role : roles.list()) {
            roleByCode.put(role.code(), role.id());
        }
        Map<String, UUID> positionByName = new HashMap<>();
        departments.list().forEach(d -> d.positions().forEach(p -> positionByName.put(p.name(), p.id())));
        for (List<String> person : PEOPLE) {
            UUID user = of(accounts, person.get(1));
            UUID node = of(nodes, person.get(3));
            assignments.grant(user, person.get(0), of(roleByCode, person.get(2)), node);
            staff.assign(user, node, of(positionByName, person.get(4)));
        }
        invitations.invite(new InvitePerson(
                "james.lee@example.com",
                "James Lee",
                of(roleByCode, "agency_operator"),
                of(nodes, "上海市"),
                null,
                Locale.ENGLISH));
    }

    private static UUID of(Map<String, UUID> ids, String name) {
        return java.util.Objects.requireNonNull(ids.get(name), name);
    }
}
