package io.storelane.catalog.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.catalog.CatalogProblem;
import io.storelane.catalog.PriceList;
import io.storelane.catalog.PriceListDetails;
import io.storelane.catalog.PriceLists;
import io.storelane.channel.Channels;
import io.storelane.problem.ProblemException;
import io.storelane.ui.Option;
import io.storelane.web.Currencies;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Adds a price list and changes one. */
@Controller
@RequestMapping("/w/{workspace}/price-lists")
class PriceListFormPage {

    private final PriceLists lists;
    private final Channels channels;
    private final Toasts toasts;
    private final MessageSource messages;

    PriceListFormPage(PriceLists lists, Channels channels, Toasts toasts, MessageSource messages) {
        this.lists = lists;
        this.channels = channels;
        this.toasts = toasts;
        this.messages = messages;
    }

    /**
     * A price list as typed.
     *
     * @param validFrom time of day of the workspace's zone; empty = from the beginning
     */
    record PriceListForm(
            @NotBlank @Size(max = 100) String name,
            @Nullable UUID channelId,
            String currency,
            String validFrom,
            String validUntil,
            Boolean active,
            Long version) {

        PriceListForm {
            active = active != null && active;
            version = version == null ? 0L : version;
            validFrom = validFrom == null ? "" : validFrom;
            validUntil = validUntil == null ? "" : validUntil;
        }

        static PriceListForm of(PriceList l, ZoneId zone) {
            return new PriceListForm(
                    l.name(),
                    l.channelId(),
                    l.currency(),
                    shown(l.validFrom(), zone),
                    shown(l.validUntil(), zone),
                    l.active(),
                    l.version());
        }

        PriceListDetails details(ZoneId zone) {
            return new PriceListDetails(
                    name, channelId, currency, moment(validFrom, zone), moment(validUntil, zone), active);
        }

        private static String shown(@Nullable Instant time, ZoneId zone) {
            return time == null
                    ? ""
                    : time.atZone(zone)
                            .toLocalDateTime()
                            .withSecond(0)
                            .withNano(0)
                            .toString();
        }

        private static @Nullable Instant moment(String typed, ZoneId zone) {
            try {
                return typed.isBlank()
                        ? null
                        : LocalDateTime.parse(typed).atZone(zone).toInstant();
            } catch (DateTimeException _) {
                throw new ProblemException(CatalogProblem.PERIOD_INVALID);
            }
        }
    }

    @GetMapping("/new")
    String add(Locale locale, Model model) {
        Access.current().require(Permission.PRICES_MANAGE);
        String currency = lists.all().getFirst().currency();
        model.addAttribute("priceListForm", new PriceListForm("", null, currency, "", "", true, 0L));
        return form(null, locale, model);
    }

    @PostMapping("/new")
    String add(
            @Valid @ModelAttribute PriceListForm priceListForm,
            BindingResult result,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        Access.current().require(Permission.PRICES_MANAGE);
        if (!Forms.submit(result, response, () -> lists.add(priceListForm.details(zone)))) {
            return form(null, locale, model);
        }
        toasts.success(redirect, locale, "priceList.added", priceListForm.name());
        return "redirect:" + Visitor.path("/price-lists");
    }

    @GetMapping("/{id}/edit")
    String edit(
            @PathVariable UUID id,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            Model model) {
        Access.current().require(Permission.PRICES_MANAGE);
        PriceList list = lists.list(id);
        model.addAttribute("priceListForm", PriceListForm.of(list, zone));
        return form(list, locale, model);
    }

    @PostMapping("/{id}/edit")
    String edit(
            @PathVariable UUID id,
            @Valid @ModelAttribute PriceListForm priceListForm,
            BindingResult result,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        Access.current().require(Permission.PRICES_MANAGE);
        PriceList list = lists.list(id);
        if (!Forms.submit(
                result, response, () -> lists.change(id, priceListForm.version(), priceListForm.details(zone)))) {
            return form(list, locale, model);
        }
        toasts.success(redirect, locale, "priceList.changed", priceListForm.name());
        return "redirect:" + Visitor.path("/price-lists/" + id);
    }

    private String form(@Nullable PriceList list, Locale locale, Model model) {
        List<Option> options =
                new ArrayList<>(List.of(new Option("", messages.getMessage("priceList.allChannels", null, locale))));
        channels.list().forEach(c -> options.add(new Option(c.id().toString(), c.name() + " · " + c.currency())));
        model.addAttribute("list", list);
        model.addAttribute("channels", options);
        model.addAttribute("currencies", Currencies.options(locale));
        return "catalog/price-list-form";
    }
}
