package io.storelane.catalog.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.catalog.Categories;
import io.storelane.catalog.Category;
import io.storelane.catalog.Text;
import io.storelane.ui.Fmt;
import io.storelane.ui.Option;
import io.storelane.ui.TreeNode;
import io.storelane.web.Forms;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import io.storelane.web.list.Download;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The tree of categories: seen, added to, changed, moved, cut. */
@Controller
@RequestMapping("/w/{workspace}/categories")
class CategoriesPage {

    private final Categories categories;
    private final ProductButtons buttons;
    private final Toasts toasts;
    private final Fmt fmt;
    private final MessageSource messages;
    private final CategoriesFile categoriesFile;

    CategoriesPage(
            Categories categories,
            ProductButtons buttons,
            Toasts toasts,
            Fmt fmt,
            MessageSource messages,
            CategoriesFile categoriesFile) {
        this.categoriesFile = categoriesFile;
        this.categories = categories;
        this.buttons = buttons;
        this.toasts = toasts;
        this.fmt = fmt;
        this.messages = messages;
    }

    record CategoryForm(
            @Nullable UUID parentId,
            @Size(max = 100) String name,
            @Size(max = 100) String nameEn,
            @Min(0) @Max(100_000) Integer sort,
            Long version) {

        CategoryForm {
            sort = sort == null ? 100 : sort;
            version = version == null ? 0L : version;
            name = name == null ? "" : name;
            nameEn = nameEn == null ? "" : nameEn;
        }

        Categories.Details details() {
            return new Categories.Details(parentId, new Text(name, nameEn), sort);
        }
    }

    @GetMapping
    String tree(@RequestParam(defaultValue = "") String q, Locale locale, Model model) {
        boolean mayManage = Access.current().allows(Permission.PRODUCTS_MANAGE);
        List<Category> all = categories.tree();
        List<Category> shown = matching(all, q);
        model.addAttribute("q", q.strip());
        model.addAttribute("tree", nodes(shown, null, mayManage, locale));
        model.addAttribute("total", all.size());
        model.addAttribute("mayManage", mayManage);
        return "catalog/categories";
    }

    /** Those that match, with all that is above them. */
    static List<Category> matching(List<Category> all, String q) {
        String text = q.strip().toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            return all;
        }
        Set<UUID> kept = new HashSet<>();
        for (Category category : all.reversed()) {
            if (category.nameZh().toLowerCase(Locale.ROOT).contains(text)
                    || category.nameEn().toLowerCase(Locale.ROOT).contains(text)
                    || kept.contains(category.id())) {
                kept.add(category.id());
                UUID parent = category.parentId();
                if (parent != null) {
                    kept.add(parent);
                }
            }
        }
        return all.stream().filter(c -> kept.contains(c.id())).toList();
    }

    private List<TreeNode> nodes(List<Category> all, @Nullable UUID parent, boolean mayManage, Locale locale) {
        return all.stream()
                .filter(c -> Objects.equals(c.parentId(), parent))
                .map(c -> new TreeNode(
                        c.id().toString(),
                        c.depth() == 0 ? "package" : "tag",
                        c.name(locale),
                        c.products() == 0 ? null : fmt.number(c.products()),
                        Visitor.path(mayManage ? "/categories/" + c.id() : "/products?category=" + c.id()),
                        false,
                        nodes(all, c.id(), mayManage, locale)))
                .toList();
    }

    /** The branches that the page shows, with the path of each. */
    @GetMapping("/export")
    void export(@RequestParam(defaultValue = "") String q, Download to) throws IOException {
        to.send(categoriesFile, new CategoriesFile.Filter(q));
    }

    @GetMapping("/new")
    String add(@RequestParam(required = false) @Nullable UUID parent, Locale locale, Model model) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        model.addAttribute("categoryForm", new CategoryForm(parent, "", "", 100, 0L));
        return form(null, locale, model);
    }

    @PostMapping("/new")
    String add(
            @Valid @ModelAttribute CategoryForm categoryForm,
            BindingResult result,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        if (!Forms.submit(result, response, () -> categories.add(categoryForm.details()))) {
            return form(null, locale, model);
        }
        toasts.success(
                redirect,
                locale,
                "category.added",
                categoryForm.details().name().in(locale));
        return "redirect:" + Visitor.path("/categories");
    }

    @GetMapping("/{id}")
    String edit(@PathVariable UUID id, Locale locale, Model model) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        Category c = categories.category(id);
        model.addAttribute(
                "categoryForm", new CategoryForm(c.parentId(), c.nameZh(), c.nameEn(), c.sort(), c.version()));
        return form(c, locale, model);
    }

    @PostMapping("/{id}")
    String edit(
            @PathVariable UUID id,
            @Valid @ModelAttribute CategoryForm categoryForm,
            BindingResult result,
            HttpServletResponse response,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        Category category = categories.category(id);
        if (!Forms.submit(
                result, response, () -> categories.change(id, categoryForm.version(), categoryForm.details()))) {
            return form(category, locale, model);
        }
        toasts.success(
                redirect,
                locale,
                "category.changed",
                categoryForm.details().name().in(locale));
        return "redirect:" + Visitor.path("/categories");
    }

    @PostMapping("/{id}/delete")
    String delete(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return buttons.press(() -> categories.delete(id), "category.deleted", "/categories", locale, redirect);
    }

    private String form(@Nullable Category category, Locale locale, Model model) {
        List<Option> parents =
                new ArrayList<>(List.of(new Option("", messages.getMessage("category.top", null, locale))));
        categories.tree().stream()
                .filter(c -> c.depth() + 1 < Categories.LEVELS
                        && (category == null || !c.path().startsWith(category.path())))
                .forEach(c -> parents.add(new Option(c.id().toString(), "\u2003".repeat(c.depth()) + c.name(locale))));
        model.addAttribute("category", category);
        model.addAttribute("parents", parents);
        return "catalog/category";
    }
}
