package io.storelane.rma.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.problem.FieldErrors;
import io.storelane.rma.ReturnGoods;
import io.storelane.rma.ReturnMoney;
import io.storelane.rma.Returns;
import io.storelane.rma.RmaProblem;
import io.storelane.rma.web.ReturnDocuments.Return;
import io.storelane.web.api.Amount;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.IfMatch;
import io.storelane.web.api.Places;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is done to a return. */
@RestController
@RequestMapping("/api/v1/returns/{id}")
class ReturnActionsApi {

    private static final int MOST_LINES = 400;

    private final Returns returns;
    private final ReturnGoods goods;
    private final ReturnMoney money;

    ReturnActionsApi(Returns returns, ReturnGoods goods, ReturnMoney money) {
        this.returns = returns;
        this.goods = goods;
        this.money = money;
    }

    record Approval(@Nullable UUID locationId) {}

    record Why(@NotBlank @Size(max = 500) String reason) {}

    record MaybeWhy(@Nullable @Size(max = 500) String reason) {}

    record Parcel(@Size(max = 100) String tracking) {}

    record InHand(@Nullable UUID userId, @Nullable Instant dueAt) {}

    record Ending(@Nullable @Size(max = 500) String note) {}

    record ArrivedLine(
            UUID lineId, @Min(0) @Max(Returns.MOST) long quantity) {}

    /** @param last true if nothing more will come */
    record Arrival(
            @Nullable UUID locationId,
            @Size(max = MOST_LINES) @Valid List<ArrivedLine> lines,
            @Nullable Boolean last,
            @Nullable @Size(max = 500) String note) {}

    record InspectedLine(
            UUID lineId,
            @Min(0) @Max(Returns.MOST) long restock,
            @Min(0) @Max(Returns.MOST) long scrap) {}

    record Inspection(
            @NotEmpty @Size(max = MOST_LINES) @Valid List<InspectedLine> lines,
            @Nullable @Size(max = 500) String note) {}

    record MoneyBack(
            Amount amount,
            @Nullable Amount shipping,
            @NotBlank @Size(max = 100) String method,
            @Nullable @Size(max = 100) String reference) {}

    record SentLine(
            @NotBlank @Size(max = 100) String sku,
            @Min(1) @Max(Returns.MOST) long quantity,
            @Nullable Amount unitPrice) {}

    /** @param lines null = the same as came */
    record Exchange(@Nullable @Size(max = MOST_LINES) @Valid List<SentLine> lines) {}

    /** The answer shows the return: who may not see it is refused before anything is done. */
    @ModelAttribute
    void requireView() {
        Access.current().require(Permission.RETURNS_VIEW);
    }

    private Return after(UUID id, Runnable work) {
        return after(id, Map.of(), work);
    }

    /** The return as it is once the work is done. @param places as in {@link Places#in(Map, Runnable)} */
    private Return after(UUID id, Map<String, String> places, Runnable work) {
        Places.in(places, work);
        return ReturnDocuments.of(returns.rma(id));
    }

    @ApiOperation(
            value = "Approve a return",
            details = "`locationId` is where the units come back to; without it, whichever location receives them.",
            scope = {Permission.RETURNS_MANAGE, Permission.RETURNS_VIEW},
            body = """
                    {"locationId": "01a202ba-5c3d-74df-b3c3-862ecc38fd40"}""",
            answer = ReturnDocuments.RETURN_EXAMPLE)
    @PostMapping("/approve")
    Return approve(@PathVariable UUID id, @RequestBody Approval body) {
        return after(id, () -> returns.approve(id, body.locationId()));
    }

    @ApiOperation(
            value = "Refuse a return",
            details = "Its units can be requested again.",
            scope = {Permission.RETURNS_MANAGE, Permission.RETURNS_VIEW},
            body = """
                    {"reason": "Used"}""",
            answer = ReturnDocuments.RETURN_EXAMPLE)
    @PostMapping("/refuse")
    Return refuse(@PathVariable UUID id, @RequestBody Why body) {
        return after(id, () -> returns.refuse(id, body.reason().strip()));
    }

