package io.storelane.access;

import java.util.Arrays;
import java.util.Optional;

/**
 * The documented list of what a role can allow. A permission holds at the organisation node of the role's assignment and
 * below it. Those marked {@link #wholeWorkspace()} count only where the role is held at the top node. Texts:
 * {@code permission.<key>} and {@code permission.<key>.help}.
 */
public enum Permission {
    /** See the organisation tree: nodes at and below one's own. */
    ORGANIZATION_VIEW("organization.view", false),
    /** Add, change, move and close nodes below one's own. */
    ORGANIZATION_MANAGE("organization.manage", false),
    /** Change level names, departments and positions. */
    STRUCTURE_MANAGE("structure.manage", true),
    /** See who works at and below one's own node, in which position. */
    STAFF_VIEW("staff.view", false),
    /** Assign people to positions at and below one's own node. */
    STAFF_MANAGE("staff.manage", false),
    /** See members and invitations at and below one's own node. */
    MEMBERS_VIEW("members.view", false),
    /** Invite members, give and take roles at and below one's own node: only roles that allow no more than one's own. */
    MEMBERS_MANAGE("members.manage", false),
    /** See roles and what they allow. */
    ROLES_VIEW("roles.view", false),
    /** Make, copy, change and delete roles. */
    ROLES_MANAGE("roles.manage", true),
    /** See the audit trail of one's own node and below. */
    AUDIT_VIEW("audit.view", false),
    /** Export the audit trail. */
    AUDIT_EXPORT("audit.export", false),
    /** See workspace settings. */
    SETTINGS_VIEW("settings.view", true),
    /** Change workspace name, logo, language, currency, time zone and address. */
    SETTINGS_MANAGE("settings.manage", true),
    /** Fetch all that the workspace has as files. */
    WORKSPACE_EXPORT("settings.export", true),
    /** See products, prices and categories. */
    PRODUCTS_VIEW("products.view", false),
    /** Change products, brands, categories and images. */
    PRODUCTS_MANAGE("products.manage", true),
    /** Change price lists, lowest prices and which channels may sell what. */
    PRICES_MANAGE("prices.manage", true),
    /** Change sales channels. */
    CHANNELS_MANAGE("channels.manage", true),
    /** See locations, stock and its history at and below one's own node. */
    STOCK_VIEW("stock.view", false),
    /** Receive, adjust, count, transfer stock and move reservations at and below one's own node. */
    STOCK_MANAGE("stock.manage", false),
    /** Change locations at and below one's own node. */
    LOCATIONS_MANAGE("locations.manage", false),
    /** See orders of one's own node and below; phone, ID and address masked. */
    ORDERS_VIEW("orders.view", false),
    /** Place, hold, edit and cancel orders of one's own node and below. */
    ORDERS_MANAGE("orders.manage", false),
    /** Record payments and refunds of orders. */
    PAYMENTS_MANAGE("payments.manage", false),
    /** See what locations at and below one's own node have to send, and hand-overs to their people. */
    FULFILMENT_VIEW("fulfilment.view", false),
    /** Accept, reject, pick, pack, ship and deliver at locations at and below one's own node. */
    FULFILMENT_MANAGE("fulfilment.manage", false),
    /** See returns of orders of one's own node and below, and those that come back to a location there. */
    RETURNS_VIEW("returns.view", false),
    /** Request, approve, refuse, exchange and close returns of orders of one's own node and below. */
    RETURNS_MANAGE("returns.manage", false),
    /** Accept returns after the days that the workspace has set. */
    RETURNS_OVERRIDE("returns.override", false),
    /** See customers of one's own node and below; phone, ID and address masked. */
    CUSTOMERS_VIEW("customers.view", false),
    /** Change customers of one's own node and below. */
    CUSTOMERS_MANAGE("customers.manage", false),
    /** See phone, ID and address in full; each look is audited. */
    PERSONAL_DATA("personal.view", false),
    /** Make, rotate and revoke API keys: only such as allow no more than one's own. */
    API_KEYS_MANAGE("api.manage", false),
    /** Change the receivers of webhooks, see what was sent to them and send it again: the events of the whole workspace. */
    WEBHOOKS_MANAGE("webhooks.manage", true),
    /** Enable, set up and disable plugins. */
    PLUGINS_MANAGE("plugins.manage", true),
    /** See failed background work and run it again. */
    JOBS_MANAGE("jobs.manage", true);

    private final String key;
    private final boolean wholeWorkspace;

    Permission(String key, boolean wholeWorkspace) {
        this.key = key;
        this.wholeWorkspace = wholeWorkspace;
    }

    /** Stable name, as stored and as used in documents. */
    public String key() {
        return key;
    }

    /** True if it concerns the workspace as a whole and so counts only at the top node. */
    public boolean wholeWorkspace() {
        return wholeWorkspace;
    }

    /** First part of the key: permissions are shown in these groups. */
    public String group() {
        return key.substring(0, key.indexOf('.'));
    }

    public static Optional<Permission> of(String key) {
        return Arrays.stream(values()).filter(p -> p.key.equals(key)).findFirst();
    }
}
