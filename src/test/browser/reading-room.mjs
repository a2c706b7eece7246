// What a reader does, in a real browser: node reading-room.mjs ADDRESS CHROMIUM, started by
// ReadingRoomPageIT. Prints a line for each thing done; ends with 1 and the reason if one fails.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [address, executablePath] = process.argv.slice(2);
const pages = createRequire(new URL('../../main/web/package.json', import.meta.url));
const { chromium } = pages('playwright-core');
const axe = readFileSync(pages.resolve('axe-core/axe.min.js'), 'utf8');

/** A browser that asks nothing of the world outside, and as root needs no sandbox. */
const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
  '--disable-background-networking', '--disable-component-update',
];

const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
const wrong = [];

async function open(language) {
  const locale = { en: 'en-GB', zh: 'zh-CN' }[language];
  const context = await browser.newContext({ locale, viewport: { width: 1280, height: 800 } });
  return watched(await context.newPage());
}

/** Tells what goes wrong in a page. */
function watched(page) {
  page.setDefaultTimeout(60_000);
  page.on('pageerror', (error) => wrong.push(`failed: ${error}`));
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) {
      wrong.push(`console: ${message.text()}`);
    }
  });
  // what the engine cannot draw as a small picture is told apart by 406
  page.on('response', (response) => {
    if (response.status() >= 400 && response.status() !== 406) {
      wrong.push(`${response.status()} ${response.url()}`);
    }
  });
  return page;
}

/** Serious and critical findings of axe-core. */
async function examine(page, what) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  for (const { id, impact, nodes } of violations) {
    if (impact === 'serious' || impact === 'critical') {
      wrong.push(`${what}: ${id} (${impact}) at ${nodes.map((node) => node.target).join(', ')}`);
    }
  }
}

const cases = (page) => page.evaluate(async () => (await (await fetch('/worklist')).json()).cases);

/** Opens the first case of a modality by keys alone; gives the milliseconds until it is drawn. */
async function openByKeys(page, modality, drawn) {
  await page.goto(`${address}/?modality=${modality}`);
  await page.waitForSelector('.row[aria-selected=true]');
  const begun = Date.now();
  await page.keyboard.press('Enter');
  await page.waitForSelector(drawn);
  return Date.now() - begun;
}

/** That there is more on the canvas than its grid: the trace's colour in many places. */
async function isTraced(page) {
  return page.evaluate(() => {
    const canvas = document.querySelector('.ecg-paper canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let dark = 0;
    for (let i = 0; i < data.length; i += 4) {
      dark += data[i] < 80 && data[i + 1] < 80 && data[i + 2] < 80 ? 1 : 0;
    }
    return dark > 2000;
  });
}

async function watch(page) {
  await page.goto(`${address}/`);
  await page.waitForSelector('.line.live');
  const known = (await cases(page)).length;
  console.log('watching');
  await page.waitForFunction((n) => document.querySelectorAll('.row').length >= n + 2, known);
  const seen = Date.now();
  const complete = (await cases(page)).map((one) => Date.parse(one.completeAt));
  console.log(`shown ${seen - Math.max(...complete)} ms after the last was complete`);
}

async function read(page, language) {
  await page.goto(`${address}/`);
  await page.waitForSelector('.row');
  await examine(page, `worklist ${language}`);
  const ecg = await openByKeys(page, 'ECG', 'canvas[data-drawn]');
  console.log(`${language}: ECG on paper after ${ecg} ms`);
  if (!(await isTraced(page))) {
    wrong.push(`${language}: the paper is empty`);
  }
  await page.waitForSelector('.measurements td');
  await examine(page, `ECG ${language}`);
  const image = await openByKeys(page, 'CT', '.stack[data-drawn]');
  console.log(`${language}: image after ${image} ms`);
  await examine(page, `images ${language}`);
  await page.locator('[role=tab]').last().click();
  await page.waitForSelector('.story ol li');
  await examine(page, `story ${language}`);
}

/** One claims; the other, who has had the list open, sees by whom. */
async function claim(page, other) {
  await other.goto(`${address}/?modality=CT`);
  await other.waitForSelector('.row .free');
  await page.keyboard.press('c');
  await page.locator('dialog input').first().fill('zhang');
  await page.locator('dialog input').last().fill('张敏');
  await examine(page, 'dialog');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.holding .holder-name.mine');
  await other.waitForSelector('.row .holder-name:has-text("张敏")');
  console.log('claimed, and seen by another');
}

/** Everything that must be chosen or typed before one can sign. */
async function fillIn(page) {
  for (const choice of await page.locator('.editor select[aria-required=true]').all()) {
    await choice.selectOption({ index: 1 });
  }
  for (const value of await page.locator('.editor input[aria-required=true]').all()) {
    await value.fill('1');
  }
}

/** Writes of the case that was claimed, closes the browser's window with the last word, finds all again, signs. */
async function report(page) {
  await page.waitForSelector('.editor');
  await page.keyboard.press('k');
  await page.waitForSelector('.key-images li');
  await fillIn(page);
  await page.waitForSelector('.save-state.saved');
  await examine(page, 'report');
  await page.locator('[data-member=impression]').fill('No nodule.');
  const { url, context } = { url: page.url(), context: page.context() };
  await page.close();
  const again = watched(await context.newPage());
  await again.goto(url);
  await again.waitForSelector('.editor');
  const impression = again.locator('[data-member=impression]');
  if ((await impression.inputValue()) !== 'No nodule.') {
    wrong.push(`what was typed is lost: ${await impression.inputValue()}`);
  }
  await again.waitForSelector('.save-state.saved');
  await again.keyboard.press('Control+Enter');
  await again.waitForSelector('dialog .summary');
  await examine(again, 'what is signed');
  const begun = Date.now();
  await again.keyboard.press('Enter');
  await again.frameLocator('.signed iframe').getByText('No nodule.').waitFor();
  console.log(`signed and shown after ${Date.now() - begun} ms`);
  await again.waitForSelector('.progress .targets li.done');
  await examine(again, 'signed');
  const left = await again.evaluate(() =>
    Object.keys(localStorage).filter((key) => key.startsWith('farsight.draft.')),
  );
  if (left.length > 0) {
    wrong.push(`the browser still keeps ${left}`);
  }
}

try {
  const english = await open('en');
  await watch(english);
  await read(english, 'en');
  const chinese = await open('zh');
  await claim(english, chinese);
  await read(chinese, 'zh');
  await report(english);
} catch (error) {
  wrong.push(String(error));
}
await browser.close();
wrong.forEach((one) => console.log(`wrong: ${one}`));
process.exit(wrong.length > 0 ? 1 : 0);