    @ApiOperation(
            value = "Withdraw a return",
            details = "As long as nothing of it has come. Its units can be requested again.",
            scope = {Permission.RETURNS_MANAGE, Permission.RETURNS_VIEW},
            body = """
                    {"reason": "The shopper keeps it"}""",
            answer = ReturnDocuments.RETURN_EXAMPLE)
    @PostMapping("/withdraw")
    Return withdraw(@PathVariable UUID id, @RequestBody MaybeWhy body) {
        return after(id, () -> returns.withdraw(id, ReturnDocuments.text(body.reason())));
    }

    @ApiOperation(
            value = "Note the parcel of a return",
            details = "The number of the parcel that the shopper sends; empty for none.",
            scope = {Permission.RETURNS_MANAGE, Permission.RETURNS_VIEW},
            body = """
                    {"tracking": "SF1234567890"}""",
            answer = ReturnDocuments.RETURN_EXAMPLE)
    @PostMapping("/tracking")
    Return track(@PathVariable UUID id, @RequestBody Parcel body) {
        return after(id, () -> returns.track(id, body.tracking().strip()));
    }

    @ApiOperation(
            value = "Hand a return over",
            details =
                    "To a member who may see it, or with null to after-sales as a whole. `dueAt` is when the next step has to be done by.",
            scope = {Permission.RETURNS_MANAGE, Permission.RETURNS_VIEW},
            body = """
                    {"userId": "01a202ba-5c3d-74df-b3c3-862ecc38fd02", "dueAt": "2026-11-24T08:00:00Z"}""",
            answer = ReturnDocuments.RETURN_EXAMPLE)
    @PostMapping("/assign")
    Return assign(@PathVariable UUID id, @RequestBody InHand body) {
        return after(id, () -> returns.assign(id, body.userId(), body.dueAt()));
    }

    @ApiOperation(
            value = "Take in units of a return",
            details =
                    "In parts or at once. `locationId` may be left out where the return names one. With `last` nothing more will come:"
                            + " what is missing can be requested again. A line that is not named did not come now.",
            scope = {Permission.STOCK_MANAGE, Permission.RETURNS_VIEW},
            body = """
                    {"locationId": "01a202ba-5c3d-74df-b3c3-862ecc38fd40",
                     "lines": [{"lineId": "01a202ba-5c3d-74df-b3c3-862ecc38fd20", "quantity": 1}], "last": false}""",
            answer = ReturnDocuments.RETURN_EXAMPLE)
    @PostMapping("/receive")
    Return receive(@PathVariable UUID id, @IfMatch long version, @RequestBody Arrival body) {
        Map<UUID, Long> units = new LinkedHashMap<>();
        Map<String, String> places = new HashMap<>();
        for (int i = 0; i < body.lines().size(); i++) {
            ArrivedLine line = body.lines().get(i);
            if (!units.containsKey(line.lineId())) {
                for (String field : List.of("lineId", "quantity")) {
                    places.put("lines[" + units.size() + "]." + field, "/lines/" + i + "/" + field);
                }
            }
            units.merge(line.lineId(), line.quantity(), Long::sum);
        }
        return after(
                id,
                places,
                () -> goods.receive(
                        id,
                        version,
                        body.locationId(),
                        units,
                        Boolean.TRUE.equals(body.last()),
                        ReturnDocuments.text(body.note())));
    }

    @ApiOperation(
            value = "Inspect units of a return",
            details =
                    "Of each line how many units go back into stock at the location that took them in, and how many are scrapped."
                            + " When all that came is inspected, the return is.",
            scope = {Permission.STOCK_MANAGE, Permission.RETURNS_VIEW},
            body = """
                    {"lines": [{"lineId": "01a202ba-5c3d-74df-b3c3-862ecc38fd20", "restock": 1, "scrap": 0}], "note": "As new"}""",
            answer = ReturnDocuments.RETURN_EXAMPLE)
    @PostMapping("/inspect")
    Return inspect(@PathVariable UUID id, @IfMatch long version, @RequestBody Inspection body) {
        return after(
                id,
                () -> goods.inspect(
                        id,
                        version,
                        body.lines().stream()
                                .map(l -> new ReturnGoods.Found(l.lineId(), l.restock(), l.scrap()))
                                .toList(),
                        ReturnDocuments.text(body.note())));
    }

