// The first read, and the picture of the README: signs in to a demonstration that runs, opens the ECG
// that waits, writes, takes a picture of it and signs. With what the demonstration says at its end:
//   node src/test/browser/first-read.mjs ADDRESS-OF-CASE CHROMIUM USER FIRST-PASSWORD PICTURE.jpg
// The machine needs no Chinese font: the one of the engine's drawings is lent to the browser.
import { mkdtempSync, mkdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [address, executablePath, user, password, picture] = process.argv.slice(2);
if (picture === undefined) {
  console.error('first-read.mjs ADDRESS-OF-CASE CHROMIUM USER FIRST-PASSWORD PICTURE.jpg');
  process.exit(2);
}
const pages = createRequire(new URL('../../main/web/package.json', import.meta.url));
const { chromium } = pages('playwright-core');
const OWN = `a password of ${Date.now()} only`;
const FONT = new URL(
  '../../main/resources/org/farsight/ecg/drawing/DroidSansFallbackFull.ttf',
  import.meta.url,
);

const lent = mkdtempSync(join(tmpdir(), 'first-read-'));
mkdirSync(join(lent, 'fonts'));
symlinkSync(fileURLToPath(FONT), join(lent, 'fonts', 'font.ttf'));
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  env: { ...process.env, XDG_DATA_HOME: lent },
});
try {
  const context = await browser.newContext({
    locale: 'zh-CN',
    viewport: { width: 1280, height: 800 },
    colorScheme: 'light',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(address);
  await page.locator('input[autocomplete=username]').fill(user);
  await page.locator('input[autocomplete=current-password]').fill(password);
  await page.keyboard.press('Enter');
  for (const next of await fields(page)) {
    await next.fill(OWN);
  }
  await page.keyboard.press('Enter');
  await page.waitForSelector('canvas[data-drawn]');
  await page.waitForSelector('.measurements td, .begin, .editor');
  await page.keyboard.press('c');
  await page.waitForSelector('.editor');
  await write(page);
  await page.waitForSelector('.save-state.saved');
  await page.screenshot({ path: picture, type: 'jpeg', quality: 74 });
  console.log(`${picture}: ${Math.ceil(statSync(picture).size / 1024)} kB`);
  const begun = Date.now();
  await page.keyboard.press('Control+Enter');
  await page.waitForSelector('dialog .summary');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.progress .targets li.done');
  console.log(`signed, and on its way to the branch after ${Date.now() - begun} ms`);
} finally {
  await browser.close();
  rmSync(lent, { recursive: true });
}

/** The cart's values by one click, the first of each choice that must be made, and the words. */
async function write(page) {
  await page.locator('.take-all').click();
  for (const choice of await page.locator('.editor select[aria-required=true]').all()) {
    await choice.selectOption({ index: 1 });
  }
  const findings = page.locator('[data-member=findings]');
  await findings.fill(
    (await findings.inputValue()).replace(/ST 段无偏移.*/, 'Ⅱ、Ⅲ、aVF 导联 ST 段抬高，Ⅰ、aVL 导联压低。'),
  );
  await page
    .locator('[data-member=impression]')
    .fill('窦性心律；Ⅱ、Ⅲ、aVF 导联 ST 段抬高，符合急性下壁心肌梗死。');
  await page.locator('[data-member=impression]').scrollIntoViewIfNeeded();
}

/** Both fields of the new password. */
async function fields(page) {
  const next = page.locator('input[autocomplete=new-password]');
  await next.first().waitFor();
  return next.all();
}
