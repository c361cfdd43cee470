package io.storelane.export.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.export.ExportView;
import io.storelane.export.Exports;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Slice;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import io.storelane.web.list.Download;
import io.storelane.web.list.FileFormat;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Files that jobs make: one's own, and all of the workspace. */
@Controller
@RequestMapping("/w/{workspace}/exports")
class ExportsPage {

    private static final int SIZE = 50;

    private final Exports exports;
    private final ExportFiles files;
    private final Toasts toasts;

    ExportsPage(Exports exports, ExportFiles files, Toasts toasts) {
        this.exports = exports;
        this.files = files;
        this.toasts = toasts;
    }

    @GetMapping
    String list(@RequestParam(defaultValue = "") String after, Model model) {
        Slice<ExportView> page = exports.find(after, SIZE);
        model.addAttribute("exports", page.rows());
        model.addAttribute("prev", page.previous());
        model.addAttribute("next", page.next());
        model.addAttribute("others", exports.others());
        model.addAttribute("mayAll", Access.current().allows(Permission.WORKSPACE_EXPORT));
        return "export/exports";
    }

    /** Where somebody comes whose list is too long to be waited for. */
    @GetMapping("/new")
    String offer(
            @RequestParam(defaultValue = "") String list,
            @RequestParam(defaultValue = "csv") String format,
            @RequestParam(defaultValue = "{}") String filter,
            Model model) {
        if (!exports.lists().containsKey(list)) {
            return "redirect:" + Visitor.path("/exports");
        }
        model.addAttribute("list", list);
        model.addAttribute(
                "format", FileFormat.of(format).orElse(FileFormat.CSV).code());
        model.addAttribute("filter", filter);
        model.addAttribute("most", Download.MOST);
        return "export/new";
    }

    @PostMapping("/new")
    String start(
            @RequestParam(defaultValue = "") String list,
            @RequestParam(defaultValue = "csv") String format,
            @RequestParam(defaultValue = "{}") String filter,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            RedirectAttributes redirect) {
        return started(
                () -> exports.startList(list, FileFormat.of(format).orElse(FileFormat.CSV), filter, zone),
                locale,
                redirect);
    }

    @PostMapping("/workspace")
    String workspace(Locale locale, RedirectAttributes redirect) {
        Access.current().require(Permission.WORKSPACE_EXPORT);
        return started(exports::startWorkspace, locale, redirect);
    }

    private String started(Supplier<UUID> work, Locale locale, RedirectAttributes redirect) {
        try {
            return "redirect:" + Visitor.path("/exports/" + work.get());
        } catch (ProblemException e) {
            toasts.failure(redirect, locale, e);
            return "redirect:" + Visitor.path("/exports");
        }
    }

    @GetMapping("/{id}")
    String export(@PathVariable UUID id, Model model) {
        model.addAttribute("export", exports.export(id));
        return "export/export";
    }

    /** What the page asks for again when the job has gone on. */
    @GetMapping("/{id}/progress")
    String progress(@PathVariable UUID id, Model model) {
        model.addAttribute("export", exports.export(id));
        return "export/parts :: state";
    }

    @GetMapping("/{id}/file")
    void file(@PathVariable UUID id, @RequestParam(defaultValue = "") String format, HttpServletResponse response)
            throws IOException {
        files.send(id, FileFormat.of(format).orElse(null), response);
    }
}
