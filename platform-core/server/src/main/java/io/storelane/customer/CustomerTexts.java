package io.storelane.customer;

import io.storelane.problem.FieldErrors;

/** What texts of customers have to keep, told at their place. */
final class CustomerTexts {

    private CustomerTexts() {}

    static void check(String text, int most, String path, FieldErrors errors) {
        if (text.length() > most || text.codePoints().anyMatch(Character::isISOControl)) {
            errors.add(path, CustomerProblem.BAD_TEXT, most);
        }
    }

    static void phone(String phone, String path, FieldErrors errors) {
        check(phone, 50, path, errors);
        if (phone.length() <= 50 && !Phones.arePlausible(phone)) {
            errors.add(path, CustomerProblem.BAD_PHONE);
        }
    }

    static void email(String email, String path, FieldErrors errors) {
        check(email, 200, path, errors);
        if (email.length() <= 200 && !Emails.arePlausible(email)) {
            errors.add(path, CustomerProblem.BAD_EMAIL);
        }
    }
}