    @ApiOperation(
            value = "Record the refund of a return",
            details =
                    "`amount` is for the units that came, at most what was paid for them, discounts and tax included, and was not given"
                            + " back; `shipping` is for the order's shipping. No money is moved. With the last of it an inspected"
                            + " return is closed.",
            scope = {Permission.PAYMENTS_MANAGE, Permission.RETURNS_VIEW},
            body = """
                    {"amount": {"amount": 1500, "currency": "CNY"}, "method": "alipay", "reference": "2026112200002"}""",
            answer = ReturnDocuments.RETURN_EXAMPLE)
    @PostMapping("/refunds")
    Return refund(@PathVariable UUID id, @IfMatch long version, @RequestBody MoneyBack body) {
        String currency = returns.rma(id).currency();
        FieldErrors errors = new FieldErrors();
        long amount = amount("/amount", body.amount(), currency, errors);
        long shipping = amount("/shipping", body.shipping(), currency, errors);
        errors.throwIfAny();
        return after(
                id,
                Map.of("amount", "/amount/amount", "shipping", "/shipping/amount"),
                () -> money.refund(
                        id, version, amount, shipping, body.method().strip(), ReturnDocuments.text(body.reference())));
    }

    private static long amount(String path, @Nullable Amount amount, String currency, FieldErrors errors) {
        if (amount == null) {
            return 0;
        }
        if (!amount.currency().equals(currency)) {
            errors.add(path + "/currency", RmaProblem.AMOUNT_CURRENCY, amount.currency(), currency);
        }
        if (amount.amount() < 0 || amount.amount() > Returns.MOST) {
            errors.add(path + "/amount", RmaProblem.BAD_AMOUNT);
        }
        return amount.amount();
    }

    @ApiOperation(
            value = "Exchange what came back",
            details =
                    "Places an order in the same channel for the same address, free of charge where no `unitPrice` is named; its"
                            + " `externalId` is the number of the return. `lines` may be left out: then it is for what came.",
            scope = {Permission.RETURNS_MANAGE, Permission.ORDERS_MANAGE, Permission.RETURNS_VIEW},
            body = """
                    {"lines": [{"sku": "MUG-BLUE", "quantity": 1}]}""",
            answer = ReturnDocuments.RETURN_EXAMPLE)
    @PostMapping("/exchange")
    Return exchange(@PathVariable UUID id, @IfMatch long version, @RequestBody Exchange body) {
        Access.current().require(Permission.ORDERS_MANAGE);
        String currency = returns.rma(id).currency();
        List<SentLine> lines = body.lines() == null ? List.of() : body.lines();
        FieldErrors errors = new FieldErrors();
        List<ReturnMoney.Replacement> sent = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            SentLine line = lines.get(i);
            Amount price = line.unitPrice();
            sent.add(new ReturnMoney.Replacement(
                    line.sku().strip(),
                    line.quantity(),
                    price == null ? null : amount("/lines/" + i + "/unitPrice", price, currency, errors)));
        }
        errors.throwIfAny();
        return after(id, () -> money.exchange(id, version, sent));
    }

    @ApiOperation(
            value = "Close a return",
            details = "After its inspection, whatever was given for it.",
            scope = {Permission.RETURNS_MANAGE, Permission.RETURNS_VIEW},
            body = """
                    {"note": "Refunded at the counter"}""",
            answer = ReturnDocuments.RETURN_EXAMPLE)
    @PostMapping("/close")
    Return close(@PathVariable UUID id, @RequestBody Ending body) {
        return after(id, () -> returns.close(id, ReturnDocuments.text(body.note())));
    }
}
