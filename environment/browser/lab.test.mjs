// JupyterLab with the Java kernel, by mouse and keyboard in Chromium. Started by environment/browser-test.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';

const { LAB_URL, CHROMIUM, OUT, JUPYTER_TOKEN } = process.env;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const NOTEBOOK = '01-quickstart.ipynb';
const FILE = `${OUT}/notebooks/${NOTEBOOK}`;

let browser, page;
let pictures = 0;
const faults = []; // uncaught errors of the page

before(async () => {
    const notebook = JSON.parse(readFileSync(FILE));
    for (const cell of codeCells(notebook)) Object.assign(cell, { outputs: [], execution_count: null });
    writeFileSync(FILE, JSON.stringify(notebook));
    browser = await chromium.launch({
        executablePath: CHROMIUM,
        args: process.getuid() === 0 ? ['--no-sandbox'] : [],
    });
    page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    page.setDefaultTimeout(MINUTE);
    page.on('pageerror', (error) => faults.push(error.message));
});

after(() => browser?.close());

function step(name, timeout, body) {
    test(name, { timeout }, async (context) => {
        try {
            await body(context);
        } catch (error) {
            await picture('failed').catch(() => {});
            throw error;
        }
    });
}

step('the launcher shows the Java kernel with its logo, and no news pop-up appears', 3 * MINUTE, async () => {
    await page.goto(`${LAB_URL}/lab?token=${JUPYTER_TOKEN}`);
    const tile = page.locator('.jp-LauncherCard[data-category="Notebook"]');
    await tile.first().waitFor({ timeout: 2 * MINUTE });
    assert.deepEqual(await tile.allInnerTexts(), ['Java (Matryoshka)']);
    const logo = tile.locator('img');
    assert.equal(await logo.evaluate((image) => image.complete && image.naturalWidth), 64);
    await page.waitForTimeout(3 * SECOND); // time for a pop-up
    assert.equal(await page.locator('.jp-toast, .Toastify__toast, .jp-Dialog').count(), 0);
    await picture('launcher');
});

step('notebook 01 runs whole, without an error', 30 * MINUTE, async (context) => {
    await page.locator('.jp-DirListing-item', { hasText: NOTEBOOK }).dblclick();
    await page.locator('.jp-NotebookPanel').waitFor();
    await kernelIdle();
    const begin = Date.now();
    await menu('Run', 'Run All Cells');
    await page.waitForFunction(
        () => {
            const cells = window.jupyterapp.shell.currentWidget.content.model.sharedModel.cells
                .filter((cell) => cell.cell_type === 'code');
            return cells.every((cell) => cell.execution_count !== null)
                || cells.some((cell) => cell.outputs.some((output) => output.output_type === 'error'));
        },
        null, { timeout: 28 * MINUTE, polling: SECOND });
    await kernelIdle();
    context.diagnostic(`all cells done after ${seconds(begin)} s`);
    assert.deepEqual(await page.evaluate(outputFaults), []);
});

step('its table and its chart are seen', MINUTE, async () => {
    const header = ['dim', 'MRL top-1', 'MRL 1-NN', 'plain, truncated top-1', 'plain, truncated 1-NN'];
    const table = page.locator('.jp-RenderedHTMLCommon table', { hasText: header[1] });
    await scrollTo(table);
    await picture('table');
    assert.deepEqual(await table.locator('th').allInnerTexts(), header);
    assert.ok(await table.locator('tbody tr').count() >= 7, 'a row a dim');

    const chart = page.locator('.jp-RenderedImage img');
    await scrollTo(chart);
    await picture('chart');
    const { width, colours } = await chart.evaluate(pixels);
    assert.ok(width > 300, `the chart is ${width} pixels wide`);
    assert.ok(colours > 10, `the chart has ${colours} colours`);
});

step('it is saved with its outputs', MINUTE, async () => {
    await page.keyboard.press('Control+s');
    await until(() => codeCells(JSON.parse(readFileSync(FILE))).every((cell) => cell.execution_count > 0), 'saved');
    const outputs = codeCells(JSON.parse(readFileSync(FILE))).flatMap((cell) => cell.outputs);
    const kinds = new Set(outputs.flatMap((output) => Object.keys(output.data ?? {})));
    assert.ok(kinds.has('text/html') && kinds.has('image/png'), `outputs saved: ${[...kinds]}`);
});

step('training stops at an interrupt, and the model still answers', 5 * MINUTE, async (context) => {
    await lastCell('TrainOptions longer = options.withEpochs(100);\n' +
        'new Trainer(longer).fit(mrl, split, new TrainingProgress("long"));');
    await page.keyboard.press('Control+Enter');
    const progress = page.locator('.jp-OutputArea-output', { hasText: /long, step/ });
    await progress.waitFor({ timeout: 2 * MINUTE });
    await page.waitForTimeout(3 * SECOND);
    await progress.scrollIntoViewIfNeeded();
    await picture('training');
    const begin = Date.now();
    await page.locator('[data-command="notebook:interrupt-kernel"]').first().click();
    await kernelIdle();
    const took = seconds(begin);
    const stopped = await progress.innerText();
    context.diagnostic(`training stopped ${took} s after the interrupt`);
    await page.mouse.wheel(0, 10_000);
    await picture('interrupted');
    assert.ok(took < 5, `training took ${took} s to stop`);

    assert.match(await run('show("still " + mrl.embed(sentences).rows() + " rows");'), /still 2 rows/);
    await page.waitForTimeout(3 * SECOND);
    assert.equal(await progress.innerText(), stopped, 'no step after the interrupt');
});

