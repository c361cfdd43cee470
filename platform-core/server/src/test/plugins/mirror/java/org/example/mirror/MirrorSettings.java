package org.example.mirror;

import io.storelane.plugin.api.SettingsForm;
import java.util.List;
import org.pf4j.Extension;

@Extension
public class MirrorSettings implements SettingsForm {

    @Override
    public List<Field> fields() {
        return List.of(new Field("takes", Kind.TEXT, "settings.takes", false));
    }
}
