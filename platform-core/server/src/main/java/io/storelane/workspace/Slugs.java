package io.storelane.workspace;

import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Addresses of workspaces: 3 to 40 lower-case letters, digits and single hyphens. Runs in the platform scope. */
@Service
public class Slugs {

    private static final Pattern FORM = Pattern.compile("[a-z0-9](-?[a-z0-9])*");

    /** Words that are or may become part of our own addresses, or that could deceive. */
    private static final Set<String> RESERVED = Set.of(
            "account",
            "accounts",
            "actuator",
            "admin",
            "administrator",
            "api",
            "app",
            "apps",
            "assets",
            "auth",
            "billing",
            "blog",
            "cdn",
            "console",
            "dashboard",
            "demo-data",
            "design",
            "developer",
            "developers",
            "docs",
            "error",
            "ftp",
            "help",
            "hooks",
            "imap",
            "internal",
            "invite",
            "login",
            "logout",
            "mail",
            "marketplace",
            "new",
            "news",
            "ns1",
            "ns2",
            "oauth",
            "oauth2",
            "official",
            "operator",
            "operators",
            "owner",
            "pay",
            "payment",
            "payments",
            "plugin",
            "plugins",
            "pop",
            "preferences",
            "privacy",
            "public",
            "register",
            "root",
            "security",
            "settings",
            "shop",
            "sign-in",
            "sign-up",
            "signin",
            "signup",
            "smtp",
            "sso",
            "staff",
            "start",
            "static",
            "status",
            "store",
            "storelane",
            "stripe",
            "support",
            "system",
            "terms",
            "test",
            "webhook",
            "webhooks",
            "welcome",
            "workspace",
            "workspaces",
            "www");

    private final Database database;

    Slugs(Database database) {
        this.database = database;
    }

    /** Checks the address without taking it. @throws ProblemException naming what is wrong with it */
    @Transactional(readOnly = true)
    public void requireFree(String slug) {
        requireAcceptable(slug);
        if (taken(slug)) {
            throw new ProblemException(
                    WorkspaceProblem.SLUG_TAKEN, propose(slug).orElse(slug));
        }
    }

    static void requireAcceptable(String slug) {
        if (slug.length() < 3 || slug.length() > 40 || !FORM.matcher(slug).matches()) {
            throw new ProblemException(WorkspaceProblem.SLUG_INVALID);
        }
        if (RESERVED.contains(slug)) {
            throw new ProblemException(WorkspaceProblem.SLUG_RESERVED);
        }
    }

    /** A free address made from a name; empty if the name has nothing to make one of, as a Chinese name. */
    @Transactional(readOnly = true)
    public Optional<String> propose(String name) {
        String base = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        base = base.length() > 34 ? base.substring(0, 34).replaceAll("-+$", "") : base;
        if (base.isEmpty()) {
            return Optional.empty();
        }
        String stem = base.length() < 3 || RESERVED.contains(base) ? base + "-shop" : base;
        for (int i = 1; i < 1000; i = i < 20 ? i + 1 : i * 3) {
            String candidate = i == 1 ? stem : stem + "-" + i;
            if (!taken(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private boolean taken(String slug) {
        return database.platform()
                        .sql("select count(*) from platform.tenant where slug = :slug")
                        .param("slug", slug)
                        .query(Long.class)
                        .single()
                > 0;
    }
}
