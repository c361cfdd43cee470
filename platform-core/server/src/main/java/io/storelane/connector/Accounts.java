package io.storelane.connector;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.channel.Channel;
import io.storelane.channel.Channels;
import io.storelane.plugin.PluginConnectors;
import io.storelane.plugin.api.SettingsForm;
import io.storelane.plugin.api.channel.ChannelFault;
import io.storelane.plugin.api.channel.ConnectorForm;
import io.storelane.problem.ProblemException;
import io.storelane.problem.Visible;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.ReadyMarks;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Stores that the workspace connects, for those who manage its channels: an account stands where its channel stands. */
@Service
public class Accounts {

    private static final int NAME_LENGTH = 100;

    private final AccountRows rows;
    private final AccountSecrets secrets;
    private final Channels channels;
    private final PluginConnectors connectors;
    private final Causes causes;
    private final AuditLog audit;
    private final ReadyMarks marks;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Accounts(
            AccountRows rows,
            AccountSecrets secrets,
            Channels channels,
            PluginConnectors connectors,
            Causes causes,
            AuditLog audit,
            ReadyMarks marks,
            TransactionTemplate transactionTemplate,
            Clock clock) {
        this.rows = rows;
        this.secrets = secrets;
        this.channels = channels;
        this.connectors = connectors;
        this.causes = causes;
        this.audit = audit;
        this.marks = marks;
        this.transaction = transactionTemplate;
        this.clock = clock;
    }

    /** Accounts of the channels that the caller manages, by name. */
    @Transactional(readOnly = true)
    public List<AccountView> list() {
        Reach reach = Access.current().require(Permission.CHANNELS_MANAGE);
        return rows.all().stream().filter(a -> reach.covers(a.orgPath())).toList();
    }

    /** @throws ProblemException if there is none, or none that the caller manages */
    @Transactional(readOnly = true)
    public AccountView account(UUID id) {
        return seen(rows.find(id));
    }

    private static AccountView seen(Optional<AccountView> account) {
        Reach reach = Access.current().require(Permission.CHANNELS_MANAGE);
        return account.filter(a -> reach.covers(a.orgPath()))
                .orElseThrow(() -> new ProblemException(ConnectorProblem.NOT_FOUND));
    }

    /** Open channels that the caller manages and no account has. */
    @Transactional(readOnly = true)
    public List<Channel> free() {
        Reach reach = Access.current().require(Permission.CHANNELS_MANAGE);
        List<UUID> taken = rows.all().stream().map(AccountView::channelId).toList();
        return channels.list().stream()
                .filter(c -> c.active() && reach.covers(c.orgPath()) && !taken.contains(c.id()))
                .toList();
    }

    /** Names of the secrets that an account has. */
    @Transactional
    public Set<String> kept(UUID id) {
        return secrets.read(account(id).secretId()).keySet();
    }

    /**
     * Asks the connector whether what was typed can be used; nothing is kept. Outside of transactions.
     *
     * @param account null for a new one; of another, secrets that were left empty are as they are
     * @throws ProblemException in the words of the channel if not
     */
    public void test(
            String plugin,
            @Nullable UUID account,
            UUID channel,
            String name,
            Map<String, String> typed,
            Locale locale) {
        Access.current().require(Permission.CHANNELS_MANAGE);
        Map<String, String> values = new HashMap<>();
        if (account != null) {
            values.putAll(secrets.open(read(account)).values());
        }
        ConnectorForm form = form(plugin);
        typed.forEach((field, value) -> {
            if (!value.isEmpty() || !isSecret(form, field)) {
                values.put(field, value);
            }
        });
        String currency = channels.channel(channel).currency();
        Connected connected = new Connected(account == null ? Ids.next() : account, channel, name, currency, values);
        test(plugin, connected, locale);
    }

    /** The same with what is kept. */
    public void test(UUID id, Locale locale) {
        AccountView account = read(id);
        test(account.plugin(), secrets.open(account), locale);
    }

    /** In a transaction that is over before code of a plugin runs. */
    private AccountView read(UUID id) {
        return Objects.requireNonNull(transaction.execute(_ -> account(id)));
    }

    private void test(String plugin, Connected account, Locale locale) {
        Optional<ChannelFault> fault = connectors.ask(plugin, (connector, context) -> {
            try {
                connector.test(context, account);
                return Optional.empty();
            } catch (ChannelFault said) {
                return Optional.of(said);
            }
        });
        fault.ifPresent(said -> {
            throw new ProblemException(
                    ConnectorProblem.NOT_ACCEPTED, causes.of(plugin, said).in(locale));
        });
    }

    /** Asked for once in whatever is done: a plugin that stops in between must not turn a secret into something else. */
    private ConnectorForm form(String plugin) {
        return connectors
                .offer(plugin)
                .orElseThrow(() -> new ProblemException(ConnectorProblem.NO_CONNECTOR, plugin))
                .form();
    }

    private static boolean isSecret(ConnectorForm form, String field) {
        return form.fields().stream().anyMatch(f -> f.name().equals(field) && f.kind() == SettingsForm.Kind.SECRET);
    }

