package io.storelane.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The page of the mail catcher. */
final class MailPage implements HttpHandler {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final String SANDBOX = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';"
            + " img-src data: http: https:; style-src 'unsafe-inline'";
    private static final String STYLE = """
            :root { color-scheme: light dark; --line: #8884; --soft: #888; --accent: #2563eb }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
            h1 { font-size: 1.3rem } h1 a { color: inherit; text-decoration: none }
            form { display: flex; gap: .5rem; margin: 1rem 0 }
            input { flex: 1; font: inherit; padding: .4rem .6rem; border: 1px solid var(--line); border-radius: .4rem }
            button { font: inherit; padding: .4rem .9rem; border: 1px solid var(--line); border-radius: .4rem }
            ul.mails { list-style: none; padding: 0; margin: 0; border-top: 1px solid var(--line) }
            ul.mails a { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: .6rem .2rem; color: inherit;
              text-decoration: none; border-bottom: 1px solid var(--line) }
            ul.mails a:hover { background: #8881 }
            .subject { flex: 1 1 20rem; font-weight: 600; overflow-wrap: anywhere }
            .soft { color: var(--soft) }
            iframe { width: 100%; height: 26rem; border: 1px solid var(--line); border-radius: .4rem; background: #fff }
            pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line);
              border-radius: .4rem; padding: 1rem }
            .links a { overflow-wrap: anywhere; color: var(--accent) }
            """;

    private final MailCatcher mails;

    MailPage(MailCatcher mails) {
        this.mails = mails;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (!exchange.getRequestMethod().equals("GET")) {
                send(exchange, 405, "text/plain", "Only GET");
            } else if (path.equals("/")) {
                send(exchange, 200, "text/html", list(parameter(exchange, "to")));
            } else if (path.equals("/api/mails")) {
                send(exchange, 200, "application/json", json(parameter(exchange, "to")));
            } else if (path.startsWith("/mail/")) {
                boolean frame = path.endsWith("/html");
                String id = path.substring("/mail/".length(), path.length() - (frame ? "/html".length() : 0));
                Mail mail = mails.find(id);
                if (mail == null) {
                    send(exchange, 404, "text/html", page("Not found", "<p>This mail is no longer kept.</p>"));
                } else if (frame) {
                    exchange.getResponseHeaders().set("Content-Security-Policy", SANDBOX);
                    send(exchange, 200, "text/html", "<base target=\"_blank\">" + mail.html());
                } else {
                    send(exchange, 200, "text/html", view(mail));
                }
            } else {
                send(exchange, 404, "text/plain", "Not found");
            }
        }
    }

    private List<Mail> search(String to) {
        String wanted = to.trim().toLowerCase(Locale.ROOT);
        return mails.all().stream()
                .filter(mail -> mail.to().toLowerCase(Locale.ROOT).contains(wanted))
                .toList();
    }

    private String list(String to) {
        StringBuilder body = new StringBuilder();
        body.append(
                        "<form><input type=\"search\" name=\"to\" aria-label=\"Recipient\" placeholder=\"Recipient\" value=\"")
                .append(escape(to))
                .append("\"><button>Search</button></form>");
        List<Mail> found = search(to);
        if (found.isEmpty()) {
            body.append("<p class=\"soft\">No mail")
                    .append(to.isBlank() ? " yet." : " to this recipient.")
                    .append("</p>");
        } else {
            body.append("<ul class=\"mails\">");
            for (Mail mail : found) {
                body.append("<li><a href=\"/mail/")
                        .append(mail.id())
                        .append("\"><span class=\"subject\">")
                        .append(escape(mail.subject().isBlank() ? "(no subject)" : mail.subject()))
                        .append("</span><span>")
                        .append(escape(mail.to()))
                        .append("</span><span class=\"soft\">")
                        .append(TIME.format(mail.received()))
                        .append("</span></a></li>");
            }
            body.append("</ul>");
        }
        return page("Mail", body.toString());
    }

    private static String view(Mail mail) {
        StringBuilder body = new StringBuilder();
        body.append("<h2>")
                .append(escape(mail.subject().isBlank() ? "(no subject)" : mail.subject()))
                .append("</h2>");
        body.append("<p class=\"soft\">To <a href=\"/?to=")
                .append(URLEncoder.encode(mail.to(), StandardCharsets.UTF_8))
                .append("\">")
                .append(escape(mail.to()))
                .append("</a>, ")
                .append(TIME.format(mail.received()))
                .append("</p>");
        if (!mail.html().isBlank()) {
            body.append("<iframe title=\"Mail\" sandbox=\"allow-popups allow-popups-to-escape-sandbox\" src=\"/mail/")
                    .append(mail.id())
                    .append("/html\"></iframe>");
        }
        List<String> links = mail.links();
        if (!links.isEmpty()) {
            body.append("<h3>Links</h3><ul class=\"links\">");
            for (String link : links) {
                body.append("<li><a rel=\"noreferrer\" href=\"")
                        .append(escape(link))
                        .append("\">")
                        .append(escape(link))
                        .append("</a></li>");
            }
            body.append("</ul>");
        }
        if (!mail.text().isBlank()) {
            body.append("<h3>Text</h3><pre>").append(escape(mail.text())).append("</pre>");
        }
        return page(mail.subject(), body.toString());
    }

    private String json(String to) {
        ArrayNode list = JSON.createArrayNode();
        for (Mail mail : to.isBlank() ? mails.all() : mails.to(to.trim())) {
            ObjectNode node = list.addObject();
            node.put("id", mail.id());
            node.put("to", mail.to());
            node.put("subject", mail.subject());
            node.put("text", mail.text());
            node.put("html", mail.html());
            node.put("received", mail.received().toString());
            ArrayNode links = node.putArray("links");
            mail.links().forEach(links::add);
        }
        return JSON.writeValueAsString(list);
    }

    private static String page(String title, String body) {
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\""
                + " content=\"width=device-width, initial-scale=1\"><title>" + escape(title) + "</title><style>" + STYLE
                + "</style></head><body><h1><a href=\"/\">Storelane mail</a></h1>" + body + "</body></html>";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String parameter(HttpExchange exchange, String name) {
        @Nullable String query = exchange.getRequestURI().getRawQuery();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                if (pair.startsWith(name + "=")) {
                    try {
                        return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
                    } catch (IllegalArgumentException _) {
                        return "";
                    }
                }
            }
        }
        return "";
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
