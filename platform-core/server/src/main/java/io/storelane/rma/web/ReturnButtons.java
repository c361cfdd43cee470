package io.storelane.rma.web;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemException;
import io.storelane.rma.ReturnGoods;
import io.storelane.rma.ReturnMoney;
import io.storelane.rma.ReturnView;
import io.storelane.rma.Returns;
import io.storelane.web.Toasts;
import io.storelane.web.Visitor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What is done to a return on its page. A rule that forbids it is said on the next page, in the words of the API. */
@Controller
@RequestMapping("/w/{workspace}/returns/{id}")
class ReturnButtons {

    private final Returns returns;
    private final ReturnGoods goods;
    private final ReturnMoney money;
    private final ReturnWords words;
    private final Toasts toasts;

    ReturnButtons(Returns returns, ReturnGoods goods, ReturnMoney money, ReturnWords words, Toasts toasts) {
        this.returns = returns;
        this.goods = goods;
        this.money = money;
        this.words = words;
        this.toasts = toasts;
    }

    @PostMapping("/approve")
    String approve(
            @PathVariable UUID id, @RequestParam(defaultValue = "") String location, RedirectAttributes redirect) {
        return press(id, () -> returns.approve(id, Given.id(location)), "rma.approve.done", redirect);
    }

    @PostMapping("/refuse")
    String refuse(@PathVariable UUID id, @RequestParam(defaultValue = "") String reason, RedirectAttributes redirect) {
        return press(id, () -> returns.refuse(id, reason.strip()), "rma.refuse.done", redirect);
    }

    @PostMapping("/withdraw")
    String withdraw(
            @PathVariable UUID id, @RequestParam(defaultValue = "") String reason, RedirectAttributes redirect) {
        return press(id, () -> returns.withdraw(id, reason.strip()), "rma.withdraw.done", redirect);
    }

    @PostMapping("/tracking")
    String track(@PathVariable UUID id, @RequestParam(defaultValue = "") String tracking, RedirectAttributes redirect) {
        return press(id, () -> returns.track(id, tracking.strip()), "rma.track.done", redirect);
    }

    @PostMapping("/assign")
    String assign(
            @PathVariable UUID id, @RequestParam(defaultValue = "") String assignee, RedirectAttributes redirect) {
        return press(id, () -> returns.assign(id, Given.id(assignee), null), "rma.assign.done", redirect);
    }

    @PostMapping("/close")
    String close(@PathVariable UUID id, @RequestParam(defaultValue = "") String note, RedirectAttributes redirect) {
        return press(id, () -> returns.close(id, note.strip()), "rma.close.done", redirect);
    }

    /** @param params {@code version}, {@code location}, {@code last}, {@code note}, and the units of each line under its id */
    @PostMapping("/receive")
    String receive(@PathVariable UUID id, @RequestParam Map<String, String> params, RedirectAttributes redirect) {
        ReturnView rma = returns.rma(id);
        Map<UUID, Long> units = new LinkedHashMap<>();
        rma.lines()
                .forEach(l -> units.put(
                        l.lineId(), Given.units(params.getOrDefault(l.lineId().toString(), ""))));
        return press(
                id,
                () -> goods.receive(
                        id,
                        version(params),
                        Given.id(params.getOrDefault("location", "")),
                        units,
                        params.containsKey("last"),
                        params.getOrDefault("note", "").strip()),
                "rma.receive.done",
                redirect);
    }

    /** @param params {@code version}, {@code note}, and of each line {@code restock-} and {@code scrap-} with its id */
    @PostMapping("/inspect")
    String inspect(@PathVariable UUID id, @RequestParam Map<String, String> params, RedirectAttributes redirect) {
        List<ReturnGoods.Found> found = returns.rma(id).lines().stream()
                .map(l -> new ReturnGoods.Found(
                        l.lineId(),
                        Given.units(params.getOrDefault("restock-" + l.lineId(), "")),
                        Given.units(params.getOrDefault("scrap-" + l.lineId(), ""))))
                .toList();
        return press(
                id,
                () -> goods.inspect(
                        id,
                        version(params),
                        found,
                        params.getOrDefault("note", "").strip()),
                "rma.inspect.done",
                redirect);
    }

    @PostMapping("/refund")
    String refund(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String version,
            @RequestParam(defaultValue = "") String amount,
            @RequestParam(defaultValue = "") String shipping,
            @RequestParam(defaultValue = "") String method,
            @RequestParam(defaultValue = "") String reference,
            RedirectAttributes redirect) {
        String currency = returns.rma(id).currency();
        String next = press(
                id,
                () -> money.refund(
                        id,
                        Given.version(version),
                        Given.amount(amount, currency),
                        Given.amount(shipping, currency),
                        method.strip(),
                        reference.strip()),
                "rma.refund.done",
                redirect);
        if (redirect.getFlashAttributes().containsKey("toastError")) {
            redirect.addFlashAttribute(
                    "typed", Map.of("amount", amount, "shipping", shipping, "method", method, "reference", reference));
        }
        return next;
    }

    /**
     * @param params {@code version}, and as often as there are rows {@code sku} (an empty one counts nothing), {@code quantity} and
     *     {@code price}: what the shopper pays on top for each
     */
    @PostMapping("/exchange")
    String exchange(
            @PathVariable UUID id, @RequestParam MultiValueMap<String, String> params, RedirectAttributes redirect) {
        String currency = returns.rma(id).currency();
        List<String> skus = params.getOrDefault("sku", List.of());
        List<ReturnMoney.Replacement> sent = new ArrayList<>();
        for (int i = 0; i < skus.size(); i++) {
            if (!skus.get(i).isBlank()) {
                sent.add(new ReturnMoney.Replacement(
                        skus.get(i).strip(),
                        Given.units(at(params.getOrDefault("quantity", List.of()), i)),
                        Given.amount(at(params.getOrDefault("price", List.of()), i), currency)));
            }
        }
        String version = params.getOrDefault("version", List.of("")).getFirst();
        return press(id, () -> money.exchange(id, Given.version(version), sent), "rma.exchange.done", redirect);
    }

    private static String at(List<String> values, int index) {
        return index < values.size() ? values.get(index) : "";
    }

    private static long version(Map<String, String> params) {
        return Given.version(params.getOrDefault("version", ""));
    }

    private String press(UUID id, Runnable work, String key, RedirectAttributes redirect) {
        Locale locale = LocaleContextHolder.getLocale();
        @Nullable ProblemException problem = null;
        try {
            work.run();
        } catch (ProblemException e) {
            if (e.code().kind() == Kind.MISSING || e.code().kind() == Kind.FORBIDDEN) {
                throw e;
            }
            problem = e;
        }
        if (problem == null) {
            toasts.success(redirect, locale, key);
        } else {
            redirect.addFlashAttribute("toastError", words.problem(problem, locale));
        }
        return "redirect:" + Visitor.path("/returns/" + id);
    }
}
