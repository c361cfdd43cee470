package io.storelane.catalog;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.job.Bulk;
import io.storelane.job.JobHandler;
import io.storelane.job.JobItem;
import io.storelane.job.Jobs;
import io.storelane.problem.Fault;
import io.storelane.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The same change to many products. Some are changed at once, each in a transaction of its own, so that one that is refused does
 * not hold up the others; more become a job with a result for each.
 */
@Service
public class ProductBulk {

    /** Products that are changed in the request that asks for it. */
    public static final int AT_ONCE = 50;

    private final Products products;
    private final ProductList list;
    private final Prices prices;
    private final Jobs jobs;

    ProductBulk(Products products, ProductList list, Prices prices, Jobs jobs) {
        this.products = products;
        this.list = list;
        this.prices = prices;
        this.jobs = jobs;
    }

    /** What is done to each product. */
    public enum Action {
        LIST,
        DELIST,
        /** Puts it into a category, or into none. */
        CATEGORISE,
        /** Says which channels alone may sell it; without channels, all may. */
        AUTHORISE;

        public String code() {
            return Bulk.code(this);
        }

        /** @throws ProblemException if there is none of this name */
        public static Action of(String code) {
            return Bulk.action(Action.class, code)
                    .orElseThrow(() -> new ProblemException(CatalogProblem.ACTION_UNKNOWN));
        }

        private Permission permission() {
            return this == AUTHORISE ? Permission.PRICES_MANAGE : Permission.PRODUCTS_MANAGE;
        }

        private String kind() {
            return "products." + code();
        }
    }

    /**
     * A change.
     *
     * @param category of {@link Action#CATEGORISE}; null = none
     * @param channels of {@link Action#AUTHORISE}
     */
    public record Change(Action action, @Nullable UUID category, List<UUID> channels) {

        private Map<String, Object> params() {
            Map<String, Object> params = new HashMap<>();
            if (category != null) {
                params.put("category", category.toString());
            }
            params.put("channels", channels.stream().map(UUID::toString).toList());
            return params;
        }

        private static Change of(Action action, Map<String, Object> params) {
            Object category = params.get("category");
            List<?> channels = (List<?>) Objects.requireNonNullElse(params.get("channels"), List.of());
            return new Change(
                    action,
                    category == null ? null : UUID.fromString(category.toString()),
                    channels.stream().map(c -> UUID.fromString(c.toString())).toList());
        }
    }

    /** What became of one product. @param problem null if it was changed */
    public record Result(UUID id, String name, @Nullable ProblemException problem) {}

    /** Changes some products now. @param ids {@link #AT_ONCE} at most; what is beyond that is left alone */
    public List<Result> apply(Change change, List<UUID> ids) {
        Access.current().require(change.action().permission());
        List<Result> results = new ArrayList<>();
        for (UUID id : ids.stream().distinct().limit(AT_ONCE).toList()) {
            String name = "";
            try {
                name = products.product(id).name(LocaleContextHolder.getLocale());
                one(change, id);
                results.add(new Result(id, name, null));
            } catch (ProblemException e) {
                results.add(new Result(id, name, e));
            }
        }
        return results;
    }

    /** Starts a job that changes these products. @return the job */
    @Transactional
    public UUID start(Change change, List<UUID> ids) {
        Access.current().require(change.action().permission());
        return start(change, list.named(ids.stream().distinct().toList()));
    }

    /** Starts a job that changes all products that match at this moment. @return the job */
    @Transactional
    public UUID startAll(Change change, ProductFilter filter) {
        Access.current().require(change.action().permission());
        return start(change, list.named(filter, Jobs.MOST_ITEMS + 1));
    }

    private UUID start(Change change, Map<UUID, String> named) {
        return jobs.start(
                change.action().kind(),
                change.params(),
                named.entrySet().stream()
                        .map(e -> new Jobs.NewItem(e.getKey(), e.getValue()))
                        .toList());
    }

    /** Changes one product, in the running transaction if there is one. */
    void one(Change change, UUID id) {
        switch (change.action()) {
            case LIST -> products.list(id);
            case DELIST -> products.delist(id);
            case CATEGORISE -> {
                Product product = products.product(id);
                ProductDetails d = product.details();
                products.change(
                        id,
                        product.version(),
                        new ProductDetails(
                                d.kind(),
                                d.title(),
                                d.description(),
                                d.brandId(),
                                change.category(),
                                d.options(),
                                d.attributes()));
            }
            case AUTHORISE ->
                prices.authorize(
                        id, products.product(id).version(), !change.channels().isEmpty(), change.channels());
        }
    }

    /** The jobs behind this, each action a kind. */
    @Component
    static class Handler implements JobHandler {

        private static final Map<String, Action> ACTIONS =
                Stream.of(Action.values()).collect(Collectors.toMap(Action::kind, Function.identity()));

        private final ProductBulk bulk;
        private final MessageSource messages;

        Handler(ProductBulk bulk, MessageSource messages) {
            this.bulk = bulk;
            this.messages = messages;
        }

        @Override
        public Set<String> kinds() {
            return ACTIONS.keySet();
        }

        @Override
        public void handle(JobItem item) {
            Action action = Objects.requireNonNull(ACTIONS.get(item.kind()));
            try {
                bulk.one(Change.of(action, item.params()), Objects.requireNonNull(item.ref()));
            } catch (ProblemException e) {
                throw inOneSentence(e, messages, LocaleContextHolder.getLocale());
            }
        }
    }

    /** The same problem where there is room for one sentence: that says each point of the check-list that is open. */
    public static ProblemException inOneSentence(ProblemException e, MessageSource messages, Locale locale) {
        if (e.code() != CatalogProblem.NOT_READY) {
            return e;
        }
        String lacks = String.join(
                messages.getMessage("product.and", null, locale),
                e.faults().stream()
                        .map(Fault::code)
                        .map(code -> messages.getMessage(
                                "product.requirement."
                                        + code.name()
                                                .substring("LACKS_".length())
                                                .toLowerCase(Locale.ROOT),
                                null,
                                locale))
                        .toList());
        return new ProblemException(CatalogProblem.LACKS, lacks);
    }
}
