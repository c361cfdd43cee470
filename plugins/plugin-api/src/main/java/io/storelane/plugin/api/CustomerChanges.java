package io.storelane.plugin.api;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Service {@code customers.write}: changes customers as the server's own pages do, trail and events included. In a page, where the person
 * may; in background work, everywhere. Joins a transaction of the plugin.
 *
 * <pre>{@code
 * CustomerBook.Customer customer = customers.find(id).orElseThrow();
 * changes.tag(id, customer.version(), List.of("vip"));
 * }</pre>
 *
 * <p>Each method throws {@link Refusal}: {@code customer/not-found}, {@code customer/erased}, {@code customer/changed-meanwhile}, or one
 * that names bad values.
 */
public interface CustomerChanges {

    /** Adds a customer. @return its id */
    UUID add(Details details);

    /** Sets what is known. A masked value that comes back keeps what is stored. @param version as it was read */
    void change(UUID id, long version, Details details);

    /** Sets the tags, at most 20 of 40 characters: those that are not named are taken away. @param version as it was read */
    void tag(UUID id, long version, List<String> tags);

    /** Writes into the timeline. @param text at most 2,000 characters */
    void note(UUID id, String text);

    /**
     * Writes down what the customer said.
     *
     * @param channel see {@link CustomerBook.Consent#channel()}
     * @param source how it was said, at most 200 characters
     * @param at null = now
     */
    void consent(UUID id, String channel, boolean given, String source, @Nullable Instant at);

    /** What is known of a customer; made by {@link #person} or {@link #company}. */
    final class Details {

        private final String kind;
        private final String name;
        private final String phone;
        private final String email;
        private final String number;
        private final @Nullable UUID node;

        private Details(String kind, String name, String phone, String email, String number, @Nullable UUID node) {
            this.kind = kind;
            this.name = name;
            this.phone = phone;
            this.email = email;
            this.number = number;
            this.node = node;
        }

        public static Details person(String name) {
            return new Details("person", name, "", "", "", null);
        }

        public static Details company(String name) {
            return new Details("company", name, "", "", "", null);
        }

        public Details phone(String phone) {
            return new Details(kind, name, phone, email, number, node);
        }

        public Details email(String email) {
            return new Details(kind, name, phone, email, number, node);
        }

        /** Number of an identity document; of a company, its tax number. */
        public Details number(String number) {
            return new Details(kind, name, phone, email, number, node);
        }

        /** The organisation node that it belongs to; without one, the highest that the caller reaches. */
        public Details at(UUID node) {
            return new Details(kind, name, phone, email, number, node);
        }

        public String kind() {
            return kind;
        }

        public String name() {
            return name;
        }

        public String phone() {
            return phone;
        }

        public String email() {
            return email;
        }

        public String number() {
            return number;
        }

        public @Nullable UUID node() {
            return node;
        }
    }
}
