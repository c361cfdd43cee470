package io.storelane.member.web;

import io.storelane.access.Permission;
import io.storelane.member.Members;
import io.storelane.ui.PaletteGroup;
import io.storelane.ui.PaletteItem;
import io.storelane.web.MenuEntry;
import io.storelane.web.PaletteAction;
import io.storelane.web.PaletteSource;
import io.storelane.web.Visitor;
import java.util.List;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the pages of members are found: menu and command palette. */
@Configuration(proxyBeanMethods = false)
class MemberMenu {

    @Bean
    MenuEntry membersEntry() {
        return new MenuEntry(33, "menu.people", "users", "menu.members", "/members", Permission.MEMBERS_VIEW);
    }

    @Bean
    PaletteAction inviteAction() {
        return new PaletteAction("user-plus", "member.invite", "/members/invite", Permission.MEMBERS_MANAGE);
    }

    @Bean
    PaletteSource memberSource(Members members) {
        return text -> {
            List<PaletteItem> items = members.search(text).stream()
                    .map(m -> new PaletteItem("user", m.name(), Visitor.path("/members/" + m.id()), m.email()))
                    .toList();
            return items.isEmpty() ? Optional.empty() : Optional.of(new PaletteGroup("palette.members", items));
        };
    }
}
