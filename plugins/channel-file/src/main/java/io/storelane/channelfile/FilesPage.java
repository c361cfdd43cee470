package io.storelane.channelfile;

import io.storelane.plugin.api.Caller;
import io.storelane.plugin.api.RequiresPermission;
import io.storelane.plugin.api.Tables;
import io.storelane.plugin.api.channel.Account;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;

/** {@code /files}: a file of orders is uploaded, looked at without a change, then taken; and the files that go out. */
@Controller
@RequiresPermission("channel-file.use")
class FilesPage {

    private static final String COLUMN = "column-";
    private static final int SHOWN = 100;

    private final Books books;
    private final Importing importing;
    private final Tables tables;
    private final Caller caller;
    private final Arrivals arrivals;

    FilesPage(Books books, Importing importing, Tables tables, Caller caller, Arrivals arrivals) {
        this.books = books;
        this.importing = importing;
        this.tables = tables;
        this.caller = caller;
        this.arrivals = arrivals;
    }

    static ResponseStatusException missing() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

    /** A field with the column that it is read from; -1 for none. */
    record Mapped(Field field, int column) {}

    @GetMapping("/files")
    String list(Model model) {
        // the server refuses to name stores to somebody who manages no orders at all
        boolean manages = caller.may("orders.manage");
        List<Account> accounts = manages ? importing.accounts() : List.of();
        model.addAttribute("manages", manages);
        model.addAttribute("connects", caller.may("channels.manage"));
        List<UUID> ids = accounts.stream().map(Account::id).toList();
        model.addAttribute("accounts", accounts);
        model.addAttribute("uploads", books.latest(ids));
        model.addAttribute("folders", books.folders(ids));
        return "files";
    }

    @PostMapping("/files")
    String upload(
            @PathVariable String workspace,
            @RequestParam UUID account,
            @RequestParam MultipartFile file,
            @RequestAttribute("zone") ZoneId zone,
            Model model,
            HttpServletResponse response)
            throws IOException {
        Account store = importing.account(account);
        byte[] content = file.getBytes();
        if (content.length == 0) {
            response.setStatus(422);
            model.addAttribute("problem", "file.none");
            return list(model);
        }
        Arrivals.Arrived arrived = arrivals.take(
                store,
                Optional.ofNullable(file.getOriginalFilename()).orElse(""),
                content,
                zone,
                caller.person().map(Caller.Person::name).orElse(""));
        return "redirect:/w/" + workspace + "/p/channel-file/files/" + arrived.id()
                + (arrived.known() ? "?again=true" : "");
    }

    private Books.Upload found(UUID id) {
        return books.find(id).orElseThrow(FilesPage::missing);
    }

    @GetMapping("/files/{id}")
    String file(@PathVariable UUID id, @RequestParam(defaultValue = "false") boolean again, Model model) {
        Books.Upload upload = found(id);
        Account account = importing.account(upload.account());
        Reading reading = importing.read(upload, account);
        model.addAttribute("upload", upload);
        model.addAttribute("account", account);
        model.addAttribute("again", again);
        model.addAttribute("titles", reading.titles());
        model.addAttribute(
                "fields",
                Stream.of(Field.values())
                        .map(f -> new Mapped(f, upload.columns().getOrDefault(f, -1)))
                        .toList());
        model.addAttribute(
                "unmapped",
                Stream.of(Field.values())
                        .filter(f -> f.needed() && !upload.columns().containsKey(f))
                        .toList());
        model.addAttribute("faults", reading.faults().stream().limit(SHOWN).toList());
        model.addAttribute("drafts", reading.drafts().stream().limit(5).toList());
        return "file";
    }

    @PostMapping("/files/{id}/columns")
    String columns(@PathVariable String workspace, @PathVariable UUID id, @RequestParam Map<String, String> typed) {
        Books.Upload upload = found(id);
        Account account = importing.account(upload.account());
        byte[] content = books.content(id);
        List<String> titles = OrderFile.titles(tables, content);
        Map<Field, Integer> columns = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            String column = typed.getOrDefault(COLUMN + field.code(), "");
            if (column.matches("\\d{1,3}") && Integer.parseInt(column) < titles.size()) {
                columns.put(field, Integer.parseInt(column));
            }
        }
        Reading reading =
                OrderFile.read(tables, content, columns, Importing.decimals(account), ZoneId.of(upload.zone()));
        if (books.read(id, columns, reading)) {
            books.remember(upload.account(), titles, columns);
        }
        return "redirect:/w/" + workspace + "/p/channel-file/files/" + id;
    }

    @PostMapping("/files/{id}/import")
    String take(@PathVariable String workspace, @PathVariable UUID id) {
        Books.Upload upload = found(id);
        Account account = importing.account(upload.account());
        if (upload.orders() > 0 && books.begin(upload, account)) {
            // as it stands now: somebody may have chosen other columns in between
            Books.Upload begun = found(id);
            books.remember(begun.account(), OrderFile.titles(tables, books.content(id)), begun.columns());
            importing.begin(begun, account);
        }
        return "redirect:/w/" + workspace + "/p/channel-file/files/" + id;
    }
}
