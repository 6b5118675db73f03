package matryoshka.data;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The one coarse class that every fine class belongs to.
 *
 * @param byClass superclass by the name of the class
 */
public record Superclasses(SortedMap<String, String> byClass) {
    public Superclasses {
        byClass = Collections.unmodifiableSortedMap(new TreeMap<>(byClass));
        if (byClass.isEmpty()) throw new IllegalArgumentException("superclasses need at least one class, got none");
        byClass.forEach((name, superclass) -> {
            if (superclass == null || superclass.isBlank())
                throw new IllegalArgumentException(
                        "the class " + Names.quote(name) + " has an empty superclass: name the one it belongs to");
        });
    }

    /** The superclasses by name, sorted: a superclass' id is its index here. */
    public List<String> names() {
        return List.copyOf(new TreeSet<>(byClass.values()));
    }

    /**
     * The superclass of a class.
     *
     * @throws IllegalArgumentException if the class is unknown
     */
    public String of(String name) {
        String superclass = byClass.get(name);
        if (superclass == null)
            throw new IllegalArgumentException("no superclass is known of the class " + Names.quote(name) + "; "
                    + Names.didYouMean(name, List.copyOf(byClass.keySet())) + "There are those of "
                    + Names.list(byClass.keySet()));
        return superclass;
    }

    /**
     * The ids of the superclasses of {@code classes} [C], in that order.
     *
     * @throws IllegalArgumentException if one of the classes is unknown
     */
    public int[] ids(List<String> classes) {
        List<String> names = names();
        return classes.stream().mapToInt(name -> names.indexOf(of(name))).toArray();
    }
}
