package io.storelane.organization;

import io.storelane.tenancy.Ids;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A place in the organisation: head office, province, city, outlet, or whatever the tenant calls its levels. */
@Entity
@Table(name = "org_node")
@SuppressWarnings("UnusedVariable") // fields are read by Hibernate
class OrgNode {

    @Id
    private UUID id;

    @TenantId
    private UUID tenantId;

    private @Nullable UUID parentId;
    private int depth;
    private String path;
    private String code;
    private String name;
    private String city;
    private String address;
    private String phone;
    private boolean active;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init")
    protected OrgNode() {}

    @SuppressWarnings("NullAway.Init") // the tenant is written by Hibernate
    private OrgNode(@Nullable OrgNode parent, NodeDetails details) {
        id = Ids.next();
        parentId = parent == null ? null : parent.id;
        depth = parent == null ? 0 : parent.depth + 1;
        path = parent == null ? "/" : parent.path + segment(id) + "/";
        active = true;
        apply(details);
    }

    static OrgNode top(String name) {
        return new OrgNode(null, new NodeDetails(name, "", "", "", ""));
    }

    static OrgNode below(OrgNode parent, NodeDetails details) {
        return new OrgNode(parent, details);
    }

    /** Short and unlike that of any sibling: the random end of the id. */
    private static String segment(UUID id) {
        return Long.toString(id.getLeastSignificantBits() & 0xffff_ffff_ffffL, Character.MAX_RADIX);
    }

    void change(NodeDetails details) {
        apply(details);
    }

    private void apply(NodeDetails details) {
        name = details.name();
        code = details.code();
        city = details.city();
        address = details.address();
        phone = details.phone();
    }

    void setActive(boolean active) {
        this.active = active;
    }

    boolean isTop() {
        return parentId == null;
    }

    /** The path this node has below another parent. */
    String pathBelow(OrgNode newParent) {
        return newParent.path + segment(id) + "/";
    }

    boolean contains(OrgNode other) {
        return other.path.startsWith(path);
    }

    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", name);
        values.put("code", code);
        values.put("city", city);
        values.put("address", address);
        values.put("phone", phone);
        values.put("active", active);
        return values;
    }

    UUID id() {
        return id;
    }

    int depth() {
        return depth;
    }

    String path() {
        return path;
    }

    String name() {
        return name;
    }

    long version() {
        return version;
    }
}
