package io.storelane.plugin.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Service {@code customers.read}: customers of the workspace. In a page, those that the person may see; in background work, all of
 * them. Phone, mail and numbers are masked. Keep the id alone: a customer may be erased, or become one with another.
 *
 * <pre>{@code
 * String name = customers.find(id).map(CustomerBook.Customer::name).orElse("–");
 * }</pre>
 */
public interface CustomerBook {

    /** Customers of a page, addresses and consents included, at most. */
    int MOST = 500;

    /** The customer, if there is one that may be seen; none for an id that another customer took over, see {@link #present}. */
    Optional<Customer> find(UUID id);

    /**
     * Those that follow in the order of their ids.
     *
     * @param after null = from the beginning
     * @param most 1 to {@link #MOST}
     * @return empty at the end
     */
    List<Customer> page(@Nullable UUID after, int most);

    /** Those whose name has these words, or with this phone or mail in full where the caller may see it. @param most 1 to 100 */
    List<Customer> search(String text, int most);

    /** The id under which a customer is known now: its own, or that of the one that took it over. */
    UUID present(UUID id);

    /**
     * The customer with nothing masked, which goes on record.
     *
     * @throws Refusal if there is none, or the person who asks may not see personal data; background work may not
     */
    Customer inFull(UUID id);

    /** A customer as it is now. */
    interface Customer {

        UUID id();

        /** {@code person} or {@code company}. */
        String kind();

        String name();

        /** Masked; empty if not known. */
        String phone();

        /** Masked; empty if not known. */
        String email();

        /** Organisation node that it belongs to. */
        UUID node();

        List<String> tags();

        /** Orders so far. */
        long orders();

        /** True if all that was personal is gone. */
        boolean erased();

        Instant since();

        /** Grows with each change of what is told here, but for orders and consents. */
        long version();

        /** The main one first. */
        List<Address> addresses();

        /** What counts now, of each channel of which anything is known. */
        List<Consent> consents();
    }

    /** Where a customer wants things to be sent; phone, district and street masked. */
    interface Address {

        UUID id();

        String label();

        String name();

        String phone();

        /** ISO 3166, two letters. */
        String country();

        String province();

        String city();

        String district();

        String street();

        String postalCode();

        boolean main();
    }

    /** What a customer said about being told of offers. */
    interface Consent {

        /** {@code email}, {@code sms}, {@code phone}, {@code wechat} or {@code post}. */
        String channel();

        boolean given();

        /** How it was said: a form, a call, the till. */
        String source();

        Instant at();
    }
}
