package io.storelane.plugin.service;

import io.storelane.access.AccessReader;
import io.storelane.access.Permission;
import io.storelane.member.MemberView;
import io.storelane.member.Members;
import io.storelane.notification.Notice;
import io.storelane.notification.NoticeKind;
import io.storelane.notification.Notices;
import io.storelane.plugin.PluginNotices;
import io.storelane.plugin.PublishedService;
import io.storelane.plugin.api.MemberBook;
import io.storelane.plugin.api.Notifier;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** Members of the workspace: who they are, and telling them something. */
@Configuration(proxyBeanMethods = false)
class PeopleServices {

    private static final int MOST_FOUND = 200;
    private static final int MOST_NAMED = 500;
    private static final int MOST_VALUES = 5;
    private static final int LONGEST_VALUE = 200;

    private record Member(UUID id, String name, String language) implements MemberBook.Member {}

    private record Book(Database database, TransactionTemplate transaction, Members members) implements MemberBook {

        @Override
        public List<MemberBook.Member> find(String text, int most) {
            Given.atMost(most, MOST_FOUND);
            return shown(() -> members.find(new Members.Filter(text.strip(), null, "name"), "", most)
                    .rows());
        }

        @Override
        public Map<UUID, MemberBook.Member> named(Collection<UUID> ids) {
            if (ids.size() > MOST_NAMED) {
                throw new IllegalArgumentException("ids are at most " + MOST_NAMED + ", not " + ids.size() + ".");
            }
            Map<UUID, MemberBook.Member> named = new LinkedHashMap<>();
            shown(() -> members.named(ids)).forEach(member -> named.put(member.id(), member));
            return named;
        }

        private List<MemberBook.Member> shown(java.util.function.Supplier<List<MemberView>> door) {
            return Objects.requireNonNull(transaction.execute(_ -> {
                List<MemberView> found = Given.ifAllowed(List.of(), door);
                Map<UUID, String> languages = languages(found);
                return found.stream()
                        .<MemberBook.Member>map(
                                m -> new PeopleServices.Member(m.id(), m.name(), languages.getOrDefault(m.id(), "en")))
                        .toList();
            }));
        }

        private Map<UUID, String> languages(List<MemberView> found) {
            Map<UUID, String> languages = new HashMap<>();
            database.core()
                    .sql("""
                            select m.user_id, m.locale from platform.tenant_member m
                            where m.tenant_id = :tenant and m.user_id = any(:ids)""")
                    .param("tenant", Scope.currentTenant().value())
                    .param("ids", Rows.array("uuid", found, MemberView::id))
                    .query(rs -> {
                        languages.put(rs.getObject("user_id", UUID.class), rs.getString("locale"));
                    });
            return languages;
        }
    }

    private record Teller(
            TransactionTemplate transaction,
            Database database,
            AccessReader access,
            Notices notices,
            PluginNotices kinds,
            String plugin)
            implements Notifier {

        @Override
        public void tell(UUID member, String kind, String page, Object... values) {
            tell(
                    kind,
                    page,
                    values,
                    () -> database.core()
                            .sql("""
                            select m.user_id from platform.tenant_member m
                            where m.tenant_id = :tenant and m.user_id = :user and m.status = 'active'""")
                            .param("tenant", Scope.currentTenant().value())
                            .param("user", member)
                            .query((rs, _) -> rs.getObject(1, UUID.class))
                            .list());
        }

        @Override
        public void tellHolders(String permission, String kind, String page, Object... values) {
            if (!permission.startsWith(plugin + ".")) {
                throw new IllegalArgumentException(
                        "permission is one that the plugin defines, not " + permission + ".");
            }
            tell(kind, page, values, () -> access.holders(permission));
        }

        private void tell(
                String kind, String page, Object[] values, java.util.function.Supplier<List<UUID>> receivers) {
            NoticeKind declared = kinds.kind(plugin, kind);
            check(page, values);
            transaction.executeWithoutResult(_ -> notices.tell(receivers.get().stream()
                    .map(user -> Notice.to(user, declared, "/p/" + plugin + page, values))
                    .toList()));
        }

        private static void check(String page, Object[] values) {
            Given.text("page", page, 1, LONGEST_VALUE);
            if (!page.startsWith("/") || values.length > MOST_VALUES) {
                throw new IllegalArgumentException(
                        "page begins with a slash, and values are at most " + MOST_VALUES + ".");
            }
            for (Object value : values) {
                if (value instanceof String text) {
                    Given.text("a value", text, 0, LONGEST_VALUE);
                } else if (!(value instanceof Number)) {
                    throw new IllegalArgumentException("values are texts and numbers.");
                }
            }
        }
    }

    @Bean
    PublishedService<MemberBook> membersService(
            Database database, TransactionTemplate transactionTemplate, Members members) {
        return new PublishedService<>(
                "members.read",
                MemberBook.class,
                Permission.MEMBERS_VIEW,
                _ -> new Book(database, transactionTemplate, members));
    }

    @Bean
    PublishedService<Notifier> notificationsService(
            TransactionTemplate transactionTemplate,
            Database database,
            AccessReader access,
            Notices notices,
            PluginNotices kinds) {
        return new PublishedService<>(
                "notifications",
                Notifier.class,
                null,
                plugin -> new Teller(transactionTemplate, database, access, notices, kinds, plugin));
    }
}
