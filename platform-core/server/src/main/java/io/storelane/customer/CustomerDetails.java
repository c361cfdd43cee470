package io.storelane.customer;

import java.util.UUID;

/**
 * What is known of a customer.
 *
 * @param kind {@code person} or {@code company}
 * @param idNumber of a person the number of an identity document, of a company its tax number; empty = not known
 * @param nodeId organisation node that the customer belongs to
 */
public record CustomerDetails(String kind, String name, String phone, String email, String idNumber, UUID nodeId) {

    /** As those see it who may not see personal data. What is known of a company is public. */
    CustomerDetails masked() {
        return new CustomerDetails(
                kind,
                name,
                Masks.phone(phone),
                Masks.email(email),
                kind.equals("person") ? Masks.idNumber(idNumber) : idNumber,
                nodeId);
    }

    /** Masks that came back keep what is stored. */
    CustomerDetails over(CustomerDetails stored) {
        return new CustomerDetails(
                kind,
                name,
                Masks.kept(phone, stored.phone, Masks::phone),
                Masks.kept(email, stored.email, Masks::email),
                Masks.kept(idNumber, stored.idNumber, Masks::idNumber),
                nodeId);
    }
}
