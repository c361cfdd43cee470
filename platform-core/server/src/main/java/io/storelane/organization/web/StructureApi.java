package io.storelane.organization.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.organization.Departments;
import io.storelane.organization.LevelName;
import io.storelane.organization.Organization;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What the organisation is made of: levels, departments, positions. */
@RestController
class StructureApi {

    private static final String NAME = """
            {"name": "Warehouse"}""";

    private static final String ID = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd"}""";

    private static final String LEVELS = """
            {"levels": [{"nameZh": "总部", "nameEn": "Head office"}, {"nameZh": "省", "nameEn": "Province"}, {"nameZh": "市", "nameEn": "City"},
             {"nameZh": "网点", "nameEn": "Outlet"}]}""";

    private final Organization organization;
    private final Departments departments;

    StructureApi(Organization organization, Departments departments) {
        this.organization = organization;
        this.departments = departments;
    }

    record Level(
            @NotBlank @Size(max = 50) String nameZh,
            @NotBlank @Size(max = 50) String nameEn) {}

    record Levels(
            @Valid @Size(min = 1, max = LevelsForm.MOST) List<Level> levels) {}

    record Position(UUID id, String name, int people) {}

    record Department(UUID id, String name, List<Position> positions) {}

    record Name(@NotBlank @Size(max = 200) String name) {}

    record Added(UUID id) {}

    @ApiOperation(
            value = "Read the levels of the tree",
            details = "The top one first.",
            scope = Permission.ORGANIZATION_VIEW,
            answer = LEVELS)
    @GetMapping("/api/v1/levels")
    Levels levels() {
        Access.current().require(Permission.ORGANIZATION_VIEW);
        return new Levels(organization.levels().stream()
                .map(l -> new Level(l.nameZh(), l.nameEn()))
                .toList());
    }

    @ApiOperation(
            value = "Replace the levels of the tree",
            details = "Their number is the depth that the tree may have.",
            scope = Permission.STRUCTURE_MANAGE,
            body = LEVELS,
            answer = LEVELS)
    @PutMapping("/api/v1/levels")
    Levels replaceLevels(@RequestBody Levels body) {
        List<Level> levels = body.levels();
        organization.setLevels(IntStream.range(0, levels.size())
                .mapToObj(i ->
                        new LevelName(i, levels.get(i).nameZh(), levels.get(i).nameEn()))
                .toList());
        return body;
    }

    @ApiOperation(value = "List departments with their positions", scope = Permission.ORGANIZATION_VIEW, answer = """
                    {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "name": "Warehouse",
                     "positions": [{"id": "01a202ba-5c3d-74df-b3c3-862ecc38fd20", "name": "Warehouse manager", "people": 2}]}""")
    @GetMapping("/api/v1/departments")
    ApiPage<Department> departments() {
        return ApiPage.whole(departments.list().stream()
                .map(d -> new Department(
                        d.id(),
                        d.name(),
                        d.positions().stream()
                                .map(p -> new Position(p.id(), p.name(), p.people()))
                                .toList()))
                .toList());
    }

    @ApiOperation(value = "Add a department", scope = Permission.STRUCTURE_MANAGE, body = NAME, answer = ID)
    @PostMapping("/api/v1/departments")
    @ResponseStatus(HttpStatus.CREATED)
    Added addDepartment(@RequestBody Name body) {
        return new Added(departments.addDepartment(body.name()));
    }

    @ApiOperation(value = "Rename a department", scope = Permission.STRUCTURE_MANAGE, body = NAME)
    @PutMapping("/api/v1/departments/{department}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void renameDepartment(@PathVariable UUID department, @RequestBody Name body) {
        departments.renameDepartment(department, body.name());
    }

    @ApiOperation(value = "Delete a department without positions", scope = Permission.STRUCTURE_MANAGE)
    @DeleteMapping("/api/v1/departments/{department}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteDepartment(@PathVariable UUID department) {
        departments.deleteDepartment(department);
    }

    @ApiOperation(value = "Add a position", scope = Permission.STRUCTURE_MANAGE, body = NAME, answer = ID)
    @PostMapping("/api/v1/departments/{department}/positions")
    @ResponseStatus(HttpStatus.CREATED)
    Added addPosition(@PathVariable UUID department, @RequestBody Name body) {
        return new Added(departments.addPosition(department, body.name()));
    }

    @ApiOperation(value = "Rename a position", scope = Permission.STRUCTURE_MANAGE, body = NAME)
    @PutMapping("/api/v1/positions/{position}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void renamePosition(@PathVariable UUID position, @RequestBody Name body) {
        departments.renamePosition(position, body.name());
    }

    @ApiOperation(value = "Delete a position that nobody holds", scope = Permission.STRUCTURE_MANAGE)
    @DeleteMapping("/api/v1/positions/{position}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deletePosition(@PathVariable UUID position) {
        departments.deletePosition(position);
    }
}
