package io.storelane.catalog;

import io.storelane.problem.ProblemException;
import java.time.Instant;
import java.util.Currency;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is set of a price list.
 *
 * @param channelId the channel it is for; null = all
 * @param currency ISO 4217 code; of a list for a channel the channel's
 * @param validFrom first moment; null = from the beginning
 * @param validUntil first moment after; null = without end
 */
public record PriceListDetails(
        String name,
        @Nullable UUID channelId,
        String currency,
        @Nullable Instant validFrom,
        @Nullable Instant validUntil,
        boolean active) {

    public PriceListDetails {
        name = Brands.checked(name);
        String wanted = currency;
        if (Currency.getAvailableCurrencies().stream()
                .noneMatch(c -> c.getCurrencyCode().equals(wanted) && c.getDefaultFractionDigits() >= 0)) {
            throw new ProblemException(CatalogProblem.CURRENCY_UNKNOWN);
        }
        if (validFrom != null && validUntil != null && !validUntil.isAfter(validFrom)) {
            throw new ProblemException(CatalogProblem.PERIOD_INVALID);
        }
    }
}
