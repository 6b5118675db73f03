package matryoshka.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SuperclassesTest {
    private final Superclasses superclasses =
            new Superclasses(new TreeMap<>(Map.of("oak", "plant", "cat", "animal", "dog", "animal")));

    @Test
    void ids_follow_the_sorted_names_in_the_order_of_the_classes() {
        assertThat(superclasses.names()).containsExactly("animal", "plant");
        assertThat(superclasses.ids(List.of("oak", "cat", "dog", "oak"))).containsExactly(1, 0, 0, 1);
    }

    @Test
    void an_unknown_class_is_refused_with_the_nearest() {
        assertThatThrownBy(() -> superclasses.ids(List.of("cat", "dogs")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("\"dogs\"", "did you mean \"dog\"?", "\"oak\"");
    }

    @Test
    void nothing_and_an_empty_superclass_are_refused() {
        assertThatThrownBy(() -> new Superclasses(new TreeMap<>())).hasMessageContaining("at least one class");
        assertThatThrownBy(() -> new Superclasses(new TreeMap<>(Map.of("cat", " "))))
                .hasMessageContainingAll("\"cat\"", "empty superclass");
    }

    @Test
    void later_changes_of_the_map_are_not_seen() {
        TreeMap<String, String> map = new TreeMap<>(Map.of("cat", "animal"));
        Superclasses own = new Superclasses(map);
        map.put("oak", "plant");
        assertThat(own.names()).containsExactly("animal");
    }
}
