package io.storelane.channel;

import io.storelane.problem.ProblemException;
import io.storelane.problem.Visible;
import java.util.Currency;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What is set of a channel.
 *
 * @param code short name by which programs call it, like no other of the workspace: small letters, digits, hyphens
 * @param nodeId organisation node that its orders belong to
 * @param currency ISO 4217 code of its prices and orders
 * @param taxIncluded whether its prices contain tax
 * @param stockBuffer units of each SKU that are kept back from it, 0 to 1,000,000
 */
public record ChannelDetails(
        String code,
        String name,
        ChannelKind kind,
        UUID nodeId,
        String currency,
        boolean taxIncluded,
        long stockBuffer) {

    private static final Pattern CODE = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?");
    private static final int NAME_LENGTH = 100;
    private static final long MOST_BUFFER = 1_000_000;

    public ChannelDetails {
        name = name.strip();
        if (!CODE.matcher(code).matches()) {
            throw new ProblemException(ChannelProblem.CODE_INVALID);
        }
        if (Visible.isBlank(name) || name.length() > NAME_LENGTH || name.chars().anyMatch(Character::isISOControl)) {
            throw new ProblemException(ChannelProblem.NAME_INVALID, NAME_LENGTH);
        }
        String wanted = currency;
        if (Currency.getAvailableCurrencies().stream()
                .noneMatch(c -> c.getCurrencyCode().equals(wanted) && c.getDefaultFractionDigits() >= 0)) {
            throw new ProblemException(ChannelProblem.CURRENCY_UNKNOWN);
        }
        if (stockBuffer < 0 || stockBuffer > MOST_BUFFER) {
            throw new ProblemException(ChannelProblem.BUFFER_INVALID, MOST_BUFFER);
        }
    }
}
