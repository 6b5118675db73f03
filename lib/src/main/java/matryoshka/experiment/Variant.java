package matryoshka.experiment;

import java.util.function.UnaryOperator;
import matryoshka.model.MatryoshkaConfig;
import matryoshka.train.TrainOptions;

/** MRL trained another way, compared by a study besides the methods that every task has. */
record Variant(String name, UnaryOperator<MatryoshkaConfig> config, UnaryOperator<TrainOptions> options) {}
