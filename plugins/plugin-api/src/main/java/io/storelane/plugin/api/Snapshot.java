package io.storelane.plugin.api;

import java.util.List;
import org.pf4j.ExtensionPoint;

/**
 * A plugin's own view of what the server keeps. When a workspace enables the plugin, and whenever somebody asks to have it built anew,
 * the server brings all there is, page by page; events of the workspace wait meanwhile and come afterwards, so none is missed. A page may
 * come twice, after a server has died, and an event may tell of what was in the snapshot already: keep the version with each row and
 * leave alone what is not newer.
 *
 * <p>What may be taken: {@link CustomerBook.Customer}, {@link OrderBook.PlacedOrder}, {@code Catalogue.Product}, {@code StockBook.Level},
 * each if {@code plugin.uses} names the service.
 *
 * <pre>{@code
 * @Extension
 * public class KnownCustomers implements Snapshot<CustomerBook.Customer> {
 *     public String name() { return "customers"; }
 *     public Class<CustomerBook.Customer> of() { return CustomerBook.Customer.class; }
 *     public void begin(CallContext context) { rows.markAllOld(); }
 *     public void take(CallContext context, List<CustomerBook.Customer> page) { rows.put(page); }
 *     public void done(CallContext context) { rows.deleteOld(); }
 * }
 * }</pre>
 *
 * @param <T> what it consists of
 */
public interface Snapshot<T> extends ExtensionPoint {

    /** Stays the same for ever; letters, digits and hyphens. */
    String name();

    /** What it consists of. */
    Class<T> of();

    /**
     * A snapshot begins: what an earlier one brought may be forgotten. May be called again before the first page.
     *
     * @throws Exception if it cannot be now: it is tried again
     */
    default void begin(CallContext context) throws Exception {}

    /**
     * Takes a page, in a transaction of the plugin if it is to be kept as a whole.
     *
     * @param page 1 to 500
     * @throws Exception if it cannot be taken now: it comes again, later
     */
    void take(CallContext context, List<T> page) throws Exception;

    /**
     * That was all; events follow. May be called twice.
     *
     * @throws Exception if it cannot be now: it is tried again
     */
    default void done(CallContext context) throws Exception {}
}
