package io.storelane.order;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Tax of one line, rounded half up to the minor unit. */
final class Tax {

    private static final int WHOLE = 10_000;

    private Tax() {}

    /**
     * @param amount what the line costs after discounts, minor units
     * @param rate basis points, 0 to 10,000
     * @param included true if the amount holds the tax already
     */
    static long of(long amount, int rate, boolean included) {
        return BigDecimal.valueOf(amount)
                .multiply(BigDecimal.valueOf(rate))
                .divide(BigDecimal.valueOf(included ? WHOLE + rate : WHOLE), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
