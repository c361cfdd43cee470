package io.storelane.dataset.web;

import io.storelane.dataset.DatasetProblem;
import io.storelane.dataset.ImportField;
import io.storelane.dataset.ImportFinding;
import io.storelane.dataset.ImportKind;
import io.storelane.dataset.ImportOutcome;
import io.storelane.dataset.ImportView;
import io.storelane.dataset.Imports;
import io.storelane.problem.Kind;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Slice;
import io.storelane.ui.Option;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import io.storelane.web.list.Download;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
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

/** A file on its way in, step by step: uploaded, its columns matched, looked at, written. */
@Controller
@RequestMapping("/w/{workspace}/imports")
class ImportsPage {

    private static final int SIZE = 50;
    private static final int FAULTS_SHOWN = 100;
    private static final int MEGABYTE = 1024 * 1024;

    private final Imports imports;
    private final ImportsFile file;
    private final ImportResult result;
    private final ImportFields fields;
    private final Toasts toasts;
    private final MessageSource messages;

    ImportsPage(
            Imports imports,
            ImportsFile file,
            ImportResult result,
            ImportFields fields,
            Toasts toasts,
            MessageSource messages) {
        this.imports = imports;
        this.file = file;
        this.result = result;
        this.fields = fields;
        this.toasts = toasts;
        this.messages = messages;
    }

    @GetMapping
    String list(@RequestParam(defaultValue = "") String after, Model model) {
        Slice<ImportView> page = imports.page(after, SIZE);
        model.addAttribute("imports", page.rows());
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("total", imports.count());
        model.addAttribute("kinds", imports.kinds());
        return "dataset/imports";
    }

    @GetMapping("/export")
    void export(Download to) throws IOException {
        to.send(file, new ImportsFile.Filter());
    }

    @GetMapping("/new")
    String choose(@RequestParam(defaultValue = "") String kind, Locale locale, Model model) {
        if (!kind.isEmpty()) {
            imports.kind(kind);
        }
        return upload(kind, "", null, locale, model);
    }

    private String upload(String kind, String charset, @Nullable String wrong, Locale locale, Model model) {
        model.addAttribute(
                "kinds",
                imports.kinds().stream()
                        .map(k -> new Option(k.code(), text("dataset.kind." + k.code(), locale)))
                        .toList());
        model.addAttribute("kind", kind);
        model.addAttribute("charset", charset);
        model.addAttribute("charsets", charsets(locale));
        model.addAttribute("wrong", wrong);
        model.addAttribute("megabytes", Imports.MOST_BYTES / MEGABYTE);
        model.addAttribute("mostRows", Imports.MOST_ROWS);
        return "dataset/upload";
    }

    private List<Option> charsets(Locale locale) {
        return Stream.concat(
                        Stream.of(new Option("", text("dataset.charset.auto", locale))),
                        Imports.charsets().stream().map(name -> new Option(name, name)))
                .toList();
    }

    @PostMapping("/new")
    String receive(
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String charset,
            @RequestParam(defaultValue = "") String pasted,
            @RequestParam(required = false) @Nullable MultipartFile file,
            Locale locale,
            HttpServletResponse response,
            Model model)
            throws IOException {
        imports.kind(kind);
        try {
            if ((file == null || file.isEmpty()) && !pasted.isBlank()) {
                return to(imports.upload(
                        kind,
                        "pasted.csv",
                        "UTF-8",
                        new ByteArrayInputStream(pasted.getBytes(StandardCharsets.UTF_8))));
            }
            if (file == null || file.isEmpty()) {
                throw new ProblemException(DatasetProblem.NO_FILE);
            }
            String name = file.getOriginalFilename();
            try (InputStream in = file.getInputStream()) {
                return to(imports.upload(kind, name == null ? "" : name, charset, in));
            }
        } catch (ProblemException e) {
            if (e.code().kind() == Kind.FORBIDDEN || e.code().kind() == Kind.MISSING) {
                throw e;
            }
            response.setStatus(e.code().kind().status());
            return upload(kind, charset, sentence(e, locale), locale, model);
        }
    }

    private static String to(UUID id) {
        return "redirect:" + Visitor.path("/imports/" + id);
    }

    private String sentence(ProblemException e, Locale locale) {
        if (e.faults().isEmpty()) {
            return messages.getMessage(e.code().messageKey(), e.args(), locale);
        }
        return String.join(
                " ",
                e.faults().stream()
                        .map(f -> messages.getMessage(
                                f.code().messageKey(), f.args().toArray(), locale))
                        .distinct()
                        .toList());
    }

    /** A file to begin with. */
    @GetMapping("/template/{kind}")
    void template(
            @PathVariable String kind,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            HttpServletResponse response)
            throws IOException {
        result.template(kind, zone, response);
    }

    /** A row of the form in which columns are matched. */
    record FieldRow(
            ImportField field, String label, @Nullable Integer column, List<String> samples) {}

    /** What is wrong with a row, as it is shown. */
    record FaultRow(int row, String column, String value, String problem) {}

    @GetMapping("/{id}")
    String show(@PathVariable UUID id, Locale locale, Model model) {
        ImportView file = imports.find(id);
        return shown(file, file.mapping(), file.options(), null, locale, model);
    }

