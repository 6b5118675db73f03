package matryoshka.model;

/** How the classifier heads share weights over the nesting dims (Kusupati et al. 2022, section 3). */
public enum Head {
    /** One linear classifier of its own for every nesting dim m: W_m [m, C], b_m [C]. */
    MRL,
    /** Efficient MRL: one classifier W [D, C], b [C] whose first m rows serve every nesting dim m. */
    MRL_E,
    /** Fixed feature: one classifier at one dim; at full dim this is the plain model. */
    FIXED_FEATURE,
    /** No classifier: the embedding itself is learned, from pairs. */
    NONE
}
