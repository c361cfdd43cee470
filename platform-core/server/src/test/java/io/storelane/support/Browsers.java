package io.storelane.support;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One Chromium for each thread that tests run on; each person in a test has a context of their own. */
public final class Browsers {

    /** Playwright belongs to the thread that made it. */
    private static final ThreadLocal<Playwright> PLAYWRIGHT = ThreadLocal.withInitial(() ->
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))));

    private static final ThreadLocal<Browser> BROWSER = ThreadLocal.withInitial(Browsers::launch);

    private Browsers() {}

    private static Browser launch() {
        String program = System.getenv().getOrDefault("STORELANE_CHROMIUM", "/usr/bin/chromium");
        return PLAYWRIGHT
                .get()
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(program))
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    /** Ends the Chromium of this thread, if it is not the one of all tests. */
    public static void end() {
        PLAYWRIGHT.get().close();
        BROWSER.remove();
        PLAYWRIGHT.remove();
    }

    /** A person's browser window, with what went wrong in it. */
    public static final class Window implements AutoCloseable {

        private final BrowserContext context;
        private final List<String> complaints = new ArrayList<>();
        private final Page page;

        private Window(String language, String theme, int width, int height, @Nullable String state) {
            context = BROWSER.get()
                    .newContext(new Browser.NewContextOptions()
                            .setLocale(language)
                            .setStorageState(state)
                            // the server of the TLS test has a certificate that only that test trusts
                            .setIgnoreHTTPSErrors(true)
                            .setViewportSize(width, height)
                            .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE));
            context.addCookies(
                    List.of(new com.microsoft.playwright.options.Cookie("theme", theme).setUrl(TestStack.APP_URL)));
            context.setDefaultTimeout(20_000);
            // what the browser refuses, with the place that asked for it and the element
            context.addInitScript(
                    "addEventListener('securitypolicyviolation', e => console.error('refused ' + e.violatedDirective"
                            + " + ' at ' + e.sourceFile + ':' + e.lineNumber + ':' + e.columnNumber + ' '"
                            + " + (e.target?.outerHTML ?? '').slice(0, 300)))");
            page = newPage();
        }

        private Page newPage() {
            Page made = context.newPage();
            made.onConsoleMessage(message -> {
                // a refused form answers 4xx, which Chromium reports as an error of the page
                if (message.type().equals("error") && !message.text().contains("Failed to load resource")) {
                    complaints.add(made.url() + ": " + message.text());
                }
            });
            made.onPageError(error -> complaints.add(made.url() + ": " + error));
            return made;
        }

        public Page page() {
            return page;
        }

        public BrowserContext context() {
            return context;
        }

        /** Opens an address of the server, or a whole one. */
        public Page open(String address) {
            page.navigate(address.startsWith("http") ? address : TestStack.APP_URL + address);
            return page;
        }

        /** Errors of scripts and refusals of the content security policy. */
        public List<String> complaints() {
            return List.copyOf(complaints);
        }

        @Override
        public void close() {
            context.close();
        }
    }

    /** A window of a desktop, in a language such as {@code zh-CN}. */
    public static Window desktop(String language) {
        return window(language, "light", 1440, 900);
    }

    public static Window window(String language, String theme, int width, int height) {
        return new Window(language, theme, width, height, null);
    }

    /** A window of somebody who is signed in already: {@code state} is what {@code storageState()} gave. */
    public static Window signedIn(String state, String language, String theme, int width, int height) {
        return new Window(language, theme, width, height, state);
    }
}
