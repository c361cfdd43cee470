package io.storelane.organization.web;

import io.storelane.organization.LevelName;
import io.storelane.organization.NodeDetails;
import io.storelane.organization.NodeView;
import io.storelane.organization.Organization;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The organisation as a file, a line for each node. */
@Component
class NodesFile implements ListFile<NodesFile.Filter> {

    record Filter(String q) {}

    private final Organization organization;
    private final MessageSource messages;

    NodesFile(Organization organization, MessageSource messages) {
        this.organization = organization;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "organization";
    }

    @Override
    public Class<NodesFile.Filter> filter() {
        return NodesFile.Filter.class;
    }

    @Override
    public Sheet<?> sheet(NodesFile.Filter filter, Locale locale) {
        List<LevelName> levels = organization.levels();
        return new Sheet<>(
                Sheet.titles(
                        messages,
                        locale,
                        "organization",
                        "name",
                        "level",
                        "code",
                        "city",
                        "address",
                        "phone",
                        "people",
                        "state"),
                (cursor, size) -> organization.find(filter.q(), cursor, size),
                n -> row(n, levels, locale));
    }

    private List<Object> row(NodeView node, List<LevelName> levels, Locale locale) {
        NodeDetails details = node.details();
        return List.of(
                details.name(),
                NodeTree.level(levels, node.depth(), locale),
                details.code(),
                details.city(),
                details.address(),
                details.phone(),
                node.people(),
                messages.getMessage(node.active() ? "organization.open" : "organization.closed", null, locale));
    }
}
