package io.storelane.organization.web;

import io.storelane.organization.Staff;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.Arrays;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Who works where as a file. */
@Component
class StaffFile implements ListFile<Staff.Filter> {

    private final Staff staff;
    private final MessageSource messages;

    StaffFile(Staff staff, MessageSource messages) {
        this.staff = staff;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "staff";
    }

    @Override
    public Class<Staff.Filter> filter() {
        return Staff.Filter.class;
    }

    @Override
    public Sheet<?> sheet(Staff.Filter filter, Locale locale) {
        return new Sheet<>(
                Sheet.titles(messages, locale, "staff", "person", "email", "department", "position", "node", "since"),
                (cursor, size) -> staff.find(filter, cursor, size),
                a -> Arrays.asList(a.person(), a.email(), a.department(), a.position(), a.node(), a.since()));
    }
}
