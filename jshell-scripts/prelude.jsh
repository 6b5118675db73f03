// The imports that notebooks and jshell scripts share. Notebooks and environment/jshell have them already; a script
// takes them in by: /open jshell-scripts/prelude.jsh
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;
import matryoshka.*;
import matryoshka.bert.*;
import matryoshka.chart.*;
import matryoshka.data.*;
import matryoshka.encoder.*;
import matryoshka.evaluate.*;
import matryoshka.experiment.*;
import matryoshka.model.*;
import matryoshka.search.*;
import matryoshka.train.*;
import matryoshka.vision.*;
import matryoshka.notebook.LiveChart;
import matryoshka.notebook.TrainingProgress;
import org.knowm.xchart.*;
import tech.tablesaw.api.*;
import static matryoshka.notebook.Show.show;
