package io.storelane.customer.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.customer.ConsentChannel;
import io.storelane.customer.CustomerProblem;
import io.storelane.customer.CustomerProfiles;
import io.storelane.customer.CustomerView;
import io.storelane.customer.Customers;
import io.storelane.customer.web.PartForms.AddressForm;
import io.storelane.customer.web.PartForms.ConsentForm;
import io.storelane.customer.web.PartForms.ContactForm;
import io.storelane.customer.web.PartForms.NoteForm;
import io.storelane.customer.web.PartForms.TagsForm;
import io.storelane.problem.ProblemException;
import io.storelane.ui.Option;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
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

/** What belongs to a customer: contacts, addresses, consent, notes, tags. */
@Controller
@RequestMapping("/w/{workspace}/customers/{id}")
class CustomerPartsPage {

    private final CustomerProfiles profiles;
    private final Customers customers;
    private final MessageSource messages;
    private final Toasts toasts;

    CustomerPartsPage(CustomerProfiles profiles, Customers customers, MessageSource messages, Toasts toasts) {
        this.profiles = profiles;
        this.customers = customers;
        this.messages = messages;
        this.toasts = toasts;
    }

    /** Whose parts they are: who may not change them is refused before anything is done. */
    @ModelAttribute("customer")
    CustomerView customer(@PathVariable UUID id) {
        Access.current().require(Permission.CUSTOMERS_MANAGE);
        return customers.customer(id);
    }

