package org.example.loyalty;

import io.storelane.plugin.api.RequiresPermission;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.ResponseStatus;

@Controller
class CardsPage {

    private final Cards cards;

    CardsPage(Cards cards) {
        this.cards = cards;
    }

    record CardForm(@NotBlank String name) {}

    record Summary(int count, String workspace) {}

    @GetMapping("/cards")
    @RequiresPermission("loyalty.view")
    String cards(Model model) {
        model.addAttribute("cards", cards.all());
        return "cards";
    }

    @PostMapping("/cards")
    @RequiresPermission("loyalty.edit")
    String add(@Valid @ModelAttribute("form") CardForm form, BindingResult errors, @PathVariable String workspace) {
        if (errors.hasErrors()) {
            return "redirect:/w/" + workspace + "/p/loyalty/cards?error";
        }
        if (form.name().startsWith("host")) {
            cards.addWithoutThing(form.name());
        } else {
            cards.add(form.name());
        }
        return "redirect:/w/" + workspace + "/p/loyalty/cards";
    }

    @GetMapping("/summary")
    @RequiresPermission("loyalty.view")
    @ResponseBody
    Summary summary(@PathVariable String workspace) {
        return new Summary(cards.all().size(), workspace);
    }

    @GetMapping("/open")
    @ResponseBody
    String open() {
        return "nobody should read this";
    }

    @GetMapping("/teapot")
    @RequiresPermission("loyalty.view")
    @ResponseBody
    String teapot() {
        throw new Teapot();
    }

    @ResponseStatus(HttpStatus.I_AM_A_TEAPOT)
    static class Teapot extends RuntimeException {}

    @GetMapping("/broken")
    @RequiresPermission("loyalty.view")
    String broken() {
        throw new IllegalStateException("secret words of the plugin");
    }

    @GetMapping("/hangs")
    @RequiresPermission("loyalty.view")
    @ResponseBody
    String hangs() throws InterruptedException {
        Thread.sleep(60_000);
        return "late";
    }

    @GetMapping("/spins")
    @RequiresPermission("loyalty.view")
    @ResponseBody
    String spins() {
        long end = System.nanoTime() + 15_000_000_000L;
        long turns = 0;
        while (System.nanoTime() < end) {
            turns++;
        }
        return "turns: " + turns;
    }

    @GetMapping("/slow")
    @RequiresPermission("loyalty.view")
    @ResponseBody
    String slow() throws InterruptedException {
        Thread.sleep(2_000);
        return "slow and sure: " + cards.all().size();
    }

    @GetMapping("/host-classes")
    @RequiresPermission("loyalty.view")
    @ResponseBody
    String hostClasses() {
        try {
            return Class.forName("io.storelane.tenancy.Database").getName();
        } catch (ClassNotFoundException e) {
            return "hidden";
        }
    }
}
