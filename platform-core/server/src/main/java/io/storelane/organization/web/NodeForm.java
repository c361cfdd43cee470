package io.storelane.organization.web;

import io.storelane.organization.NodeDetails;
import io.storelane.organization.NodeView;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * What can be entered for a node.
 *
 * @param parentId where a new node stands; empty for one that exists
 * @param version the version that was read; 0 for a new one
 */
record NodeForm(
        @NotBlank @Size(max = 200) String name,
        @Size(max = 50) String code,
        @Size(max = 100) String city,
        @Size(max = 300) String address,

        @Size(max = 50) @Pattern(regexp = NodeForm.PHONE) String phone,

        String parentId,
        @Pattern(regexp = "\\d{1,18}") String version) {

    static final String PHONE = "[0-9+()#*,. /-]*";

    NodeForm {
        name = Views.orEmpty(name);
        code = Views.orEmpty(code);
        city = Views.orEmpty(city);
        address = Views.orEmpty(address);
        phone = Views.orEmpty(phone);
        parentId = Views.orEmpty(parentId);
        version = version == null ? "0" : version;
    }

    static NodeForm below(String parentId) {
        return new NodeForm("", "", "", "", "", parentId, "0");
    }

    static NodeForm of(NodeView node) {
        NodeDetails d = node.details();
        return new NodeForm(d.name(), d.code(), d.city(), d.address(), d.phone(), "", Long.toString(node.version()));
    }

    NodeDetails details() {
        return new NodeDetails(name, code, city, address, phone);
    }
}
