package matryoshka.chart;

/** What has a line of small print under its title. */
interface Subtitled {
    String subtitle();
}
