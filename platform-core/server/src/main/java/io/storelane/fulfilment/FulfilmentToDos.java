package io.storelane.fulfilment;

import io.storelane.access.Permission;
import io.storelane.metric.ToDo;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Fulfilment orders that nobody has taken, those that should have left, and hand-overs that should have been taken: views of the lists. */
@Configuration(proxyBeanMethods = false)
class FulfilmentToDos {

    @Bean
    ToDo openFulfilments(FulfilmentList list) {
        return view("fulfilments", "/fulfilments", 42, "package", "open", most -> list.count("open", most));
    }

    @Bean
    ToDo lateFulfilments(FulfilmentList list) {
        return view("fulfilments", "/fulfilments", 41, "clock", "late", most -> list.count("late", most));
    }

    @Bean
    ToDo lateHandOvers(HandOvers handOvers) {
        return view("handovers", "/hand-overs", 43, "clock", "late", most -> handOvers.count("late", most));
    }

    private static ToDo view(String things, String list, int order, String icon, String view, ToDo.Count count) {
        return new ToDo.Of(things + "." + view, order, icon, Permission.FULFILMENT_VIEW, list + "?view=" + view, count);
    }
}
