package io.storelane.organization;

import static io.storelane.organization.PositionTemplate.*;

import java.util.List;
import java.util.Locale;

/** The five departments of a company that runs stores, with their usual positions. */
public enum DepartmentTemplate {
    MARKETING("市场营销", "Marketing", List.of(MARKETING_MANAGER, BRAND_MANAGER, SOCIAL_MEDIA_SPECIALIST)),
    CUSTOMER_SERVICE("客户服务", "Customer service", List.of(SERVICE_MANAGER, SERVICE_AGENT, COMPLAINT_SPECIALIST)),
    PURCHASING("商品采购", "Purchasing", List.of(PURCHASING_MANAGER, BUYER, STOCK_CONTROLLER)),
    WAREHOUSE("仓储物流", "Warehouse and logistics", List.of(WAREHOUSE_MANAGER, LOGISTICS_SPECIALIST, ORDER_PROCESSOR)),
    FINANCE("财务", "Finance", List.of(FINANCE_MANAGER, ACCOUNTANT, COST_CONTROLLER));

    private final String zh;
    private final String en;
    private final List<PositionTemplate> positions;

    DepartmentTemplate(String zh, String en, List<PositionTemplate> positions) {
        this.zh = zh;
        this.en = en;
        this.positions = positions;
    }

    /** Stable name, as stored. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String name(Locale locale) {
        return locale.getLanguage().equals("zh") ? zh : en;
    }

    public List<PositionTemplate> positions() {
        return positions;
    }
}
