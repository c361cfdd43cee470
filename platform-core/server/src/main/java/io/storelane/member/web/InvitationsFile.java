package io.storelane.member.web;

import io.storelane.member.Invitations;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The invitations as a file. */
@Component
class InvitationsFile implements ListFile<InvitationsFile.Filter> {

    /** @param state {@code open}, {@code expired}, {@code accepted} or {@code revoked}; empty = those that wait */
    record Filter(String state) {

        Filter {
            state = List.of("open", "expired", "accepted", "revoked").contains(state) ? state : "";
        }
    }

    private final Invitations invitations;
    private final MessageSource messages;

    InvitationsFile(Invitations invitations, MessageSource messages) {
        this.invitations = invitations;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "invitations";
    }

    @Override
    public Class<InvitationsFile.Filter> filter() {
        return InvitationsFile.Filter.class;
    }

    @Override
    public Sheet<?> sheet(InvitationsFile.Filter filter, Locale locale) {
        return new Sheet<>(
                Stream.of(
                                "member.name",
                                "member.email",
                                "member.role",
                                "member.node",
                                "invitation.state",
                                "invitation.expires",
                                "invitation.sent",
                                "invitation.by")
                        .map(key -> messages.getMessage(key, null, locale))
                        .toList(),
                (cursor, size) -> invitations.find(filter.state(), cursor, size),
                i -> List.of(
                        i.name(),
                        i.email(),
                        i.role(),
                        i.node(),
                        messages.getMessage("invitation.state." + i.state(), null, locale),
                        i.expiresAt(),
                        i.sentCount(),
                        i.invitedBy()));
    }
}
