// Trains an MRL model on texts with classes and keeps it in a folder: about 2 minutes on 2 cores.
//   environment/jshell jshell-scripts/train.jsh                                     WordNet's glosses, to out/mrl
//   environment/jshell jshell-scripts/train.jsh mine.csv TEXT LABEL [folder]        a CSV file, to folder or out/mrl
/open jshell-scripts/task.jsh

if (arguments.size() != 0 && arguments.size() != 3 && arguments.size() != 4)
    throw new IllegalArgumentException(
            "train.jsh takes no arguments, or file.csv TEXT LABEL [folder], got " + arguments);
Map<String, Object> source = glosses;
if (!arguments.isEmpty())
    source = Map.of("data", arguments.get(0), "text", arguments.get(1), "label", arguments.get(2));
Path folder = arguments.size() == 4 ? Path.of(arguments.get(3)) : standard;

// accuracy of every dim after each epoch, in a terminal a bar with the losses; the chart grows in the meantime
Path chart = folder.resolveSibling(folder.getFileName() + "-training.png");
TrainingHistory history = learn("MRL", source, folder, new TrainingProgress("MRL"), new LiveChart("MRL", chart));

// the losses of training, of every dim: the mean over each quarter of the steps
Table losses = Table.create("training loss by dim, unweighted, mean over a quarter of the steps");
List<Integer> dims = List.copyOf(history.steps().getFirst().lossByDim().keySet());
losses.addColumns(IntColumn.create("dim", dims.toArray(Integer[]::new)));
int count = history.steps().size();
for (int quarter = 0; quarter < 4; quarter++) {
    List<StepReport> steps = history.steps().subList(quarter * count / 4, (quarter + 1) * count / 4);
    losses.addColumns(DoubleColumn.create("quarter " + (quarter + 1), dims.stream().mapToDouble(
            dim -> steps.stream().mapToDouble(step -> step.lossByDim().get(dim)).average().orElse(Double.NaN))));
}
show(losses);
show(history.validationTable());
show("model written to " + folder + ", its chart to " + chart);
