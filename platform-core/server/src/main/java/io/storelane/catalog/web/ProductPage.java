package io.storelane.catalog.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.catalog.PriceLists;
import io.storelane.catalog.Prices;
import io.storelane.catalog.Product;
import io.storelane.catalog.Products;
import io.storelane.catalog.Requirement;
import io.storelane.channel.Channel;
import io.storelane.channel.Channels;
import io.storelane.ui.ChecklistStep;
import io.storelane.ui.Fmt;
import io.storelane.ui.TimelineEntry;
import io.storelane.web.RecordSections;
import io.storelane.web.Visitor;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;

/** One product with all that belongs to it. */
@Controller
@RequestMapping("/w/{workspace}/products/{id}")
class ProductPage {

    private static final int HISTORY = 20;

    private final Products products;
    private final PriceLists lists;
    private final Prices prices;
    private final Channels channels;
    private final AuditLog audit;
    private final Fmt fmt;
    private final MessageSource messages;
    private final RecordSections sections;

    ProductPage(
            Products products,
            PriceLists lists,
            Prices prices,
            Channels channels,
            AuditLog audit,
            Fmt fmt,
            MessageSource messages,
            RecordSections sections) {
        this.sections = sections;
        this.products = products;
        this.lists = lists;
        this.prices = prices;
        this.channels = channels;
        this.audit = audit;
        this.fmt = fmt;
        this.messages = messages;
    }

    @GetMapping
    String show(
            @PathVariable UUID id,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            Model model) {
        Product product = products.product(id);
        model.addAttribute("product", product);
        model.addAttribute("amounts", prices.of(id));
        model.addAttribute("lists", lists.all());
        model.addAttribute("mayManage", Access.current().allows(Permission.PRODUCTS_MANAGE));
        if (part) {
            return "catalog/drawer";
        }
        model.addAttribute("sections", sections.of("product", id, locale));
        List<Requirement.Check> checks = products.checks(id);
        model.addAttribute("checks", checks.stream().map(c -> step(c, id)).toList());
        model.addAttribute("ready", checks.stream().allMatch(Requirement.Check::met));
        model.addAttribute("channels", channels.list());
        model.addAttribute("keptFrom", keptFrom(product));
        model.addAttribute("mayPrice", Access.current().allows(Permission.PRICES_MANAGE));
        model.addAttribute("seesHistory", Access.current().allowsAt(Permission.AUDIT_VIEW, Access.ROOT_PATH));
        if (Access.current().allowsAt(Permission.AUDIT_VIEW, Access.ROOT_PATH)) {
            model.addAttribute("history", history(id, zone, locale));
        }
        return "catalog/product";
    }

    /** By the names of the channels that may not sell it, the components for which they may not. */
    private Map<String, List<String>> keptFrom(Product product) {
        Map<String, List<String>> kept = new LinkedHashMap<>();
        for (Channel channel : channels.list()) {
            List<String> components = product.keptFrom(channel.id());
            if (channel.active() && !components.isEmpty()) {
                kept.put(channel.name(), components);
            }
        }
        return kept;
    }

    private List<TimelineEntry> history(UUID id, ZoneId zone, Locale locale) {
        return audit.of("product", id, HISTORY).stream()
                .map(e -> new TimelineEntry(
                        messages.getMessage("audit.action." + e.action(), null, locale),
                        e.actorName(),
                        fmt.dateTime(e.at(), zone),
                        TimelineEntry.State.DONE))
                .toList();
    }

    private static ChecklistStep step(Requirement.Check check, UUID id) {
        Requirement requirement = check.requirement();
        String page = "/products/" + id;
        String href = switch (requirement) {
            case TITLE, CATEGORY -> page + "/edit";
            case PRICE -> page + "/prices";
            case IMAGE -> page + "#images";
            case VARIANT, OPTION, WEIGHT, COMPONENT -> page + "#variants";
        };
        String key = "product.requirement." + requirement.code();
        return new ChecklistStep("circle", key, key + ".help", check.met() ? null : Visitor.path(href), check.met());
    }
}
