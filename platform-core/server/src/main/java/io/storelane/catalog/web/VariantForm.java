package io.storelane.catalog.web;

import io.storelane.catalog.Gtin;
import io.storelane.catalog.ProductOption;
import io.storelane.catalog.Sku;
import io.storelane.catalog.Text;
import io.storelane.catalog.Variant;
import io.storelane.catalog.VariantDetails;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A variant as typed.
 *
 * @param optionValues for each option the place of the chosen value among its values
 */
record VariantForm(
        @NotBlank @Size(max = Sku.LENGTH) String sku,
        String gtin,
        List<String> optionValues,
        @Min(0) @Max(100_000_000) @Nullable Long weight,
        @Min(0) @Max(100_000_000) @Nullable Long length,
        @Min(0) @Max(100_000_000) @Nullable Long width,
        @Min(0) @Max(100_000_000) @Nullable Long height,
        Boolean active,
        Long version) {

    VariantForm {
        sku = sku == null ? "" : sku;
        active = active != null && active;
        version = version == null ? 0L : version;
        gtin = gtin == null ? "" : gtin;
        optionValues = optionValues == null ? List.of() : List.copyOf(optionValues);
    }

    static VariantForm empty() {
        return new VariantForm("", "", List.of(), null, null, null, null, true, 0L);
    }

    static VariantForm of(Variant v, List<ProductOption> options) {
        VariantDetails d = v.details();
        List<String> chosen = new ArrayList<>();
        for (int i = 0; i < options.size(); i++) {
            int at = i < d.optionValues().size()
                    ? options.get(i).values().indexOf(d.optionValues().get(i))
                    : -1;
            chosen.add(Integer.toString(at));
        }
        return new VariantForm(
                v.sku(),
                v.gtin(),
                chosen,
                d.weight(),
                d.size().length(),
                d.size().width(),
                d.size().height(),
                d.active(),
                v.version());
    }

    VariantDetails details(List<ProductOption> options) {
        List<Text> values = new ArrayList<>();
        for (int i = 0; i < options.size(); i++) {
            List<Text> known = options.get(i).values();
            String at = i < optionValues.size() ? optionValues.get(i) : "";
            values.add(
                    at.matches("\\d{1,3}") && Integer.parseInt(at) < known.size()
                            ? known.get(Integer.parseInt(at))
                            : Text.NONE);
        }
        return new VariantDetails(
                new Sku(sku), Gtin.of(gtin), values, weight, new VariantDetails.Size(length, width, height), active);
    }
}
