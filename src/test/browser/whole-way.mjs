// From a case that waits to the branch that has answered and opened its report, in a real browser:
// node whole-way.mjs ADDRESS CHROMIUM WHAT, started by WholeWayIT; WHAT is JSON: case, reader, staff
// (login names) and passwords. Prints a line for each thing done and each figure.
import { examine, open, play, wrong } from './browser.mjs';

const [address, chromium, what] = process.argv.slice(2);
const { id, reader, staff, passwords } = JSON.parse(what);
const IMPRESSION = 'Tension pneumothorax on the right.';

async function signedIn(browser, language, user, path) {
  const page = await open(browser, { language, expected: [401, 404, 406] });
  await page.goto(`${address}${path}`);
  await page.waitForSelector('#sign-in');
  await page.fill('input[autocomplete=username]', user);
  await page.fill('input[type=password]', passwords[user]);
  await page.keyboard.press('Enter');
  return page;
}

/** Claims what is shown, writes of it with a critical mark, signs; gives when. */
async function read(page) {
  await page.waitForSelector('.stack[data-drawn]');
  await page.keyboard.press('c');
  await page.waitForSelector('.editor');
  for (const choice of await page.locator('.editor select[aria-required=true]').all()) {
    await choice.selectOption({ index: 1 });
  }
  for (const value of await page.locator('.editor input[aria-required=true]').all()) {
    await value.fill('1');
  }
  await page.locator('[data-member=impression]').fill(IMPRESSION);
  await page.locator('.critical-mark input').check();
  await page.locator('[data-member=critical]').fill('tension pneumothorax');
  await page.waitForSelector('.save-state.saved');
  await page.keyboard.press('Control+Enter');
  await page.waitForSelector('dialog .summary');
  await page.keyboard.press('Enter');
  return Date.now();
}

/** What was done is said before the report is looked at; both are there without a reload. */
async function receive(page, signed) {
  await page.waitForSelector('.notice-card .acknowledge');
  console.log(`the branch is told ${Date.now() - signed} ms after the signature`);
  await examine(page, 'critical value at the branch');
  await page.locator('.acknowledge textarea').fill('胸腔闭式引流已完成');
  await page.locator('.acknowledge button').click();
  await page.waitForSelector('.critical-answered');
  const row = page.locator('.report-row', { has: page.locator(`[href="/branch/report/${id}/1.html"]`) });
  await row.locator('.as-page').waitFor();
  console.log(`the branch has the report ${Date.now() - signed} ms after the signature`);
  const [report] = await Promise.all([
    page.waitForEvent('popup'),
    row.locator('.as-page').click(),
  ]);
  await report.getByText(IMPRESSION).first().waitFor();
  await page.bringToFront();
  await row.locator('.opened').waitFor();
  await examine(page, 'report at the branch');
  console.log('answered and opened');
}

await play(chromium, async (browser) => {
  const branch = await signedIn(browser, 'zh', staff, '/branch');
  await branch.waitForSelector('#branch-reports');
  const room = await signedIn(browser, 'en', reader, `/reading/${id}`);
  const signed = await read(room);
  await receive(branch, signed);
  await room.waitForSelector('.progress .targets li.done');
  await examine(room, 'signed');
  if ((await branch.locator('.notice-card:not(.answered)').count()) > 0) {
    wrong.push('a critical value is still open');
  }
});
