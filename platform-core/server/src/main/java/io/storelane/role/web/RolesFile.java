package io.storelane.role.web;

import io.storelane.role.RoleView;
import io.storelane.role.Roles;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The roles as a file, with what each allows. */
@Component
class RolesFile implements ListFile<RolesFile.Filter> {

    record Filter(String q) {}

    private final Roles roles;
    private final MessageSource messages;

    RolesFile(Roles roles, MessageSource messages) {
        this.roles = roles;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "roles";
    }

    @Override
    public Class<RolesFile.Filter> filter() {
        return RolesFile.Filter.class;
    }

    @Override
    public Sheet<?> sheet(Filter filter, Locale locale) {
        Map<UUID, Integer> holders = roles.holders();
        return Sheet.of(
                Sheet.titles(messages, locale, "role", "name", "description", "permissions", "holders"),
                matching(roles.list(), filter.q(), locale),
                r -> List.of(
                        r.name(),
                        r.description(),
                        r.permissions().stream()
                                .map(p -> messages.getMessage("permission." + p.key(), null, locale))
                                .collect(Collectors.joining("; ")),
                        holders.getOrDefault(r.id(), 0)));
    }

    /** Those whose name or description holds the text. */
    static List<RoleView> matching(List<RoleView> roles, String q, Locale locale) {
        String text = q.strip().toLowerCase(locale);
        return roles.stream()
                .filter(r ->
                        (r.name() + "\n" + r.description()).toLowerCase(locale).contains(text))
                .toList();
    }
}
