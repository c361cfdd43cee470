package org.example.campaign;

import io.storelane.plugin.api.RequiresPermission;
import org.example.loyalty.api.Points;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;

@Controller
public class CampaignPage {

    @Configuration(proxyBeanMethods = false)
    @ComponentScan
    public static class Campaign {}

    private final Points points;

    public CampaignPage(Points points) {
        this.points = points;
    }

    @GetMapping("/run")
    @RequiresPermission("campaign.run")
    @ResponseBody
    String run() {
        points.give("from a campaign");
        try {
            return "sees " + Class.forName("org.example.loyalty.Cards");
        } catch (ClassNotFoundException e) {
            return "given, and nothing else is seen";
        }
    }
}
