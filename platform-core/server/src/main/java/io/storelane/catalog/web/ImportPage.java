package io.storelane.catalog.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.catalog.CatalogProblem;
import io.storelane.catalog.ProductImport;
import io.storelane.problem.Kind;
import io.storelane.problem.ProblemException;
import io.storelane.web.Csv;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Products from a file: chosen, looked at, started. What became of each is then on the page of the job. */
@Controller
@RequestMapping("/w/{workspace}/products/import")
class ImportPage {

    private static final List<List<String>> EXAMPLE = List.of(
            List.of(
                    "MUG",
                    "MUG-RED",
                    "马克杯",
                    "Mug",
                    "",
                    "",
                    "goods",
                    "Hill",
                    "",
                    "颜色 | Colour",
                    "红 | Red",
                    "",
                    "",
                    "",
                    "",
                    "4006381333931",
                    "350",
                    "120",
                    "90",
                    "100",
                    "39.00",
                    "yes"),
            List.of(
                    "MUG",
                    "MUG-BLUE",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "蓝 | Blue",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "350",
                    "",
                    "",
                    "",
                    "39.00",
                    "yes"));

    private final ProductImport imports;
    private final Toasts toasts;

    ImportPage(ProductImport imports, Toasts toasts) {
        this.imports = imports;
        this.toasts = toasts;
    }

    @GetMapping
    String choose(Model model) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        model.addAttribute("columns", ProductImport.columns());
        return "catalog/import";
    }

    @PostMapping
    String check(
            @RequestParam(required = false) @Nullable MultipartFile file, Locale locale, RedirectAttributes redirect)
            throws IOException {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        try {
            if (file == null || file.isEmpty()) {
                throw new ProblemException(CatalogProblem.IMPORT_EMPTY);
            }
            String name = file.getOriginalFilename();
            return "redirect:"
                    + Visitor.path("/products/import/" + imports.check(name == null ? "" : name, file.getBytes()));
        } catch (ProblemException e) {
            if (e.code().kind() == Kind.FORBIDDEN) {
                throw e;
            }
            toasts.failure(redirect, locale, e);
            return "redirect:" + Visitor.path("/products/import");
        }
    }

    /** A file to begin with. */
    @GetMapping("/example")
    void example(@ModelAttribute(name = "zone", binding = false) ZoneId zone, HttpServletResponse response)
            throws IOException {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        Csv.send(response, "products-example", zone, ProductImport.columns(), EXAMPLE.stream());
    }

    @GetMapping("/{id}")
    String show(@PathVariable UUID id, Model model) {
        model.addAttribute("checked", imports.checked(id));
        return "catalog/import-checked";
    }

    @PostMapping("/{id}/start")
    String start(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        try {
            return "redirect:" + Visitor.path("/jobs/" + imports.start(id));
        } catch (ProblemException e) {
            if (e.code().kind() == Kind.FORBIDDEN || e.code().kind() == Kind.MISSING) {
                throw e;
            }
            toasts.failure(redirect, locale, e);
            return "redirect:" + Visitor.path("/products/import/" + id);
        }
    }
}
