package io.storelane.rma;

import io.storelane.access.Permission;
import io.storelane.metric.ToDo;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Returns that nobody has answered, and those that somebody should have gone on with. */
@Configuration(proxyBeanMethods = false)
class ReturnToDos {

    @Bean
    ToDo requestedReturns(ReturnList list) {
        return view(list, 45, "refresh", "requested");
    }

    @Bean
    ToDo lateReturns(ReturnList list) {
        return view(list, 44, "clock", "late");
    }

    private static ToDo view(ReturnList list, int order, String icon, String view) {
        return new ToDo.Of(
                "returns." + view,
                order,
                icon,
                Permission.RETURNS_VIEW,
                "/returns?view=" + view,
                most -> list.count(view, most));
    }
}