    /** Connects a store whose values were looked at; it is worked on at once. */
    @Transactional
    public UUID connect(String plugin, UUID channelId, String name, Map<String, String> values) {
        Channel channel = managed(channelId);
        ConnectorForm form = form(plugin);
        UUID id = Ids.next();
        Map<String, String> sealed = part(form, values, true);
        try {
            rows.insert(
                    id,
                    plugin,
                    channelId,
                    checked(name),
                    part(form, values, false),
                    secrets.replace(null, sealed),
                    clock.instant());
        } catch (DuplicateKeyException _) {
            throw new ProblemException(ConnectorProblem.CHANNEL_TAKEN, channel.name());
        }
        audit.record(
                "channel_account.connected",
                target(id, name, channel.nodeId()),
                Map.of(),
                Map.of("plugin", plugin, "channel", channel.name()));
        marks.markAfterCommit(ChannelWork.QUEUE);
        return id;
    }

    private Channel managed(UUID channel) {
        Reach reach = Access.current().require(Permission.CHANNELS_MANAGE);
        Channel found = channels.channel(channel);
        if (!reach.covers(found.orgPath())) {
            throw new ProblemException(ConnectorProblem.NOT_FOUND);
        }
        return found;
    }

    private static String checked(String name) {
        String stripped = name.strip();
        if (Visible.isBlank(stripped)
                || stripped.length() > NAME_LENGTH
                || stripped.chars().anyMatch(Character::isISOControl)) {
            throw new ProblemException(ConnectorProblem.NAME_INVALID, NAME_LENGTH);
        }
        return stripped;
    }

    private static Map<String, String> part(ConnectorForm form, Map<String, String> values, boolean secret) {
        Map<String, String> part = new LinkedHashMap<>();
        values.forEach((field, value) -> {
            if (isSecret(form, field) == secret && !value.isEmpty()) {
                part.put(field, value);
            }
        });
        return part;
    }

    /** Changes name and values; a secret that was left empty stays. An account that was refused goes on at once. */
    @Transactional
    public void change(UUID id, long version, String name, Map<String, String> values) {
        AccountView before = locked(id);
        if (before.version() != version) {
            throw new ProblemException(ConnectorProblem.CHANGED_MEANWHILE);
        }
        ConnectorForm form = form(before.plugin());
        Map<String, String> typed = part(form, values, true);
        UUID secret = before.secretId();
        if (!typed.isEmpty()) {
            Map<String, String> sealed = new LinkedHashMap<>(secrets.read(before.secretId()));
            sealed.putAll(typed);
            secret = secrets.replace(null, sealed);
        }
        Map<String, String> open = part(form, values, false);
        rows.change(id, checked(name), open, secret);
        if (!typed.isEmpty()) {
            secrets.forget(before.secretId());
        }
        Set<String> changed = new TreeSet<>(typed.keySet());
        open.forEach((field, value) -> {
            if (!value.equals(before.settings().get(field))) {
                changed.add(field);
            }
        });
        // names alone: some of the values are secrets
        audit.record(
                "channel_account.changed",
                target(before),
                Map.of("name", before.name()),
                Map.of("name", name, "fields", String.join(", ", changed)));
        if (before.state() == AccountState.BROKEN) {
            go(before);
        }
    }

    /** Lets it rest; what is to be told waits. */
    @Transactional
    public void pause(UUID id) {
        AccountView account = locked(id);
        require(account.state() != AccountState.PAUSED, account);
        rows.set(id, AccountState.PAUSED, clock.instant());
        audit.record("channel_account.paused", target(account), Map.of(), Map.of());
    }

    /** Lets it go on after a rest, or once it is mended. */
    @Transactional
    public void resume(UUID id) {
        AccountView account = locked(id);
        require(account.state() != AccountState.ACTIVE, account);
        go(account);
        audit.record("channel_account.resumed", target(account), Map.of(), Map.of());
    }

    private void go(AccountView account) {
        rows.set(account.id(), AccountState.ACTIVE, clock.instant());
        marks.markAfterCommit(ChannelWork.QUEUE);
    }

    /** Looks for orders now. */
    @Transactional
    public void hurry(UUID id) {
        AccountView account = locked(id);
        require(account.isActive(), account);
        rows.hurry(id, clock.instant());
        marks.markAfterCommit(ChannelWork.QUEUE, List.of(io.storelane.tenancy.Scope.currentTenant()), Duration.ZERO);
    }

    /** Disconnects it: it is never called again and its secrets are gone. Its orders stay; the channel can be connected anew. */
    @Transactional
    public void disconnect(UUID id) {
        AccountView account = locked(id);
        rows.end(id);
        secrets.forget(account.secretId());
        audit.record("channel_account.disconnected", target(account), Map.of("plugin", account.plugin()), Map.of());
    }

    private AccountView locked(UUID id) {
        return seen(rows.lock(id));
    }

    private static void require(boolean fits, AccountView account) {
        if (!fits) {
            throw new ProblemException(ConnectorProblem.WRONG_STATE, account.name());
        }
    }

    private AuditTarget target(AccountView account) {
        return target(
                account.id(),
                account.name(),
                channels.channel(account.channelId()).nodeId());
    }

    static AuditTarget target(UUID id, String name, UUID node) {
        return new AuditTarget("channel_account", id, name, node);
    }
}
