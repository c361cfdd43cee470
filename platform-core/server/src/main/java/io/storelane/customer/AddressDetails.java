package io.storelane.customer;

import io.storelane.problem.FieldErrors;
import io.storelane.problem.Visible;
import java.util.Locale;
import java.util.Set;

/**
 * Where a customer wants things to be sent.
 *
 * @param label how the customer calls it, such as "Office"; may be empty
 * @param name who receives
 * @param country ISO 3166 code of two letters
 * @param main true for the one that is taken unless another is chosen
 */
public record AddressDetails(
        String label,
        String name,
        String phone,
        String country,
        String province,
        String city,
        String district,
        String street,
        String postalCode,
        boolean main) {

    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    /** City and province stay: they are enough to see which one it is. */
    AddressDetails masked() {
        return new AddressDetails(
                label,
                name,
                Masks.phone(phone),
                country,
                province,
                city,
                Masks.address(district),
                Masks.address(street),
                postalCode,
                main);
    }

    AddressDetails over(AddressDetails stored) {
        return new AddressDetails(
                label,
                name,
                Masks.kept(phone, stored.phone, Masks::phone),
                country,
                province,
                city,
                Masks.kept(district, stored.district, Masks::address),
                Masks.kept(street, stored.street, Masks::address),
                postalCode,
                main);
    }

    void check() {
        FieldErrors errors = new FieldErrors();
        if (Visible.isBlank(name)) {
            errors.add("/name", CustomerProblem.NAME_MISSING);
        }
        if (!COUNTRIES.contains(country)) {
            errors.add("/country", CustomerProblem.BAD_COUNTRY);
        }
        if (Visible.isBlank(street)) {
            errors.add("/street", CustomerProblem.STREET_MISSING);
        }
        CustomerTexts.check(label, 100, "/label", errors);
        CustomerTexts.check(name, 200, "/name", errors);
        CustomerTexts.phone(phone, "/phone", errors);
        CustomerTexts.check(province, 100, "/province", errors);
        CustomerTexts.check(city, 100, "/city", errors);
        CustomerTexts.check(district, 100, "/district", errors);
        CustomerTexts.check(street, 300, "/street", errors);
        CustomerTexts.check(postalCode, 20, "/postalCode", errors);
        errors.throwIfAny();
    }
}
