package io.storelane.organization;

import java.util.Locale;

/**
 * The usual positions of the five departments.
 *
 * <p>A head of department answers for the people of the department at a node.
 */
public enum PositionTemplate {
    MARKETING_MANAGER("营销经理", "Marketing manager", true),
    BRAND_MANAGER("品牌推广经理", "Brand manager", false),
    SOCIAL_MEDIA_SPECIALIST("社交媒体专员", "Social media specialist", false),
    SERVICE_MANAGER("客服经理", "Customer service manager", true),
    SERVICE_AGENT("客服专员", "Customer service agent", false),
    COMPLAINT_SPECIALIST("投诉处理专员", "Complaint specialist", false),
    PURCHASING_MANAGER("采购经理", "Purchasing manager", true),
    BUYER("采购专员", "Buyer", false),
    STOCK_CONTROLLER("库存管理专员", "Stock controller", false),
    WAREHOUSE_MANAGER("仓储经理", "Warehouse manager", true),
    LOGISTICS_SPECIALIST("物流专员", "Logistics specialist", false),
    ORDER_PROCESSOR("订单处理专员", "Order processing clerk", false),
    FINANCE_MANAGER("财务经理", "Finance manager", true),
    ACCOUNTANT("财务专员", "Accountant", false),
    COST_CONTROLLER("成本控制专员", "Cost controller", false);

    private final String zh;
    private final String en;
    private final boolean head;

    PositionTemplate(String zh, String en, boolean head) {
        this.zh = zh;
        this.en = en;
        this.head = head;
    }

    /** Stable name, as stored. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String name(Locale locale) {
        return locale.getLanguage().equals("zh") ? zh : en;
    }

    /** True for the head of a department. */
    public boolean head() {
        return head;
    }
}
