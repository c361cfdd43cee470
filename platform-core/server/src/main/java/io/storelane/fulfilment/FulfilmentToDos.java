package io.storelane.fulfilment;

import io.storelane.access.Permission;
import io.storelane.metric.ToDo;
import java.util.Objects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Fulfilment orders that nobody has taken, and those that should have left. */
@Configuration(proxyBeanMethods = false)
class FulfilmentToDos {

    @Bean
    ToDo openFulfilments(FulfilmentList list) {
        return view(list, 42, "package", "open");
    }

    @Bean
    ToDo lateFulfilments(FulfilmentList list) {
        return view(list, 41, "clock", "late");
    }

    private static ToDo view(FulfilmentList list, int order, String icon, String view) {
        FulfilmentFilter filter = new FulfilmentFilter(view, "", null, null, "due");
        return new ToDo.Of(
                "fulfilments." + view,
                order,
                icon,
                Permission.FULFILMENT_VIEW,
                "/fulfilments?view=" + view,
                _ -> Objects.requireNonNull(list.counts(filter).get(view)));
    }
}