    private String shown(
            ImportView file,
            Map<String, Integer> mapping,
            Map<String, String> options,
            @Nullable String wrong,
            Locale locale,
            Model model) {
        show(file, locale, model);
        model.addAttribute("wrong", wrong);
        if (file.state() == ImportView.State.UPLOADED) {
            ImportKind kind = imports.kind(file.kind());
            model.addAttribute("fieldRows", rows(kind, file, mapping, locale));
            model.addAttribute("columnOptions", columnOptions(file, locale));
            model.addAttribute("optionRows", kind.options());
            model.addAttribute("optionValues", options);
            model.addAttribute("charsets", charsets(locale).stream().skip(1).toList());
            return "dataset/columns";
        }
        return "dataset/import";
    }

    private void show(ImportView file, Locale locale, Model model) {
        model.addAttribute("file", file);
        model.addAttribute("faults", faults(file, locale));
        model.addAttribute(
                "step",
                switch (file.state()) {
                    case UPLOADED -> 2;
                    case CHECKING, CHECKED, RUNNING -> 3;
                    default -> 4;
                });
    }

    private List<FieldRow> rows(ImportKind kind, ImportView file, Map<String, Integer> mapping, Locale locale) {
        return kind.fields().stream()
                .map(field -> {
                    Integer column = mapping.get(field.code());
                    return new FieldRow(
                            field,
                            text(field.labelKey(), locale),
                            column,
                            column == null
                                    ? List.of()
                                    : file.columns().get(column).samples());
                })
                .toList();
    }

    private List<Option> columnOptions(ImportView file, Locale locale) {
        List<Option> options = new ArrayList<>();
        options.add(new Option("", text("dataset.column.none", locale)));
        for (int i = 0; i < file.columns().size(); i++) {
            ImportView.Column column = file.columns().get(i);
            String name = column.name().isEmpty()
                    ? messages.getMessage("dataset.column.untitled", new Object[] {i + 1}, locale)
                    : column.name();
            options.add(new Option(String.valueOf(i), name));
        }
        return options;
    }

    private List<FaultRow> faults(ImportView file, Locale locale) {
        List<FaultRow> rows = new ArrayList<>();
        for (ImportOutcome outcome : imports.faults(file.id(), 0, FAULTS_SHOWN)) {
            for (ImportFinding finding : outcome.findings()) {
                rows.add(new FaultRow(
                        outcome.row(),
                        fields.column(file, finding.field(), locale),
                        finding.value(),
                        fields.sentence(finding, locale)));
            }
        }
        return rows;
    }

    /** What the page asks for again when the job has gone on. */
    @GetMapping("/{id}/progress")
    String progress(@PathVariable UUID id, Locale locale, Model model) {
        show(imports.find(id), locale, model);
        return "dataset/parts :: state";
    }

    @PostMapping("/{id}/charset")
    String readAs(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String charset,
            Locale locale,
            RedirectAttributes redirect) {
        return after(id, locale, redirect, () -> imports.readAs(id, charset));
    }

    @PostMapping("/{id}/check")
    String check(
            @PathVariable UUID id,
            HttpServletRequest request,
            Locale locale,
            HttpServletResponse response,
            Model model) {
        ImportView file = imports.find(id);
        Map<String, Integer> mapping = new LinkedHashMap<>();
        Map<String, String> options = new LinkedHashMap<>();
        for (ImportField field : imports.kind(file.kind()).fields()) {
            String column = request.getParameter("column." + field.code());
            if (column != null
                    && column.matches("\\d{1,3}")
                    && Integer.parseInt(column) < file.columns().size()) {
                mapping.put(field.code(), Integer.valueOf(column));
            }
        }
        imports.kind(file.kind()).options().forEach(option -> {
            String value = request.getParameter("option." + option.code());
            options.put(option.code(), value == null ? option.usual() : value);
        });
        try {
            imports.check(id, null, mapping, options);
            return to(id);
        } catch (ProblemException e) {
            if (e.code().kind() == Kind.FORBIDDEN || e.code().kind() == Kind.MISSING) {
                throw e;
            }
            response.setStatus(422);
            return shown(file, mapping, options, sentence(e, locale), locale, model);
        }
    }

    @PostMapping("/{id}/start")
    String start(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return after(id, locale, redirect, () -> imports.start(id));
    }

    @PostMapping("/{id}/cancel")
    String cancel(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return after(id, locale, redirect, () -> imports.cancel(id));
    }

    @PostMapping("/{id}/go-on")
    String goOn(@PathVariable UUID id, Locale locale, RedirectAttributes redirect) {
        return after(id, locale, redirect, () -> imports.goOn(id));
    }

    private String after(UUID id, Locale locale, RedirectAttributes redirect, Runnable work) {
        imports.find(id);
        try {
            work.run();
        } catch (ProblemException e) {
            if (e.code().kind() == Kind.FORBIDDEN || e.code().kind() == Kind.MISSING) {
                throw e;
            }
            toasts.failure(redirect, locale, e);
        }
        return to(id);
    }

    /** What became of each row. */
    @GetMapping("/{id}/result")
    void result(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean faulty,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        result.send(id, faulty, zone, locale, response);
    }

    private String text(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
