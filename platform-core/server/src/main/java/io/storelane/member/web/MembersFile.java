package io.storelane.member.web;

import io.storelane.member.Members;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The members as a file. */
@Component
class MembersFile implements ListFile<Members.Filter> {

    private final Members members;
    private final MessageSource messages;

    MembersFile(Members members, MessageSource messages) {
        this.members = members;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "members";
    }

    @Override
    public Class<Members.Filter> filter() {
        return Members.Filter.class;
    }

    @Override
    public Sheet<?> sheet(Members.Filter filter, Locale locale) {
        return new Sheet<>(
                Sheet.titles(messages, locale, "member", "name", "email", "roles", "places", "since"),
                (cursor, size) -> members.find(filter, cursor, size),
                m -> List.of(m.name(), m.email(), m.roles(), m.places(), m.since()));
    }
}
