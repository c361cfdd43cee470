package io.storelane.tenancy;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.interceptor.TransactionAttribute;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Marks transactions all of whose statements find their rows by keys, however many: the database then plans each of them once. A
 * statement with an array is else planned anew each time, which for a few rows costs more than to carry it out.
 *
 * <p>Not for lists: under row-level security the best plan for a range of paths depends on the range.
 */
public final class SteadyPlans {

    /** For {@code @Transactional(label = SteadyPlans.LABEL)}. */
    public static final String LABEL = "steady-plans";

    private SteadyPlans() {}

    /** Like the template, its transactions marked. */
    public static TransactionTemplate of(TransactionTemplate template) {
        TransactionTemplate marked =
                new TransactionTemplate(java.util.Objects.requireNonNull(template.getTransactionManager()), template);
        marked.setName(LABEL);
        return marked;
    }

    static boolean wanted(TransactionDefinition definition) {
        return LABEL.equals(definition.getName())
                || (definition instanceof TransactionAttribute attribute
                        && attribute.getLabels().contains(LABEL));
    }
}
