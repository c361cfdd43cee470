package org.example.mirror;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.OAuthClient;
import io.storelane.plugin.api.Vault;
import org.pf4j.Extension;

@Extension
public class Grants implements OAuthClient {

    private final Vault vault;

    public Grants(Vault vault) {
        this.vault = vault;
    }

    @Override
    public String granted(CallContext context, Grant grant) {
        if (grant.code().startsWith("bad")) {
            throw new IllegalStateException("the other system does not take it");
        }
        vault.keep("grant", grant.code() + " " + grant.verifier() + " " + grant.redirectUri());
        return "/connected";
    }
}
