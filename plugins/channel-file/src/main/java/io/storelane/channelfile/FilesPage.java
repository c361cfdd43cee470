package io.storelane.channelfile;

import io.storelane.plugin.api.Caller;
import io.storelane.plugin.api.RequiresPermission;
import io.storelane.plugin.api.Tables;
import io.storelane.plugin.api.channel.Account;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HexFormat;
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

    /** With more orders than these nobody waits for the page. */
    private static final int AT_ONCE = 1_000;

    private final Books books;
    private final Importing importing;
    private final Tables tables;
    private final Caller caller;
    private final Clock clock;

    FilesPage(Books books, Importing importing, Tables tables, Caller caller, Clock clock) {
        this.books = books;
        this.importing = importing;
        this.tables = tables;
        this.caller = caller;
        this.clock = clock;
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
        model.addAttribute(
                "uploads",
                books.latest().stream().filter(u -> ids.contains(u.account())).toList());
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
        String sha256 = sha256(content);
        Optional<UUID> known = books.known(account, sha256);
        if (known.isPresent()) {
            return "redirect:/w/" + workspace + "/p/channel-file/files/" + known.get() + "?again=true";
        }
        List<String> titles = OrderFile.titles(tables, content);
        Map<Field, Integer> columns = books.remembered(account, titles).orElseGet(() -> guessed(titles));
        Reading reading = OrderFile.read(tables, content, columns, Importing.decimals(store), zone);
        UUID id = UUID.randomUUID();
        String name = Optional.ofNullable(file.getOriginalFilename()).orElse("");
        boolean added = books.add(
                new Books.Upload(
                        id,
                        account,
                        name.substring(0, Math.min(name.length(), 200)),
                        "checked",
                        columns,
                        zone.getId(),
                        reading.rows(),
                        reading.drafts().size(),
                        reading.faults().size(),
                        0,
                        caller.person().map(Caller.Person::name).orElse(""),
                        clock.instant()),
                sha256,
                content);
        return "redirect:/w/" + workspace + "/p/channel-file/files/"
                + (added ? id : books.known(account, sha256).orElseThrow());
    }

    private static Map<Field, Integer> guessed(List<String> titles) {
        Map<Field, Integer> columns = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            for (int i = 0; i < titles.size(); i++) {
                if (field.isMeantBy(titles.get(i)) && !columns.containsValue(i)) {
                    columns.putIfAbsent(field, i);
                }
            }
        }
        return columns;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
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
            books.remember(upload.account(), OrderFile.titles(tables, books.content(id)), upload.columns());
            if (upload.orders() <= AT_ONCE) {
                importing.write(upload, account);
            }
        }
        return "redirect:/w/" + workspace + "/p/channel-file/files/" + id;
    }
}
