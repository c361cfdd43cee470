package io.storelane.plugin.api;

import org.pf4j.ExtensionPoint;

/**
 * Takes what a person has granted to the plugin by {@link OAuth}. At most one a plugin.
 *
 * <pre>{@code
 * @Extension
 * public class Grants implements OAuthClient {
 *     public String granted(CallContext context, Grant grant) throws Exception {
 *         vault.keep("access-token", tokens.exchange(grant.code(), grant.verifier(), grant.redirectUri()));
 *         return "/connected";
 *     }
 * }
 * }</pre>
 */
public interface OAuthClient extends ExtensionPoint {

    /**
     * Exchanges the code for tokens, which belong into the {@link Vault}. As the person who granted it, on a thread of the plugin, without an open
     * transaction; once for each state.
     *
     * @return the page of the plugin that is shown then, with its slash
     * @throws Exception if the other system does not take the code: the person is asked to begin anew
     */
    String granted(CallContext context, Grant grant) throws Exception;

    /** What came back from the other system. */
    interface Grant {

        String code();

        /** {@code code_verifier} of PKCE. */
        String verifier();

        /** As it was sent with the request. */
        String redirectUri();
    }
}
