package io.storelane.member.web;

import io.storelane.member.Invitations;
import io.storelane.member.Members;
import io.storelane.ui.Tab;
import io.storelane.web.Visitor;
import java.util.List;
import org.springframework.stereotype.Component;

/** The two lists that are shown as tabs of one page. */
@Component
class Lists {

    private final Members members;
    private final Invitations invitations;

    Lists(Members members, Invitations invitations) {
        this.members = members;
        this.invitations = invitations;
    }

    List<Tab> tabs(boolean invited) {
        var counts = invitations.counts();
        long open = counts.getOrDefault("open", 0L) + counts.getOrDefault("expired", 0L);
        return List.of(
                new Tab(
                        "member.tab.members",
                        Visitor.path("/members"),
                        members.count(new Members.Filter("", null, "name")),
                        !invited),
                new Tab("member.tab.invitations", Visitor.path("/members/invitations"), open, invited));
    }
}
