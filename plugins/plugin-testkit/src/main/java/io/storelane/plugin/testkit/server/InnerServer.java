package io.storelane.plugin.testkit.server;

import io.storelane.StorelaneServer;
import io.storelane.access.Access;
import io.storelane.event.Events;
import io.storelane.identity.KitSessions;
import io.storelane.order.Orders;
import io.storelane.order.PlaceOrder;
import io.storelane.order.Placement;
import io.storelane.order.Source;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import io.storelane.workspace.CreateWorkspace;
import io.storelane.workspace.Workspaces;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The server, and what tests do there that no page does. Spoken to by types of Java alone. */
public final class InnerServer implements Function<List<String>, List<String>>, AutoCloseable {
    private final ConfigurableApplicationContext context;

    /** @param settings as variables of the environment */
    public InnerServer(Map<String, String> settings) throws ClassNotFoundException {
        // the driver manager has looked for drivers already, where the test sees them
        Class.forName("org.postgresql.Driver");
        SpringApplication application = new SpringApplication(StorelaneServer.class);
        application.setRegisterShutdownHook(false);
        application.setAdditionalProfiles("local");
        application.addInitializers(c -> c.getEnvironment()
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("kit-systemEnvironment", new LinkedHashMap<>(settings))));
        context = application.run("--logging.structured.format.console=", "--logging.level.root=warn");
    }

    /**
     * {@code person NAME} gives the session's cookie; {@code shop NAME} slug, cookie, id, and id of the owner; {@code event TENANT TYPE
     * KIND ID JSON} nothing; {@code order TENANT OWNER CHANNEL CUSTOMER MINOR} the order's id.
     */
    @Override
    public List<String> apply(List<String> command) {
        return switch (command.getFirst()) {
            case "person" -> List.of(person(command.get(1)).cookie());
            case "shop" -> shop(command.get(1));
            case "event" -> event(command);
            case "order" -> List.of(order(command).toString());
            default -> throw new IllegalArgumentException(command.getFirst());
        };
    }

    private KitSessions.SignedIn person(String name) {
        return Scope.PLATFORM.call(() -> KitSessions.open(context, name));
    }

    private List<String> shop(String name) {
        KitSessions.SignedIn owner = person(name + " owner");
        String slug =
                "ws-" + Long.toString(Ids.next().getLeastSignificantBits() & 0xff_ffff_ffffL, Character.MAX_RADIX);
        var command = new CreateWorkspace(Ids.next(), name, slug, Locale.ENGLISH, "USD", "UTC");
        Actor actor = new Actor(owner.user().id(), name + " owner", "test", "127.0.0.1");
        actor.call(() ->
                Scope.PLATFORM.call(() -> context.getBean(Workspaces.class).create(command)));
        UUID tenant =
                Scope.PLATFORM.call(() -> new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
                        .execute(_ -> context.getBean(Database.class)
                                .platform()
                                .sql("select id from platform.tenant where slug = :slug")
                                .param("slug", slug)
                                .query(UUID.class)
                                .single()));
        return List.of(
                slug, owner.cookie(), String.valueOf(tenant), owner.user().id().toString());
    }

    /** As a door of the server writes one: in a transaction of the workspace. */
    private List<String> event(List<String> command) {
        var tenant = new TenantId(UUID.fromString(command.get(1)));
        var payload = JsonMapper.shared().readValue(command.get(5), new TypeReference<Map<String, Object>>() {});
        var transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        Scope.tenant(tenant)
                .run(() -> transaction.executeWithoutResult(_ -> context.getBean(Events.class)
                        .append(command.get(2), command.get(3), UUID.fromString(command.get(4)), payload)));
        return List.of();
    }

    /** A channel reports what it has sold, of which the workspace knows nothing: such an order is stored all the same. */
    private UUID order(List<String> command) {
        var tenant = new TenantId(UUID.fromString(command.get(1)));
        UUID owner = UUID.fromString(command.get(2));
        String number = "KIT-" + Ids.next();
        var line = new PlaceOrder.Line(number, 1, Long.parseLong(command.get(5)), 0, 0, false, "Thing");
        var sold = new PlaceOrder(
                Source.CHANNEL,
                UUID.fromString(command.get(3)),
                number,
                null,
                "",
                UUID.fromString(command.get(4)),
                PlaceOrder.Buyer.NOBODY,
                PlaceOrder.Address.NOWHERE,
                PlaceOrder.Invoice.NONE,
                List.of(line),
                List.of(),
                0,
                null,
                true,
                List.of(),
                null,
                List.of(),
                "",
                null);
        Actor actor = new Actor(owner, "owner", "test", "127.0.0.1");
        Orders orders = context.getBean(Orders.class);
        Placement placement = actor.call(() ->
                Scope.tenant(tenant).call(() -> Access.ofOwner(owner).call(() -> orders.place(sold))));
        if (placement instanceof Placement.Placed placed) {
            return placed.id();
        }
        throw new IllegalStateException("The order was not placed: " + placement);
    }

    @Override
    public void close() {
        context.close();
    }
}
