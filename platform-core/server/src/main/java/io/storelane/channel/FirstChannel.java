package io.storelane.channel;

import io.storelane.workspace.CreateWorkspace;
import io.storelane.workspace.Furniture;
import java.util.Locale;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Every workspace begins with a channel for what its own people sell. */
@Component
@Order(10)
class FirstChannel implements Furniture {

    private final Channels channels;

    FirstChannel(Channels channels) {
        this.channels = channels;
    }

    @Override
    public void provide(CreateWorkspace command, UUID top) {
        String name = command.locale().getLanguage().equals(Locale.CHINESE.getLanguage()) ? "直营" : "Direct sales";
        channels.provision(top, name, command.currency());
    }
}
