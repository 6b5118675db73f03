package matryoshka.search;

/** A row of the database and its L2 distance |q − x| to the query. */
public record Neighbor(int row, float distance) {}
