// Who may see what, in a real browser: node pages.mjs ADDRESS CHROMIUM PEOPLE, started by PagesIT;
// PEOPLE is JSON: login name to password. Prints a line for each thing done and each figure.
import { examine, open, play, wrong } from './browser.mjs';

const [address, chromium, people] = process.argv.slice(2);
const passwords = JSON.parse(people);

async function signIn(page, user, password = passwords[user]) {
  await page.fill('input[autocomplete=username]', user);
  await page.fill('input[type=password]', password);
  await page.keyboard.press('Enter');
}

/** A first password opens nothing but its own change; a wrong one says so. */
async function enter(page, user) {
  await page.goto(`${address}/`);
  await page.waitForSelector('#sign-in');
  await examine(page, 'sign-in');
  await signIn(page, user, 'not this one at all');
  await page.waitForSelector('.failure');
  await signIn(page, user);
  await page.waitForSelector('#first-password');
  await examine(page, 'first password');
  for (const box of await page.locator('input[type=password]').all()) {
    await box.fill('a password of my own');
  }
  await page.keyboard.press('Enter');
  await page.waitForSelector('.line.live');
  console.log('signed in with a password of one’s own');
}

/** Milliseconds from an input until what it changes is painted; the best of some, of each kind. */
async function figures(page) {
  // and what was pushed meanwhile
  await page.waitForFunction(() => /2,?0\d\d/.test(document.querySelector('.foot')?.textContent ?? ''));
  const took = await page.evaluate(async () => {
    const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const foot = () => document.querySelector('.foot').textContent;
    async function timed(act) {
      const before = foot();
      const begun = performance.now();
      act();
      do {
        await painted();
      } while (foot() === before && performance.now() - begun < 5000);
      return performance.now() - begun;
    }
    function type(words) {
      const box = document.querySelector('.search');
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(box, words);
      box.dispatchEvent(new Event('input', { bubbles: true }));
    }
    const result = { filter: [], search: [] };
    for (let i = 0; i < 5; i++) {
      // on and off again
      result.filter.push(await timed(() => document.querySelector('.chips .filter').click()));
      await timed(() => document.querySelector('.chips .filter').click());
      result.search.push(await timed(() => type('150')));
      await timed(() => type(''));
    }
    const rows = document.querySelectorAll('.row').length;
    return { filter: Math.min(...result.filter), search: Math.min(...result.search), rows };
  });
  const figure = `filter ${took.filter.toFixed(0)} ms, search ${took.search.toFixed(0)} ms`;
  console.log(`2,000 open cases: ${figure}, ${took.rows} rows drawn`);
  if (took.filter > 200 || took.search > 200) {
    wrong.push('a filter takes longer than 200 ms');
  }
}

/** What is pushed is seen in the open list: critical cases stand at its top. */
async function appear(page) {
  const critical = () =>
    page.evaluate(async () => (await (await fetch('/worklist?critical=true')).json()).cases);
  await page.waitForSelector('.row.critical');
  console.log('watching');
  await page.waitForFunction(() => document.querySelectorAll('.row.critical').length > 1);
  const seen = Date.now();
  const complete = (await critical()).map((one) => Date.parse(one.completeAt));
  console.log(`new case among 2,000 shown ${seen - Math.max(...complete)} ms after it was complete`);
  await page.waitForSelector('.unanswered-bar');
  await page.waitForSelector('.row.unanswered .not-answered');
  await examine(page, 'worklist');
  await page.click('.unanswered-bar');
  await page.waitForSelector('.notice-card');
  await examine(page, 'unanswered');
  await page.locator('.notice-card .button').first().click();
  await page.waitForSelector('.case-notice.open .critical-values li');
  console.log('a critical value without an answer stands on the row, above the list and on the case');
}

/** Red at the branch until a named person says what was done; the reader sees by whom. */
async function answer(page, reader) {
  const open = await page.locator('.critical-open .notice-card').count();
  await page.locator('.acknowledge textarea').first().fill('已电话通知患者返院');
  await page.locator('.acknowledge .primary').first().click();
  await page.waitForFunction(
    (n) => document.querySelectorAll('.critical-open .notice-card').length < n,
    open,
  );
  await reader.goto(`${address}/?show=critical`);
  await reader.waitForSelector('.row .answered');
  await reader.locator('.row:has(.answered) .open').click();
  await reader.waitForSelector('.case-notice:not(.open) .critical-answer');
  await examine(reader, 'case with an answered critical value');
  console.log('answered at the branch, and the reader sees by whom');
}

/** By the patient's id, and with nothing that is closed. */
async function search(page) {
  await page.goto(`${address}/`);
  await page.fill('.search', 'FIG-1500');
  await page.waitForFunction(() => document.querySelectorAll('.row').length === 1);
  await page.goto(`${address}/?show=closed`);
  await page.waitForSelector('.closed-row');
  await examine(page, 'closed cases');
  await page.goto(`${address}/?words=FIG-closed`);
  await page.waitForSelector('.found-closed .closed-row');
  console.log('found by patient id, open and closed');
}

async function branch(page) {
  await page.goto(`${address}/reading/whatever`);
  await signIn(page, 'lake');
  await page.waitForSelector('.examination');
  await page.waitForSelector('.critical-open .notice-card');
  await page.locator('.examination summary').first().click();
  await page.waitForSelector('.examination .story li');
  console.log('the branch sees its examinations and nothing of the reading room');
}

