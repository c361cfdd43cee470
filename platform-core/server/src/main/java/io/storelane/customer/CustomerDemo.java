package io.storelane.customer;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Customers for a workspace that is to look lively, two of them the same one. The caller acts as somebody who may add them. */
@Component
public class CustomerDemo {

    private final Customers customers;
    private final CustomerProfiles profiles;

    CustomerDemo(Customers customers, CustomerProfiles profiles) {
        this.customers = customers;
        this.profiles = profiles;
    }

    /** Somebody who was added. */
    public record Known(UUID id, String name, String phone) {}

    public List<Known> seed() {
        UUID node = customers.nodes().getFirst().id();
        List<Known> all = new ArrayList<>();
        all.add(add("person", "王芳", "13800010001", "wangfang@example.com", "文三路 1 号 2 单元 301", "杭州市", node));
        all.add(add("person", "王 芳", "138 0001 0001", "", "文三路1号2单元301", "杭州市", node));
        all.add(add("person", "李伟", "13800010002", "liwei@example.com", "淮海中路 611 号", "上海市", node));
        all.add(add("person", "张敏", "13800010003", "", "科技园路 8 号", "深圳市", node));
        all.add(add("person", "陈静", "13800010004", "chenjing@example.com", "建国路 93 号", "北京市", node));
        all.add(add("company", "云起茶业有限公司", "057188880000", "order@example.com", "龙井路 18 号", "杭州市", node));
        UUID first = all.getFirst().id();
        profiles.consent(first, "email", true, "会员注册表单", null);
        profiles.consent(first, "sms", false, "电话告知", null);
        profiles.note(first, "喜欢浅烘焙，周末送货。");
        profiles.addTag(List.of(first, all.get(3).id()), "VIP");
        profiles.addContact(all.getLast().id(), new ContactDetails("周杰", "采购经理", "13800010005", "zhoujie@example.com"));
        return all;
    }

    private Known add(String kind, String name, String phone, String email, String street, String city, UUID node) {
        UUID id = customers.add(new CustomerDetails(kind, name, phone, email, "", node));
        profiles.addAddress(id, new AddressDetails("", name, phone, "CN", "", city, "", street, "", true));
        return new Known(id, name, phone);
    }
}
