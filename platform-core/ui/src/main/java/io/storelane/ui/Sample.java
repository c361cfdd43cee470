package io.storelane.ui;

import io.storelane.ui.TimelineEntry.State;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Made-up content for the design page. */
public record Sample(
        List<Tab> tabs,
        String q,
        Map<String, String> hidden,
        List<Row> rows,
        List<ChecklistStep> steps,
        List<TreeNode> tree,
        List<Option> roles,
        List<TimelineEntry> timeline,
        List<String> stepKeys,
        List<Tab> drawerTabs) {

    /** One line of the list. */
    public record Row(String name, String email, String roleKey, String kind, String stateKey, int logins) {}

    static Sample in(Locale locale) {
        boolean chinese = Locale.CHINESE.getLanguage().equals(locale.getLanguage());
        return new Sample(
                List.of(
                        new Tab("ui.design.view.all", "/design", 1240L, true),
                        new Tab("ui.design.view.active", "/design?view=active", 1113L, false),
                        new Tab("ui.design.view.invited", "/design?view=invited", 58L, false),
                        new Tab("ui.design.view.suspended", "/design?view=suspended", 69L, false)),
                "",
                Map.of("view", "active"),
                List.of(
                        row("林晓", "lin", "manager", "success", "active", 1204),
                        row("Emma Wilson", "emma", "owner", "success", "active", 988),
                        row("徐涛", "xu", "clerk", "warning", "invited", 0),
                        row("James Lee", "james", "clerk", "success", "active", 75),
                        row("朱琳", "zhu", "manager", "success", "active", 312),
                        row("杨静", "yang", "clerk", "neutral", "suspended", 41),
                        row("Sofía Herrera", "sofia", "clerk", "success", "active", 87),
                        row("胡军", "hu", "clerk", "warning", "invited", 0)),
                List.of(
                        step("building", "workspace", true),
                        step("building-store", "store", true),
                        step("user-plus", "staff", false),
                        step("shield-check", "security", false)),
                List.of(node(
                        "hq",
                        "building",
                        chinese ? "山丘咖啡总部" : "Hill Coffee HQ",
                        List.of(
                                node(
                                        "east",
                                        "sitemap",
                                        chinese ? "华东区" : "East region",
                                        List.of(
                                                leaf("sh", chinese ? "上海淮海路店" : "Huaihai Road store"),
                                                leaf("hz", chinese ? "杭州西湖店" : "West Lake store"))),
                                node(
                                        "south",
                                        "sitemap",
                                        chinese ? "华南区" : "South region",
                                        List.of(leaf("gz", chinese ? "广州天河店" : "Tianhe store"))),
                                node("wh", "building-warehouse", chinese ? "中央仓" : "Central warehouse", List.of())))),
                List.of(
                        new Option("manager", chinese ? "店长" : "Store manager"),
                        new Option("clerk", chinese ? "店员" : "Clerk")),
                List.of(
                        new TimelineEntry(
                                chinese ? "发出邀请" : "Invitation sent", "Emma Wilson", "2026-11-20 09:14", State.DONE),
                        new TimelineEntry(chinese ? "接受邀请" : "Joined", null, "2026-11-20 11:02", State.DONE),
                        new TimelineEntry(
                                chinese ? "分配门店" : "Assigned to a store",
                                chinese ? "上海淮海路店" : "Huaihai Road store",
                                "2026-11-22 12:40",
                                State.CURRENT),
                        new TimelineEntry(chinese ? "首次登录收银台" : "First till sign-in", null, null, State.WAITING)),
                List.of("ui.design.steps.upload", "ui.design.steps.check", "ui.design.steps.done"),
                List.of(Tab.of("ui.design.tab.details", "#", true), Tab.of("ui.design.tab.access", "#", false)));
    }

    static Shell shell(String slug) {
        return new Shell(
                slug.isEmpty() ? "" : "山丘咖啡 Hill Coffee",
                slug,
                null,
                "林晓",
                "lin@example.com",
                List.of(
                        new MenuSection(
                                null,
                                List.of(
                                        new MenuItem("home", "ui.design.menu.home", "/w/hill", false, null),
                                        new MenuItem("users", "ui.design.staff", "/design", true, 37),
                                        new MenuItem("building-store", "ui.design.stores", "/design", false, null))),
                        new MenuSection(
                                "ui.design.organisation",
                                List.of(
                                        new MenuItem("sitemap", "ui.design.menu.organisation", "/design", false, null),
                                        new MenuItem(
                                                "shield-check", "ui.design.menu.security", "/design", false, null))),
                        new MenuSection(
                                null,
                                List.of(new MenuItem("settings", "ui.design.menu.settings", "/design", false, null)))),
                List.of(
                        new WorkspaceLink("山丘咖啡 Hill Coffee", "hill", true),
                        new WorkspaceLink("Otto Bikes", "otto", false)));
    }

    static List<PaletteGroup> palette() {
        return List.of(
                new PaletteGroup(
                        "ui.design.views",
                        List.of(
                                new PaletteItem("home", "Home", "/w/hill", null),
                                new PaletteItem("users", "Staff", "/design", "1,240"))),
                new PaletteGroup(
                        "ui.design.staff",
                        List.of(
                                new PaletteItem("user", "林晓", "/design", "lin@example.com"),
                                new PaletteItem("user", "Emma Wilson", "/design", "emma@example.com"))));
    }

    private static Row row(String name, String mail, String role, String kind, String state, int logins) {
        return new Row(name, mail + "@example.com", "ui.design.role." + role, kind, "ui.design.view." + state, logins);
    }

    private static ChecklistStep step(String icon, String key, boolean done) {
        String title = "ui.design.step." + key;
        return new ChecklistStep(
                icon, title, key.equals("workspace") ? null : title + ".text", done ? null : "/design", done);
    }

    private static TreeNode node(String id, String icon, String label, List<TreeNode> children) {
        return new TreeNode(id, icon, label, String.valueOf(children.size()), "/design", id.equals("east"), children);
    }

    private static TreeNode leaf(String id, String label) {
        return new TreeNode(id, "building-store", label, "12", "/design", false, List.of());
    }
}
