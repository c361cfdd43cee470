package io.storelane.plugin.service;

import io.storelane.dataset.TableReader;
import io.storelane.plugin.PublishedService;
import io.storelane.plugin.api.Tables;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Files of rows, as plugins read and write them. */
@Configuration(proxyBeanMethods = false)
class TableServices {

    private record Line(int number, List<TableReader.Cell> cells) implements Tables.Row {

        @Override
        public int width() {
            return cells.size();
        }

        @Override
        public String cell(int column) {
            return column < cells.size() ? cells.get(column).text() : "";
        }

        @Override
        public Optional<String> doubt(int column) {
            return column >= cells.size() || cells.get(column).doubt().isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            cells.get(column).doubt().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }

    @Bean
    PublishedService<Tables> tablesService(TableReader reader) {
        Tables tables = new Tables() {

            @Override
            public void read(byte[] file, Consumer<Tables.Row> each) {
                reader.read(file, LARGEST, MOST, row -> each.accept(new Line(row.number(), row.cells())));
            }

            @Override
            public byte[] csv(List<List<String>> rows) {
                return reader.csv(rows);
            }
        };
        return new PublishedService<>("tables", Tables.class, null, _ -> tables);
    }
}
