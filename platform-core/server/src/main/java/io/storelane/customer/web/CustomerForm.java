package io.storelane.customer.web;

import io.storelane.customer.CustomerDetails;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A customer as it is entered. */
record CustomerForm(
        String kind, String name, String phone, String email, String idNumber, String nodeId, String version) {

    @SuppressWarnings("NullAway") // a field that was not sent is null until here
    CustomerForm {
        kind = given(kind).isEmpty() ? "person" : given(kind);
        name = given(name);
        phone = given(phone);
        email = given(email);
        idNumber = given(idNumber);
        nodeId = given(nodeId);
        version = given(version);
    }

    private static String given(@Nullable String text) {
        return text == null ? "" : text.strip();
    }

    /** The version that was seen; one that cannot be read is none that a customer ever has. */
    long seen() {
        return version.matches("\\d{1,18}") ? Long.parseLong(version) : -1;
    }

    CustomerDetails details() {
        return new CustomerDetails(kind, name, phone, email, idNumber, node());
    }

    /** An id that is none names no node, which is what the door then finds. */
    private UUID node() {
        try {
            return UUID.fromString(nodeId);
        } catch (IllegalArgumentException _) {
            return new UUID(0, 0);
        }
    }
}
