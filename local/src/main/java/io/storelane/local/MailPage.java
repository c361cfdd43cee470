package io.storelane.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/** The caught mails in a browser, and as JSON at {@code /api/mails?to=}. */
final class MailPage implements AutoCloseable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM, HH:mm:ss", Locale.ENGLISH).withZone(ZoneId.systemDefault());

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final MailCatcher mails;

    private MailPage(int port, MailCatcher mails) throws IOException {
        this.mails = mails;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::page);
        server.createContext("/api/mails", this::json);
    }

    static MailPage start(int port, MailCatcher mails) throws IOException {
        var page = new MailPage(port, mails);
        page.server.start();
        return page;
    }

    private void json(HttpExchange exchange) throws IOException {
        String to = parameter(exchange, "to");
        ArrayNode array = AdminRest.JSON.createArrayNode();
        for (Mail mail : to == null ? mails.all() : mails.to(to)) {
            array.addObject()
                    .put("to", mail.to())
                    .put("subject", mail.subject())
                    .put("text", mail.text())
                    .put("html", mail.html())
                    .put("received", mail.received().toString());
        }
        answer(exchange, 200, "application/json", AdminRest.JSON.writeValueAsString(array));
    }

    private void page(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().equals("/")) {
            answer(exchange, 404, "text/plain", "Not found");
            return;
        }
        String search =
                Objects.requireNonNullElse(parameter(exchange, "to"), "").strip();
        List<Mail> shown = mails.all().stream()
                .filter(mail -> mail.to().contains(search.toLowerCase(Locale.ROOT)))
                .toList();
        String number = parameter(exchange, "mail");
        Mail open = shown.stream()
                .filter(mail -> id(mail).equals(number))
                .findFirst()
                .or(() -> shown.stream().findFirst())
                .orElse(null);
        var list = new StringBuilder();
        for (Mail mail : shown) {
            list.append("""
                    <a class="row%s" href="?mail=%s&amp;to=%s"><b>%s</b><span>%s</span><time>%s</time></a>
                    """.formatted(
                            mail.equals(open) ? " open" : "",
                            id(mail),
                            AdminRest.encode(search),
                            escape(mail.subject()),
                            escape(mail.to()),
                            TIME.format(mail.received())));
        }
        String html = PAGE.replace("{search}", escape(search))
                .replace("{list}", list.isEmpty() ? "<p class=\"none\">No mail yet.</p>" : list)
                .replace("{mail}", open == null ? "" : mail(open));
        answer(exchange, 200, "text/html", html);
    }

    private static String mail(Mail mail) {
        // The frame may open links in a new tab, but runs no script and has no origin.
        String body = mail.html().isEmpty()
                ? "<pre>" + escape(mail.text()) + "</pre>"
                : "<iframe sandbox=\"allow-popups allow-popups-to-escape-sandbox\" srcdoc=\""
                        + escape("<base target=\"_blank\">" + mail.html())
                        + "\"></iframe><details><summary>Plain text</summary><pre>"
                        + escape(mail.text()) + "</pre></details>";
        return "<h2>%s</h2><p class=\"meta\">To %s &middot; %s</p>%s"
                .formatted(escape(mail.subject()), escape(mail.to()), TIME.format(mail.received()), body);
    }

    private static String id(Mail mail) {
        return Hashes.of((mail.received() + mail.to() + mail.subject()).getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String parameter(HttpExchange exchange, String name) {
        String query = exchange.getRequestURI().getRawQuery();
        return query == null
                ? null
                : Stream.of(query.split("&", -1))
                        .filter(pair -> pair.startsWith(name + "="))
                        .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
                        .findFirst()
                        .orElse(null);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("{", "&#123;");
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private static final String PAGE = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Storelane mail</title>
            <style>
            :root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--line:#e5e7eb;--ink:#1f2937;--dim:#6b7280;--brand:#4f46e5;--soft:#eef2ff}
            @media(prefers-color-scheme:dark){:root{--bg:#111318;--card:#1a1d26;--line:#2b2f3a;--ink:#e5e7eb;--dim:#9ca3af;--brand:#8b83ff;--soft:#262640}}
            *{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--ink);font:14px/1.5 Inter,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif;height:100vh;display:flex;flex-direction:column}
            header{display:flex;gap:16px;align-items:center;padding:12px 24px;background:var(--card);border-bottom:1px solid var(--line)}
            header strong{font-size:16px;white-space:nowrap}input{flex:1;max-width:420px;padding:8px 12px;border:1px solid var(--line);border-radius:8px;background:var(--bg);color:inherit;font:inherit}
            main{flex:1;min-height:0;display:grid;grid-template-columns:340px 1fr}nav{overflow:auto;border-right:1px solid var(--line);background:var(--card)}
            .row{display:block;padding:12px 24px;border-bottom:1px solid var(--line);color:inherit;text-decoration:none}.row b,.row span{display:block;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
            .row span,.row time,.meta,.none{color:var(--dim);font-size:12px}.row.open{background:var(--soft);box-shadow:inset 3px 0 var(--brand)}.none{padding:24px}
            section{padding:24px;overflow:auto;display:flex;flex-direction:column;min-width:0}h2{margin:0;font-size:20px}.meta{margin:4px 0 16px}
            iframe{flex:1;min-height:420px;width:100%;border:1px solid var(--line);border-radius:12px;background:#fff}pre{white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.6 ui-monospace,monospace}details{margin-top:16px}
            @media(max-width:760px){body{height:auto}main{display:block}nav{max-height:40vh;border:0}}
            </style></head>
            <body><header><strong>Storelane mail</strong><form style="flex:1"><input name="to" type="search" placeholder="Search by recipient" aria-label="Search by recipient" value="{search}"></form></header>
            <main><nav>{list}</nav><section>{mail}</section></main></body></html>
            """;
}
