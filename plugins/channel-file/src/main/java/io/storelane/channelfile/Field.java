package io.storelane.channelfile;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a column of a file of orders may hold. Texts: {@code file.field.<code>}. */
enum Field {
    NUMBER(true, "order", "order no", "order number", "订单号", "订单编号"),
    ORDERED_AT(false, "date", "ordered at", "order date", "created", "下单时间", "订单时间", "日期"),
    SKU(true, "sku", "item", "article", "商品编码", "货号", "商家编码"),
    QUANTITY(true, "quantity", "qty", "units", "数量", "件数"),
    PRICE(true, "price", "unit price", "单价", "商品单价", "价格"),
    SHIPPING(false, "shipping", "freight", "postage", "运费", "邮费"),
    DISCOUNT(false, "discount", "折扣", "优惠", "优惠金额"),
    PAID(false, "paid", "amount paid", "实付", "实付金额", "付款金额"),
    PAYMENT(false, "payment", "payment reference", "transaction", "支付单号", "交易号"),
    BUYER(false, "buyer", "customer", "买家", "买家姓名", "客户"),
    PHONE(false, "phone", "mobile", "tel", "电话", "手机", "联系电话", "收货人电话"),
    EMAIL(false, "email", "e-mail", "mail", "邮箱", "电子邮箱"),
    NAME(false, "name", "receiver", "ship to", "收货人", "收件人", "姓名"),
    COUNTRY(false, "country", "国家"),
    REGION(false, "region", "region code", "区划代码", "行政区划代码"),
    PROVINCE(false, "province", "state", "省", "省份"),
    CITY(false, "city", "市", "城市"),
    DISTRICT(false, "district", "county", "区", "区县"),
    STREET(false, "address", "street", "地址", "详细地址", "收货地址"),
    POSTAL_CODE(false, "postal code", "zip", "zip code", "邮编", "邮政编码"),
    NOTE(false, "note", "remark", "comment", "备注", "买家留言");

    private final boolean needed;
    private final List<String> names;

    Field(boolean needed, String... names) {
        this.needed = needed;
        this.names = Stream.of(names).map(Field::folded).toList();
    }

    public boolean needed() {
        return needed;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String labelKey() {
        return "file.field." + code();
    }

    static Optional<Field> of(String code) {
        return Stream.of(values()).filter(f -> f.code().equals(code)).findFirst();
    }

    /** True if a column of this title most likely holds it. */
    boolean isMeantBy(String title) {
        String wanted = folded(title);
        return names.contains(wanted) || folded(code()).equals(wanted);
    }

    static String folded(String title) {
        return Normalizer.normalize(title, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[\\s_*.:-]+", "");
    }
}
