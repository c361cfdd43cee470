package io.storelane.inventory.web;

import io.storelane.inventory.LocationAddress;
import io.storelane.inventory.LocationDetails;
import io.storelane.inventory.LocationKind;
import io.storelane.inventory.LocationView;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalTime;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What can be entered for a location. In China province, city and district are chosen by their codes; elsewhere they are typed.
 *
 * @param version the version that was read; 0 for a new one
 */
@SuppressWarnings("MultipleNullnessAnnotations") // empty until chosen, and refused if it stays so
record LocationForm(
        @NotBlank @Size(max = 50) @Pattern(regexp = CODE) String code,

        @NotBlank @Size(max = 100) String name,

        @NotNull @Pattern(regexp = KINDS) String kind,

        @NotNull @Nullable UUID nodeId,

        @NotNull @Pattern(regexp = "[A-Z]{2}") String country,
        @Size(max = 100) String province,
        @Size(max = 100) String city,
        @Size(max = 100) String region,
        @Size(max = 300) String street,
        @Size(max = 20) String postalCode,

        @Size(max = 50) @Pattern(regexp = PHONE) String phone,

        @NotBlank String timeZone,

        @Pattern(regexp = TIME) String cutOff,

        @NotNull @Min(1) @Max(999) @Nullable Integer priority,

        @Nullable Boolean ships,
        @Pattern(regexp = "\\d{1,18}") String version) {

    static final String CODE = "[\\p{L}\\p{N}._-]*";
    static final String KINDS = "own|maker|dealer|outlet";
    static final String PHONE = "[0-9+()#*,. /-]*";
    static final String TIME = "|([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?";

    LocationForm {
        code = text(code);
        name = text(name);
        province = text(province);
        city = text(city);
        region = text(region);
        street = text(street);
        postalCode = text(postalCode);
        phone = text(phone);
        timeZone = text(timeZone);
        cutOff = text(cutOff);
        ships = ships != null && ships; // a switch that is off is not sent
        version = version == null ? "0" : version;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    static LocationForm empty(@Nullable UUID nodeId, String zone) {
        return new LocationForm("", "", "own", nodeId, "CN", "", "", "", "", "", "", zone, "", 100, true, "0");
    }

    static LocationForm of(LocationView location) {
        LocationDetails d = location.details();
        LocationAddress a = d.address();
        boolean china = a.country().equals("CN");
        String code = a.region();
        boolean coded = china && code.length() == 6;
        return new LocationForm(
                d.code(),
                d.name(),
                d.kind().code(),
                d.nodeId(),
                a.country(),
                coded ? code.substring(0, 2) + "0000" : china ? "" : a.province(),
                coded ? city(code) : china ? "" : a.city(),
                coded && !code.endsWith("00") && !city(code).equals(code) ? code : china ? "" : a.district(),
                a.street(),
                a.postalCode(),
                a.phone(),
                d.timeZone(),
                d.cutOff() == null ? "" : Objects.requireNonNull(d.cutOff()).toString(),
                d.priority(),
                d.ships(),
                Long.toString(location.version()));
    }

    /** The code of its city; of a district that lies directly below a province, its own. */
    private static String city(String code) {
        if (code.endsWith("0000")) {
            return "";
        }
        return code.startsWith("00", 2) ? code : code.substring(0, 4) + "00";
    }

    /** The city that is chosen, unless another province was chosen since. */
    String cityOfProvince() {
        return province.length() == 6 && city.startsWith(province.substring(0, 2)) ? city : "";
    }

    LocationDetails details() {
        boolean china = country.equals("CN");
        // the smallest place that was chosen
        String code = china ? (!region.isEmpty() ? region : !city.isEmpty() ? city : province) : "";
        return new LocationDetails(
                this.code,
                name,
                LocationKind.of(kind).orElseThrow(),
                Objects.requireNonNull(nodeId),
                new LocationAddress(
                        country,
                        code,
                        china ? "" : province,
                        china ? "" : city,
                        china ? "" : region,
                        street,
                        postalCode,
                        phone),
                timeZone,
                cutOff.isEmpty() ? null : LocalTime.parse(cutOff),
                priority == null ? 0 : priority,
                Boolean.TRUE.equals(ships));
    }
}
