package io.storelane.identity.web;

import io.storelane.identity.Users;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One's own profile; password and second factor are changed at the identity provider. */
@Controller
class AccountPages {

    private final Users users;
    private final Toasts toasts;

    AccountPages(Users users, Toasts toasts) {
        this.users = users;
        this.toasts = toasts;
    }

    /** Name as typed. */
    record AccountForm(@NotBlank @Size(max = 200) String name) {}

    @GetMapping("/account")
    String account(Model model) {
        model.addAttribute("accountForm", new AccountForm(Visitor.current().name()));
        return show(model);
    }

    @PostMapping("/account")
    String save(
            @Valid @ModelAttribute AccountForm accountForm,
            BindingResult form,
            Model model,
            HttpServletResponse response,
            RedirectAttributes redirect,
            Locale locale) {
        if (!Forms.submit(form, response, () -> users.rename(Visitor.current().userId(), accountForm.name()))) {
            return show(model);
        }
        toasts.success(redirect, locale, "account.saved");
        return "redirect:/account";
    }

    private static String show(Model model) {
        model.addAttribute("email", Visitor.current().email());
        return "public/account";
    }
}
