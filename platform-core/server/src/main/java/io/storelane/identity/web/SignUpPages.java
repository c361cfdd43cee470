package io.storelane.identity.web;

import io.storelane.identity.SignUpWorker;
import io.storelane.identity.SignUps;
import io.storelane.web.Forms;
import io.storelane.web.RateLimits;
import io.storelane.web.WebProperties;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Sign-up: a form, and the same answer whoever asks. */
@Controller
class SignUpPages {

    private final SignUps signUps;
    private final SignUpWorker worker;
    private final RateLimits limits;
    private final WebProperties web;

    SignUpPages(SignUps signUps, SignUpWorker worker, RateLimits limits, WebProperties web) {
        this.signUps = signUps;
        this.worker = worker;
        this.limits = limits;
        this.web = web;
    }

    @GetMapping("/signup")
    String form(
            @RequestParam(defaultValue = "") String email, @RequestParam(defaultValue = "") String name, Model model) {
        model.addAttribute("signUpForm", new SignUpForm(email, name, false));
        return "public/signup";
    }

    @PostMapping("/signup")
    String submit(
            @Valid @ModelAttribute SignUpForm signUpForm,
            BindingResult form,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes redirect,
            Locale locale) {
        limits.take(request, "signup", web.signUpsPerAddress());
        if (!Forms.submit(form, response, () -> signUps.request(signUpForm.email(), signUpForm.name(), locale))) {
            return "public/signup";
        }
        worker.wake();
        redirect.addFlashAttribute("email", signUpForm.email());
        return "redirect:/signup/sent";
    }

    @GetMapping("/signup/sent")
    String sent() {
        return "public/signup-sent";
    }
}
