// What the scripts beside this one share: a browser, what goes wrong in it, and how they end.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const pages = createRequire(new URL('../../main/web/package.json', import.meta.url));
const { chromium } = pages('playwright-core');
const axe = readFileSync(pages.resolve('axe-core/axe.min.js'), 'utf8');

/** A browser that asks nothing of the world outside, and as root needs no sandbox. */
const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
  '--disable-background-networking', '--disable-component-update',
];

/** Everything that should not have happened. */
export const wrong = [];

export const launch = (executablePath) => chromium.launch({ executablePath, args: ARGUMENTS });

/** A page of a browser profile of its own; statuses from 400 on are wrong but for those expected. */
export async function open(browser, { language, dark = false, expected = [] }) {
  const context = await browser.newContext({
    locale: { en: 'en-GB', zh: 'zh-CN' }[language],
    colorScheme: dark ? 'dark' : 'light',
    viewport: { width: 1280, height: 800 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  page.on('pageerror', (error) => wrong.push(`failed: ${error}`));
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) {
      wrong.push(`console: ${message.text()}`);
    }
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && !expected.includes(response.status())) {
      wrong.push(`${response.status()} ${response.url()}`);
    }
  });
  return page;
}

/** Serious and critical findings of axe-core. */
export async function examine(page, what) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  for (const { id, impact, nodes } of violations) {
    if (impact === 'serious' || impact === 'critical') {
      wrong.push(`${what}: ${id} (${impact}) at ${nodes.map((node) => node.target).join(', ')}`);
    }
  }
}

/** Runs scenes; says what was wrong and ends with 1 where something was. */
export async function play(executablePath, scenes) {
  const browser = await launch(executablePath);
  try {
    await scenes(browser);
  } catch (error) {
    wrong.push(String(error));
  }
  await browser.close();
  wrong.forEach((one) => console.log(`wrong: ${one}`));
  process.exit(wrong.length > 0 ? 1 : 0);
}