step('Tab completes the library\'s methods', 2 * MINUTE, async () => {
    await lastCell('NestingDims.');
    await page.keyboard.press('Tab');
    const names = page.locator('.jp-Completer-item');
    await names.filter({ hasText: 'doubling' }).waitFor();
    await picture('completion');
    await page.keyboard.press('Escape');
});

step('Shift+Tab shows a method\'s signature and Javadoc', 2 * MINUTE, async () => {
    await lastCell('NestingDims.doubling(');
    await page.keyboard.press('Shift+Tab');
    const tooltip = page.locator('.jp-Tooltip');
    await tooltip.waitFor();
    await picture('javadoc');
    assert.match(await tooltip.innerText(), /^NestingDims NestingDims.doubling\(int first, int full\)\n.*logarithmic/);
    await page.keyboard.press('Escape');
});

step('after a restart of the kernel a cell runs, and the old variables are gone', 4 * MINUTE, async () => {
    await menu('Kernel', /^Restart Kernel…/);
    await page.locator('.jp-Dialog button', { hasText: 'Restart' }).click();
    await page.locator('.jp-Dialog').waitFor({ state: 'detached' });
    await kernelIdle();
    assert.match(await run('show("fresh " + NestingDims.doubling(8, 64));'), /fresh 8,16,32,64/);
    assert.match(await run('show(mrl);'), /cannot find symbol/);
    await picture('restarted');
});

test('the page had no uncaught error', () => assert.deepEqual(faults, []));

// --- what a person does --------------------------------------------------------------------------------------------

async function menu(name, item) {
    await page.locator('.lm-MenuBar-item', { hasText: new RegExp(`^${name}$`) }).click();
    await page.locator('.lm-Menu-item', { has: page.locator('.lm-Menu-itemLabel', { hasText: item }) }).first().click();
}

/** Writes code into a new cell at the end, the cursor behind it. */
async function lastCell(code) {
    await page.keyboard.press('Escape');
    await page.evaluate(() => {
        const notebook = window.jupyterapp.shell.currentWidget.content;
        notebook.activeCellIndex = notebook.widgets.length - 1;
    });
    await page.locator('.jp-Notebook').focus();
    await page.keyboard.press('b');
    await page.keyboard.press('Enter');
    await page.keyboard.insertText(code);
}

/** Runs code in a new cell at the end and returns the text of its output. */
async function run(code) {
    await lastCell(code);
    await page.keyboard.press('Control+Enter');
    await kernelIdle();
    return page.evaluate(() => {
        const notebook = window.jupyterapp.shell.currentWidget.content;
        const outputs = notebook.activeCell.model.sharedModel.outputs;
        return JSON.stringify(outputs);
    });
}

/** Cells out of sight may not be in the page: turns the wheel until the element is in view. */
async function scrollTo(element) {
    await page.evaluate(() => window.jupyterapp.shell.currentWidget.content.scrollToItem(0, 'start'));
    await page.locator('.jp-Notebook').hover({ position: { x: 300, y: 300 } });
    for (let i = 0; i < 100 && !(await element.first().isVisible()); i++) {
        await page.mouse.wheel(0, 400);
        await page.waitForTimeout(100);
    }
    await element.scrollIntoViewIfNeeded();
}

async function kernelIdle() {
    await page.waitForTimeout(300); // what was just asked for must have begun
    await page.waitForFunction(() => {
        const panel = window.jupyterapp.shell.currentWidget;
        const pending = panel.content.widgets.some((cell) => cell.promptNode?.textContent === '[*]:');
        return panel.sessionContext.session?.kernel?.status === 'idle' && !pending;
    }, null, { timeout: 5 * MINUTE, polling: 50 });
}

async function picture(name) {
    await page.screenshot({ path: `${OUT}/${String(++pictures).padStart(2, '0')}-${name}.png` });
}

// --- what the page and the file hold -------------------------------------------------------------------------------

function codeCells(notebook) {
    return notebook.cells.filter((cell) => cell.cell_type === 'code');
}

function outputFaults() {
    return window.jupyterapp.shell.currentWidget.content.model.sharedModel.cells
        .flatMap((cell) => (cell.cell_type === 'code' ? cell.outputs : []))
        .filter((output) => output.output_type === 'error' || output.name === 'stderr')
        .map((output) => output.text ?? `${output.ename}: ${output.evalue}`);
}

function pixels(image) {
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const values = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    return { width: canvas.width, colours: new Set(values).size };
}

function seconds(begin) {
    return ((Date.now() - begin) / SECOND).toFixed(1);
}

async function until(condition, what) {
    for (let i = 0; i < 60; i++) {
        if (condition()) return;
        await new Promise((resolve) => setTimeout(resolve, 500));
    }
    assert.fail(`not ${what} after 30 s`);
}