    private static <T> T one(List<T> parts, Predicate<T> wanted) {
        return parts.stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new ProblemException(CustomerProblem.PART_NOT_FOUND));
    }

    private String done(UUID id, Locale locale, RedirectAttributes redirect) {
        toasts.success(redirect, locale, "customer.changed");
        return "redirect:" + Visitor.path("/customers/" + id);
    }

    @GetMapping("/contacts/new")
    String newContact(@PathVariable UUID id, Model model) {
        model.addAttribute("contactForm", new ContactForm("", "", "", "", "0"));
        return "customer/contact";
    }

    @PostMapping("/contacts/new")
    String addContact(
            @PathVariable UUID id,
            @ModelAttribute ContactForm contactForm,
            BindingResult form,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect) {
        return Forms.submit(form, response, () -> profiles.addContact(id, contactForm.details()))
                ? done(id, locale, redirect)
                : "customer/contact";
    }

    @GetMapping("/contacts/{contact}/edit")
    String contact(
            @ModelAttribute(name = "customer", binding = false) CustomerView customer,
            @PathVariable("contact") UUID part,
            Model model) {
        CustomerProfiles.Contact contact = one(profiles.profile(customer.id()).contacts(), c -> c.id().equals(part));
        model.addAttribute("contactForm", ContactForm.of(contact.details(), customer.version()));
        model.addAttribute("part", part);
        return "customer/contact";
    }

    @PostMapping("/contacts/{contact}/edit")
    String changeContact(
            @PathVariable UUID id,
            @PathVariable("contact") UUID part,
            @ModelAttribute ContactForm contactForm,
            BindingResult form,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        model.addAttribute("part", part);
        return Forms.submit(
                        form,
                        response,
                        () -> profiles.changeContact(id, part, contactForm.seen(), contactForm.details()))
                ? done(id, locale, redirect)
                : "customer/contact";
    }

    @PostMapping("/contacts/{contact}/delete")
    String removeContact(
            @PathVariable UUID id, @PathVariable("contact") UUID part, Locale locale, RedirectAttributes redirect) {
        profiles.removeContact(id, part);
        return done(id, locale, redirect);
    }

    @GetMapping("/addresses/new")
    String newAddress(
            @ModelAttribute(name = "customer", binding = false) CustomerView customer, Locale locale, Model model) {
        model.addAttribute(
                "addressForm", new AddressForm("", customer.name(), "", "CN", "", "", "", "", "", false, "0"));
        return address(locale, model);
    }

    private static String address(Locale locale, Model model) {
        model.addAttribute(
                "countries",
                Arrays.stream(Locale.getISOCountries())
                        .map(c -> new Option(c, Locale.of("", c).getDisplayCountry(locale)))
                        .sorted(Comparator.comparing((Option o) -> !o.value().equals("CN"))
                                .thenComparing(Option::label))
                        .toList());
        return "customer/address";
    }

    @PostMapping("/addresses/new")
    String addAddress(
            @PathVariable UUID id,
            @ModelAttribute AddressForm addressForm,
            BindingResult form,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        return Forms.submit(form, response, () -> profiles.addAddress(id, addressForm.details()))
                ? done(id, locale, redirect)
                : address(locale, model);
    }

    @GetMapping("/addresses/{address}/edit")
    String address(
            @ModelAttribute(name = "customer", binding = false) CustomerView customer,
            @PathVariable("address") UUID part,
            Locale locale,
            Model model) {
        CustomerProfiles.Address address = one(profiles.profile(customer.id()).addresses(), a -> a.id().equals(part));
        model.addAttribute("addressForm", AddressForm.of(address.details(), customer.version()));
        model.addAttribute("part", part);
        return address(locale, model);
    }

    @PostMapping("/addresses/{address}/edit")
    String changeAddress(
            @PathVariable UUID id,
            @PathVariable("address") UUID part,
            @ModelAttribute AddressForm addressForm,
            BindingResult form,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        model.addAttribute("part", part);
        return Forms.submit(
                        form,
                        response,
                        () -> profiles.changeAddress(id, part, addressForm.seen(), addressForm.details()))
                ? done(id, locale, redirect)
                : address(locale, model);
    }

    @PostMapping("/addresses/{address}/delete")
    String removeAddress(
            @PathVariable UUID id, @PathVariable("address") UUID part, Locale locale, RedirectAttributes redirect) {
        profiles.removeAddress(id, part);
        return done(id, locale, redirect);
    }

    @GetMapping("/consents/new")
    String newConsent(@PathVariable UUID id, Locale locale, Model model) {
        model.addAttribute("consentForm", new ConsentForm("email", "yes", ""));
        return consent(locale, model);
    }

    private String consent(Locale locale, Model model) {
        model.addAttribute(
                "channels",
                Arrays.stream(ConsentChannel.values())
                        .map(c -> new Option(c.key(), text("customer.channel." + c.key(), locale)))
                        .toList());
        model.addAttribute(
                "answers",
                Stream.of("yes", "no")
                        .map(a -> new Option(a, text("customer.consent." + a, locale)))
                        .toList());
        return "customer/consent";
    }

    private String text(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }

    @PostMapping("/consents/new")
    String addConsent(
            @PathVariable UUID id,
            @ModelAttribute ConsentForm consentForm,
            BindingResult form,
            HttpServletResponse response,
            Locale locale,
            Model model,
            RedirectAttributes redirect) {
        return Forms.submit(
                        form,
                        response,
                        () -> profiles.consent(
                                id,
                                consentForm.channel(),
                                consentForm.given().equals("yes"),
                                consentForm.source(),
                                null))
                ? done(id, locale, redirect)
                : consent(locale, model);
    }

    @PostMapping("/notes")
    String note(@PathVariable UUID id, @ModelAttribute NoteForm noteForm, Locale locale, RedirectAttributes redirect) {
        try {
            profiles.note(id, noteForm.note());
        } catch (ProblemException e) {
            toasts.failure(redirect, locale, e);
            return "redirect:" + Visitor.path("/customers/" + id);
        }
        return done(id, locale, redirect);
    }

    @GetMapping("/tags")
    String tags(@ModelAttribute(name = "customer", binding = false) CustomerView customer, Model model) {
        model.addAttribute(
                "tagsForm", new TagsForm(String.join(", ", customer.tags()), String.valueOf(customer.version())));
        return "customer/tags";
    }

    @PostMapping("/tags")
    String setTags(
            @PathVariable UUID id,
            @ModelAttribute TagsForm tagsForm,
            BindingResult form,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect) {
        return Forms.submit(form, response, () -> profiles.tag(id, tagsForm.seen(), List.copyOf(tagsForm.each())))
                ? done(id, locale, redirect)
                : "customer/tags";
    }
}
