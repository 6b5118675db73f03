package matryoshka.notebook;

import java.util.UUID;
import java.util.function.Consumer;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Output of a notebook cell. Loading this class links JJava's; {@link Show#insideNotebook} guards that. */
final class NotebookDisplay {
    private static final String DISPLAY_ID = "display_id";

    private NotebookDisplay() {}

    /** JJava has no question for it: where no kernel runs, asking for it throws. */
    static boolean isRunning() {
        try {
            return BaseKernel.notebookKernel() != null;
        } catch (NullPointerException noKernel) {
            return false;
        }
    }

    static void display(Object value) {
        BaseKernel.notebookKernel().display(render(value));
    }

    /** One output of the running cell, which every further value replaces; a saved notebook holds the last alone. */
    static Consumer<Object> replaceable() {
        return new Consumer<>() {
            private String id;

            @Override
            public void accept(Object value) {
                DisplayData data = render(value);
                BaseKernel kernel = BaseKernel.notebookKernel();
                if (id != null) {
                    kernel.getIO().display.updateDisplay(id, data);
                    return;
                }
                id = UUID.randomUUID().toString();
                data.putTransientData(DISPLAY_ID, id); // setDisplayId has another signature in every release of JJava
                kernel.display(data);
            }
        };
    }

    private static DisplayData render(Object value) {
        return BaseKernel.notebookKernel().getRenderer().render(value);
    }
}