/** What a reader's page asks the engine for, without its forms; gives where it is verified. */
async function sign(reader) {
  const id = new URL(reader.url()).pathname.split('/').pop();
  const signed = await reader.evaluate(async (one) => {
    const ask = async (path, method, body) => {
      const headers = { 'Content-Type': 'application/json' };
      const response = await fetch(path, { method, headers, body: JSON.stringify(body) });
      return { ...(await response.json()), answer: response.status };
    };
    await ask(`/case/${one}/claim`, 'POST', { reader: 'reader' });
    const words = { findings: 'ST 段抬高', impression: '急性下壁心肌梗死', critical: '急性下壁心肌梗死' };
    const draft = { base: 0, template: '', fields: {}, keyImages: [], reason: '', ...words };
    const kept = await ask(`/case/${one}/report/draft`, 'PUT', draft);
    return ask(`/case/${one}/report/sign`, 'POST', { draft: kept.version });
  }, id);
  if (signed.answer !== 200 && signed.answer !== 202) {
    throw new Error(`not signed: ${JSON.stringify(signed)}`);
  }
  return `/verify/${id}/1?d=${signed.sha256.slice(0, 16)}`;
}

/** A signed report is new at the branch until it is opened there. */
async function report(staff) {
  await staff.waitForSelector('.report-row.fresh');
  await examine(staff, 'branch with a new report');
  const opened = staff.waitForEvent('popup');
  await staff.click('.report-row.fresh .as-page');
  const page = await opened;
  await page.waitForSelector('text=急性下壁心肌梗死');
  await page.close();
  await staff.bringToFront();
  await staff.waitForSelector('.report-row:not(.fresh) .opened');
  await staff.waitForSelector('.step-word.returned');
  console.log('opened at the branch, and no longer new');
}

/** One's own examination with its ECG and report, without anything that a reader does; on a phone too. */
async function look(staff) {
  await staff.locator('.report-row .open').first().click();
  await staff.waitForSelector('.ecg-paper canvas[data-drawn]');
  await staff.frameLocator('.signed iframe').getByText('急性下壁心肌梗死').first().waitFor();
  await examine(staff, 'examination at the branch');
  if ((await staff.locator('.holding, .editor').count()) > 0) {
    wrong.push('a branch is offered what readers do');
  }
  await staff.setViewportSize({ width: 390, height: 800 });
  await examine(staff, 'examination on a phone');
  const wide = await staff.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  if (wide) {
    wrong.push('an examination’s page is wider than a phone');
  }
  await staff.setViewportSize({ width: 1280, height: 800 });
  await staff.click('.back');
  await staff.waitForSelector('.examination');
  console.log('the branch looks at its own examination and the report beside it');
}

/** The session ends elsewhere; what was typed stays, and what was asked is answered afterwards. */
async function again(page) {
  const other = await page.context().newPage();
  await other.goto(`${address}/`);
  await other.evaluate(() => fetch('/session', { method: 'DELETE' }));
  await other.close();
  await page.bringToFront();
  await page.fill('.branch .search', 'nothing like this');
  await page.waitForSelector('dialog input[type=password]');
  await examine(page, 'session ended');
  await page.fill('dialog input[type=password]', passwords.lake);
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog', { state: 'detached' });
  await page.waitForSelector('.examination', { state: 'detached' });
  if ((await page.inputValue('.branch .search')) !== 'nothing like this') {
    wrong.push('what was typed before the session ended is lost');
  }
  console.log('signed in again, nothing lost');
  await page.setViewportSize({ width: 390, height: 800 });
  await page.fill('.branch .search', '');
  await page.waitForSelector('.examination');
  await examine(page, 'branch on a phone');
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  if (wide) {
    wrong.push('the branch’s page is wider than a phone');
  }
}

async function office(page) {
  await page.goto(`${address}/`);
  await signIn(page, 'engineer');
  await page.waitForSelector('#office');
  await examine(page, 'office');
  await page.locator('.who-am-i').click();
  await page.locator('dialog .primary').click();
  await page.waitForSelector('#sign-in');
  console.log('who sees no patients is told what there is to do, and signs out');
}

async function verify(page, genuine) {
  await page.goto(address + genuine);
  await page.waitForSelector('.verdict.genuine');
  await examine(page, 'verification of a genuine report');
  await page.goto(`${address}${genuine.split('?')[0]}?d=0011223344556677`);
  await page.waitForSelector('.verdict.altered');
  await page.goto(`${address}/verify/never-signed/1?d=0011223344556677`);
  await page.waitForSelector('.verdict.unknown');
  console.log('nobody is asked who one is to verify a report');
}

await play(chromium, async (browser) => {
  // 401: nobody yet, and a wrong password; 404: never signed
  const reader = await open(browser, { language: 'en', dark: true, expected: [401] });
  await enter(reader, 'reader');
  await figures(reader);
  await appear(reader);
  await search(reader);
  const staff = await open(browser, { language: 'zh', expected: [401] });
  await branch(staff);
  await answer(staff, reader);
  const genuine = await sign(reader);
  await report(staff);
  await look(staff);
  await again(staff);
  await office(await open(browser, { language: 'zh', dark: true, expected: [401] }));
  await verify(await open(browser, { language: 'en', expected: [404] }), genuine);
});
