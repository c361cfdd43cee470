package io.storelane.customer;

import io.storelane.problem.FieldErrors;
import io.storelane.problem.Visible;

/**
 * Somebody to speak to at a customer.
 *
 * @param role what the person does there, may be empty
 */
public record ContactDetails(String name, String role, String phone, String email) {

    ContactDetails masked() {
        return new ContactDetails(name, role, Masks.phone(phone), Masks.email(email));
    }

    ContactDetails over(ContactDetails stored) {
        return new ContactDetails(
                name,
                role,
                Masks.kept(phone, stored.phone, Masks::phone),
                Masks.kept(email, stored.email, Masks::email));
    }

    void check() {
        FieldErrors errors = new FieldErrors();
        if (Visible.isBlank(name)) {
            errors.add("/name", CustomerProblem.NAME_MISSING);
        }
        CustomerTexts.check(name, 200, "/name", errors);
        CustomerTexts.check(role, 100, "/role", errors);
        CustomerTexts.phone(phone, "/phone", errors);
        CustomerTexts.email(email, "/email", errors);
        errors.throwIfAny();
    }
}
