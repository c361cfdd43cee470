package io.storelane.catalog.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.catalog.Brand;
import io.storelane.catalog.Brands;
import io.storelane.tenancy.Slice;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import io.storelane.web.list.Download;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The brands: list, form, deletion. */
@Controller
@RequestMapping("/w/{workspace}/brands")
class BrandsPage {

    private static final int SIZE = 50;

    private final Brands brands;
    private final ProductButtons buttons;
    private final Toasts toasts;
    private final BrandsFile brandsFile;

    BrandsPage(Brands brands, ProductButtons buttons, Toasts toasts, BrandsFile brandsFile) {
        this.brandsFile = brandsFile;
        this.brands = brands;
        this.buttons = buttons;
        this.toasts = toasts;
    }

    record BrandForm(@NotBlank @Size(max = 100) String name) {}

    @GetMapping
    String list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "name") String sort,
            @RequestParam(defaultValue = "") String after,
            Model model) {
        String text = q.strip();
        Slice<Brand> page = brands.find(text, sort.startsWith("-"), after, SIZE);
        model.addAttribute("q", text);
        model.addAttribute("sort", sort);
        model.addAttribute("brands", page.rows());
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("total", brands.count(text));
        model.addAttribute("mayManage", Access.current().allows(Permission.PRODUCTS_MANAGE));
        return "catalog/brands";
    }

    @GetMapping("/export")
    void export(
            @RequestParam(defaultValue = "") String q, @RequestParam(defaultValue = "name") String sort, Download to)
            throws IOException {
        to.send(brandsFile, new BrandsFile.Filter(q.strip(), sort));
    }

    @GetMapping("/new")
    String add(Model model) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        model.addAttribute("brandForm", new BrandForm(""));
        return form(null, model);
    }

    @PostMapping("/new")
    String add(
            @Valid @ModelAttribute BrandForm brandForm,
            BindingResult result,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        if (!Forms.submit(result, response, () -> brands.add(brandForm.name()))) {
            return form(null, model);
        }
        toasts.success(redirect, locale, "brand.added", brandForm.name());
        return "redirect:" + Visitor.path("/brands");
    }

    @GetMapping("/{id}")
    String edit(@PathVariable UUID id, Model model) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        Brand brand = brands.brand(id);
        model.addAttribute("brandForm", new BrandForm(brand.name()));
        return form(brand, model);
    }

    @PostMapping("/{id}")
    String edit(
            @PathVariable UUID id,
            @Valid @ModelAttribute BrandForm brandForm,
            BindingResult result,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        Brand brand = brands.brand(id);
        if (!Forms.submit(result, response, () -> brands.rename(id, brandForm.name()))) {
            return form(brand, model);
        }
        toasts.success(redirect, locale, "brand.changed", brandForm.name());
        return "redirect:" + Visitor.path("/brands");
    }

    @PostMapping("/{id}/delete")
    String delete(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return buttons.press(() -> brands.delete(id), "brand.deleted", "/brands", locale, redirect);
    }

    private static String form(@Nullable Brand brand, Model model) {
        model.addAttribute("brand", brand);
        return "catalog/brand";
    }
}
