package io.storelane.workspace.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.file.PictureSize;
import io.storelane.file.Pictures;
import io.storelane.problem.ProblemException;
import io.storelane.web.Currencies;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import io.storelane.workspace.WorkspaceSettings;
import io.storelane.workspace.Workspaces;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Settings of a workspace, and its logo. */
@Controller
class SettingsPages {

    private final Workspaces workspaces;
    private final Pictures pictures;
    private final Toasts toasts;

    SettingsPages(Workspaces workspaces, Pictures pictures, Toasts toasts) {
        this.workspaces = workspaces;
        this.pictures = pictures;
        this.toasts = toasts;
    }

    @GetMapping("/w/{workspace}/settings")
    String settings(Locale locale, Model model) {
        Access.current().require(Permission.SETTINGS_VIEW);
        Workspaces.Current current = workspaces.current();
        model.addAttribute("settingsForm", SettingsForm.of(current.settings(), current.version()));
        return show(model, locale);
    }

    @PostMapping("/w/{workspace}/settings")
    String save(
            @Valid @ModelAttribute SettingsForm settingsForm,
            BindingResult form,
            Model model,
            HttpServletResponse response,
            RedirectAttributes redirect,
            Locale locale) {
        Access.current().require(Permission.SETTINGS_MANAGE);
        if (!Forms.submit(form, response, () -> workspaces.change(settingsForm.settings(), settingsForm.version()))) {
            return show(model, locale);
        }
        toasts.success(redirect, locale, "settings.saved");
        return "redirect:" + Visitor.path("/settings");
    }

    @PostMapping("/w/{workspace}/settings/logo")
    String logo(@RequestParam MultipartFile logo, RedirectAttributes redirect, Locale locale) throws IOException {
        Access.current().require(Permission.SETTINGS_MANAGE);
        try {
            workspaces.setLogo(logo.getBytes());
            toasts.success(redirect, locale, "settings.logo.saved");
        } catch (ProblemException e) {
            toasts.failure(redirect, locale, e);
        }
        return "redirect:" + Visitor.path("/settings");
    }

    @PostMapping("/w/{workspace}/settings/logo/delete")
    String removeLogo(RedirectAttributes redirect, Locale locale) {
        workspaces.removeLogo();
        toasts.success(redirect, locale, "settings.logo.removed");
        return "redirect:" + Visitor.path("/settings");
    }

    /** The logo itself; every member sees it. Its address changes with the picture. */
    @GetMapping("/w/{workspace}/logo/{id}")
    ResponseEntity<byte[]> logo(@PathVariable UUID id) {
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_PNG)
                .cacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("Content-Disposition", "inline; filename=logo.png")
                .body(pictures.read(pictures.find(id, PictureSize.FULL)).content());
    }

    private String show(Model model, Locale locale) {
        Workspaces.Current current = workspaces.current();
        UUID logo = current.logo();
        model.addAttribute("logoUrl", logo == null ? "" : Visitor.path("/logo/" + logo));
        model.addAttribute("mayManage", Access.current().allows(Permission.SETTINGS_MANAGE));
        model.addAttribute("languages", Choices.languages());
        model.addAttribute("currencies", Currencies.options(locale));
        model.addAttribute("zones", Choices.zones());
        model.addAttribute("countries", Choices.countries(locale));
        return "workspace/settings";
    }

    /** Settings as typed. */
    record SettingsForm(
            @NotBlank @Size(max = 200) String name,
            @Pattern(regexp = "en|zh-CN") String locale,
            @Currency String currency,
            @Zone String timeZone,
            @Pattern(regexp = "|[A-Z]{2}") String country,
            @Size(max = 100) String region,
            @Size(max = 100) String city,
            @Size(max = 200) String street,
            @Size(max = 20) String postalCode,
            @Size(max = 40) String phone,
            long version) {

        static SettingsForm of(WorkspaceSettings s, long version) {
            return new SettingsForm(
                    s.name(),
                    s.locale().toLanguageTag(),
                    s.currency(),
                    s.timeZone(),
                    s.country(),
                    s.region(),
                    s.city(),
                    s.street(),
                    s.postalCode(),
                    s.phone(),
                    version);
        }

        WorkspaceSettings settings() {
            return new WorkspaceSettings(
                    name,
                    Locale.forLanguageTag(locale),
                    currency,
                    timeZone,
                    country,
                    region,
                    city,
                    street,
                    postalCode,
                    phone);
        }
    }
}
