package io.storelane.inventory.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.inventory.StockImport;
import io.storelane.inventory.StockImport.Meaning;
import io.storelane.problem.ProblemException;
import io.storelane.ui.Option;
import io.storelane.web.Forms;
import io.storelane.web.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** Counts, safety stock and receipts of many SKUs and locations from a file, done row by row in the background. */
@Controller
@RequestMapping("/w/{workspace}/stock/import")
class StockImportPage {

    private static final int NAMED = 10;

    private final StockImport imports;
    private final MessageSource messages;

    StockImportPage(StockImport imports, MessageSource messages) {
        this.imports = imports;
        this.messages = messages;
    }

    /** @param pasted what was pasted, if no file was chosen */
    @SuppressWarnings("MultipleNullnessAnnotations") // empty until chosen, and refused if it stays so
    record ImportForm(
            @NotNull @Pattern(regexp = "count|safety|receive") @Nullable String meaning,

            @Nullable MultipartFile file,
            @Size(max = 500_000) String pasted,
            @Size(max = 100) String reference) {

        ImportForm {
            pasted = pasted == null ? "" : pasted;
            reference = reference == null ? "" : reference;
        }

        String text() {
            MultipartFile chosen = file;
            try {
                return chosen == null || chosen.isEmpty() ? pasted : StockFile.decode(chosen.getBytes());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    @GetMapping
    String show(@RequestParam(defaultValue = "count") String meaning, Locale locale, Model model) {
        Access.current().require(Permission.STOCK_MANAGE);
        model.addAttribute("importForm", new ImportForm(meaning, null, "", ""));
        return form(locale, model);
    }

    @PostMapping
    String start(
            @Valid @ModelAttribute ImportForm importForm,
            BindingResult result,
            HttpServletResponse response,
            Locale locale,
            Model model) {
        Access.current().require(Permission.STOCK_MANAGE);
        AtomicReference<UUID> job = new AtomicReference<>();
        StockFile file = read(importForm, result);
        if (!file.wrong().isEmpty()) {
            result.rejectValue("pasted", "stock.import.wrong", new Object[] {named(file.wrong())}, null);
        }
        file.twice().stream()
                .limit(NAMED)
                .forEach(t -> result.rejectValue(
                        "pasted",
                        "stock.import.twice",
                        new Object[] {t.line(), t.sku(), t.location(), t.first()},
                        null));
        if (!Forms.submit(
                result,
                response,
                () -> job.set(imports.start(meaning(importForm), file.rows(), importForm.reference())))) {
            return form(locale, model);
        }
        return "redirect:" + Visitor.path("/jobs/" + job.get());
    }

    private StockFile read(ImportForm form, BindingResult result) {
        try {
            if (!result.hasErrors()) {
                return StockFile.of(form.text(), StockFile.Titles.of(messages, meaning(form)), meaning(form));
            }
        } catch (ProblemException e) {
            result.rejectValue("file", e.code().messageKey(), e.args(), null);
        }
        return new StockFile(List.of(), List.of(), List.of(), List.of());
    }

    private static Meaning meaning(ImportForm form) {
        return Meaning.valueOf(String.valueOf(form.meaning()).toUpperCase(Locale.ROOT));
    }

    private static String named(List<StockFile.Wrong> lines) {
        return lines.stream()
                        .limit(NAMED)
                        .map(wrong -> String.valueOf(wrong.line()))
                        .collect(Collectors.joining(", "))
                + (lines.size() > NAMED ? " …" : "");
    }

    private String form(Locale locale, Model model) {
        model.addAttribute(
                "meanings",
                Arrays.stream(Meaning.values())
                        .map(m -> new Option(m.code(), messages.getMessage("stock.import." + m.code(), null, locale)))
                        .toList());
        model.addAttribute("most", StockImport.MOST_ROWS);
        return "inventory/import";
    }
}
