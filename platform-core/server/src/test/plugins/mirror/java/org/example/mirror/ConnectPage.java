package org.example.mirror;

import io.storelane.plugin.api.OAuth;
import io.storelane.plugin.api.RequiresPermission;
import io.storelane.plugin.api.Vault;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.ResponseStatus;

@Controller
@RequiresPermission("mirror.use")
class ConnectPage {

    private final OAuth oauth;
    private final Vault vault;

    ConnectPage(OAuth oauth, Vault vault) {
        this.oauth = oauth;
        this.vault = vault;
    }

    @PostMapping("/connect")
    String connect(@RequestParam String endpoint, @RequestParam(defaultValue = "scope") String name) {
        return "redirect:" + oauth.begin(endpoint, "storelane", Map.of(name, "orders products"));
    }

    @GetMapping("/connected")
    @ResponseBody
    String connected() {
        return vault.open("grant").orElse("none");
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.UNPROCESSABLE_CONTENT)
    @ResponseBody
    String wrong(IllegalArgumentException e) {
        return e.getMessage();
    }
}
