package org.example.mirror;

import io.storelane.plugin.api.FileShelf;
import io.storelane.plugin.api.JobDesk;
import io.storelane.plugin.api.MemberBook;
import io.storelane.plugin.api.Notifier;
import io.storelane.plugin.api.RequiresPermission;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

@Controller
@RequiresPermission("mirror.use")
class DeskPage {

    private final FileShelf files;
    private final JobDesk jobs;
    private final MemberBook members;
    private final Notifier notifier;

    DeskPage(FileShelf files, JobDesk jobs, MemberBook members, Notifier notifier) {
        this.files = files;
        this.jobs = jobs;
        this.members = members;
        this.notifier = notifier;
    }

    @PostMapping("/files")
    @ResponseBody
    @Transactional
    public String keep(@RequestParam String name, @RequestParam String text) throws IOException {
        var stored = files.keep(name, "text/plain", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        if (text.equals("late")) {
            throw new IllegalStateException("after it was kept");
        }
        return stored.name() + "|" + stored.size();
    }

    /** A stream of so many bytes that are there without a memory for them. */
    @PostMapping("/files/large")
    @ResponseBody
    String large(@RequestParam long size) throws IOException {
        return files.keep("large", "application/octet-stream", new InputStream() {
                    private long left = size;

                    @Override
                    public int read() {
                        return left-- > 0 ? (int) (left & 0xff) : -1;
                    }

                    @Override
                    public int read(byte[] block, int from, int length) {
                        if (left <= 0) {
                            return -1;
                        }
                        int n = (int) Math.min(left, length);
                        for (int i = 0; i < n; i++) {
                            block[from + i] = (byte) --left;
                        }
                        return n;
                    }
                })
                .size() + " bytes";
    }

    @GetMapping("/files")
    @ResponseBody
    String list(@RequestParam(defaultValue = "") String begin, @RequestParam(defaultValue = "") String after) {
        return files.list(begin, after, 2).stream()
                .map(f -> f.name() + "|" + f.mediaType() + "|" + f.size())
                .collect(Collectors.joining(";"));
    }

    @GetMapping("/files/content")
    @ResponseBody
    String content(@RequestParam String name) throws IOException {
        InputStream content = files.open(name).orElse(null);
        return content == null ? "none" : new String(content.readAllBytes(), StandardCharsets.UTF_8);
    }

    @GetMapping("/files/length")
    @ResponseBody
    String length(@RequestParam String name) throws IOException {
        try (InputStream content = files.open(name).orElseThrow()) {
            long read = 0;
            for (byte[] block = content.readNBytes(1 << 20); block.length > 0; block = content.readNBytes(1 << 20)) {
                read += block.length;
            }
            return String.valueOf(read);
        }
    }

    @PostMapping("/files/remove")
    @ResponseBody
    String remove(@RequestParam String name) {
        return String.valueOf(files.remove(name));
    }

    @PostMapping("/jobs")
    @ResponseBody
    String start(@RequestParam String labels) {
        return jobs.start(
                        "look",
                        Map.of("how", "closely"),
                        List.of(labels.split(",")).stream()
                                .map(label -> new JobDesk.Item(
                                        UUID.nameUUIDFromBytes(label.getBytes(StandardCharsets.UTF_8)), label))
                                .toList())
                .toString();
    }

    @GetMapping("/jobs/{id}")
    @ResponseBody
    String progress(@PathVariable UUID id) {
        return jobs.find(id)
                .map(p -> p.state() + "|" + p.done() + "|" + p.failed() + "|" + p.total())
                .orElse("none");
    }

    @PostMapping("/jobs/{id}/cancel")
    @ResponseBody
    String cancel(@PathVariable UUID id) {
        jobs.cancel(id);
        return "cancelled";
    }

    @GetMapping("/members")
    @ResponseBody
    String members(@RequestParam(defaultValue = "") String text) {
        return members.find(text, 50).stream()
                .map(m -> m.name() + "|" + m.language())
                .collect(Collectors.joining(";"));
    }

    @GetMapping("/members/{id}")
    @ResponseBody
    String member(@PathVariable UUID id) {
        var found = members.named(List.of(id)).get(id);
        return found == null ? "none" : found.name();
    }

    @PostMapping("/tell")
    @ResponseBody
    @Transactional
    public String tell(@RequestParam UUID member, @RequestParam String name) {
        notifier.tell(member, "seen", "/members/" + member, name);
        if (name.equals("late")) {
            throw new IllegalStateException("after it was told");
        }
        return "told";
    }

    @PostMapping("/tell/oddly")
    @ResponseBody
    String tellOddly(@RequestParam UUID member, @RequestParam String name) {
        notifier.tell(member, "odd", "/members/" + member, name);
        return "told";
    }

    @PostMapping("/tell/all")
    @ResponseBody
    String tellAll(@RequestParam String name) {
        notifier.tellHolders("mirror.use", "seen", "/members", name);
        return "told";
    }
}
