package io.storelane.customer.web;

import io.storelane.customer.AddressDetails;
import io.storelane.customer.ContactDetails;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Forms of what belongs to a customer. */
final class PartForms {

    private PartForms() {}

    private static String given(@Nullable String text) {
        return text == null ? "" : text.strip();
    }

    /** The version that was seen; one that cannot be read is none that a customer ever has. */
    private static long version(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }

    record ContactForm(String name, String role, String phone, String email, String version) {

        @SuppressWarnings("NullAway") // a field that was not sent is null until here
        ContactForm {
            name = given(name);
            role = given(role);
            phone = given(phone);
            email = given(email);
            version = given(version);
        }

        static ContactForm of(ContactDetails d, long version) {
            return new ContactForm(d.name(), d.role(), d.phone(), d.email(), String.valueOf(version));
        }

        ContactDetails details() {
            return new ContactDetails(name, role, phone, email);
        }

        long seen() {
            return PartForms.version(version);
        }
    }

    record AddressForm(
            String label,
            String name,
            String phone,
            String country,
            String province,
            String city,
            String district,
            String street,
            String postalCode,
            Boolean main,
            String version) {

        @SuppressWarnings("NullAway") // a field that was not sent is null until here
        AddressForm {
            label = given(label);
            name = given(name);
            phone = given(phone);
            country = given(country).isEmpty() ? "CN" : given(country).toUpperCase(Locale.ROOT);
            province = given(province);
            city = given(city);
            district = given(district);
            street = given(street);
            postalCode = given(postalCode);
            main = Boolean.TRUE.equals(main);
            version = given(version);
        }

        static AddressForm of(AddressDetails d, long version) {
            return new AddressForm(
                    d.label(),
                    d.name(),
                    d.phone(),
                    d.country(),
                    d.province(),
                    d.city(),
                    d.district(),
                    d.street(),
                    d.postalCode(),
                    d.main(),
                    String.valueOf(version));
        }

        AddressDetails details() {
            return new AddressDetails(label, name, phone, country, province, city, district, street, postalCode, main);
        }

        long seen() {
            return PartForms.version(version);
        }
    }

    /** @param given {@code yes} or {@code no} */
    record ConsentForm(String channel, String given, String source) {

        @SuppressWarnings("NullAway") // a field that was not sent is null until here
        ConsentForm {
            channel = PartForms.given(channel);
            given = PartForms.given(given).equals("no") ? "no" : "yes";
            source = PartForms.given(source);
        }
    }

    record NoteForm(String note) {

        @SuppressWarnings("NullAway") // a field that was not sent is null until here
        NoteForm {
            note = given(note);
        }
    }

    /** @param tags divided by commas, of either language */
    record TagsForm(String tags, String version) {

        @SuppressWarnings("NullAway") // a field that was not sent is null until here
        TagsForm {
            tags = given(tags);
            version = given(version);
        }

        List<String> each() {
            return Arrays.stream(tags.split("[,，、]", -1)).map(String::strip).toList();
        }

        long seen() {
            return PartForms.version(version);
        }
    }
}
