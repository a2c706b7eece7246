// The picture of the README: signs in to a demonstration that runs, opens the case that waits and
// takes a picture of it. Once the demonstration says what it does:
//   node src/test/browser/first-read.mjs ADDRESS-OF-CASE CHROMIUM USER FIRST-PASSWORD PICTURE.png
// The machine needs no Chinese font: the one of the engine's drawings is lent to the browser.
import { mkdtempSync, mkdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [address, executablePath, user, password, picture] = process.argv.slice(2);
if (picture === undefined) {
  console.error('first-read.mjs ADDRESS-OF-CASE CHROMIUM USER FIRST-PASSWORD PICTURE.png');
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
  await page.keyboard.press('c');
  await page.waitForSelector('.holding .holder-name.mine');
  await page.waitForTimeout(1500); // what is shown after the claim comes in its own time
  await page.screenshot({ path: picture });
  console.log(`${picture}: ${Math.ceil(statSync(picture).size / 1024)} kB`);
} finally {
  await browser.close();
  rmSync(lent, { recursive: true });
}

/** Both fields of the new password. */
async function fields(page) {
  const next = page.locator('input[autocomplete=new-password]');
  await next.first().waitFor();
  return next.all();
}
