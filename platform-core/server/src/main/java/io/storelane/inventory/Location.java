package io.storelane.inventory;

import io.storelane.tenancy.Ids;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A place that holds stock. */
@Entity
@Table(name = "location")
@SuppressWarnings("UnusedVariable") // fields are read by Hibernate
class Location {

    @Id
    private UUID id;

    @TenantId
    private UUID tenantId;

    private String code;
    private String name;
    private String kind;
    private UUID nodeId;
    private String orgPath;
    private String country;
    private String region;
    private String province;
    private String city;
    private String district;
    private String street;
    private String postalCode;
    private String phone;
    private String timeZone;
    private @Nullable LocalTime cutOff;
    private int priority;
    private boolean ships;
    private boolean active;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init")
    protected Location() {}

    @SuppressWarnings("NullAway.Init") // the tenant is written by Hibernate
    Location(LocationDetails details, String path) {
        id = Ids.next();
        active = true;
        change(details, path);
    }

    /** @param path path of the node that the details name */
    final void change(LocationDetails d, String path) {
        code = d.code();
        name = d.name();
        kind = d.kind().code();
        nodeId = d.nodeId();
        orgPath = path;
        country = d.address().country();
        region = d.address().region();
        province = d.address().province();
        city = d.address().city();
        district = d.address().district();
        street = d.address().street();
        postalCode = d.address().postalCode();
        phone = d.address().phone();
        timeZone = d.timeZone();
        cutOff = d.cutOff();
        priority = d.priority();
        ships = d.ships();
    }

    void open(boolean open) {
        active = open;
    }

    /** What the trail says of it. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("code", code);
        values.put("name", name);
        values.put("kind", kind);
        values.put("node", nodeId.toString());
        values.put("country", country);
        values.put("region", region);
        values.put(
                "address",
                String.join(" ", province, city, district, street, postalCode).strip());
        values.put("phone", phone);
        values.put("timeZone", timeZone);
        values.put("cutOff", cutOff == null ? "" : cutOff.toString());
        values.put("priority", priority);
        values.put("ships", ships);
        values.put("active", active);
        return values;
    }

    /** What it is found by. */
    String text() {
        return String.join(" ", code, name, province, city, district, street);
    }

    UUID id() {
        return id;
    }

    boolean active() {
        return active;
    }

    String name() {
        return name;
    }

    UUID nodeId() {
        return nodeId;
    }

    String path() {
        return orgPath;
    }

    long version() {
        return version;
    }
}
