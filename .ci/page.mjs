// What page.sh asks of a browser: node page.mjs BROWSER FOLDER [picture]
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import puppeteer from 'puppeteer-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const [browserPath, folder, picture] = process.argv.slice(2);
const browser = await puppeteer.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
const files = readdirSync(folder).filter((name) => name.endsWith('.html'));
const faults = [];

for (const name of files) {
  const path = `${folder}/${name}`;
  const fault = (text) => faults.push(`${name}: ${text}`);
  const page = await browser.newPage();
  page.on('request', (request) => request.url() === `file://${path}` || fault(`loads ${request.url()}`));
  page.on('console', (message) => fault(message.text()));
  await page.goto(`file://${path}`);
  if (picture) {
    await page.setViewport({ width: 1000, height: 1180 });
    await page.screenshot({ path: 'docs/page.webp', quality: 80 });
    continue;
  }
  for (const scheme of ['light', 'dark']) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    for (const width of [320, 800, 1400]) {
      await page.setViewport({ width, height: 900 });
      if (await page.evaluate('document.documentElement.scrollWidth > innerWidth')) fault(`too wide for ${width}`);
      await page.screenshot({ path: `${path}-${scheme}-${width}.png`, fullPage: true });
    }
    await page.evaluate(axe);
    const { violations } = await page.evaluate('axe.run()');
    for (const { id, help, nodes } of violations) fault(`axe, ${scheme}: ${id}: ${help}: ${nodes[0].html}`);
  }
  // What is on paper: two sheets of A4, and no letter below 10 points.
  const pdf = await page.pdf({ path: `${path}.pdf`, preferCSSPageSize: true });
  const sheets = Buffer.from(pdf).toString('latin1').match(/\/Type \/Page\b/g).length;
  if (sheets > 2) fault(`${sheets} sheets`);
  await page.emulateMediaType('print');
  await page.setViewport({ width: 703, height: 900 }); // what the margins leave of A4
  const points = await page.evaluate(() => {
    const scale = (element) => element.closest('svg')?.getScreenCTM().a ?? 1;
    const texts = [...document.querySelectorAll('body *')].filter((element) =>
      [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
    return Math.min(...texts.map((element) => parseFloat(getComputedStyle(element).fontSize) * scale(element) * 0.75));
  });
  if (points < 9.99) fault(`letters of ${points} points`);
  await page.close();
}
await browser.close();
console.log(`${files.length} pages looked at: ${faults.length} faults`);
faults.forEach((fault) => console.log(fault));
process.exit(faults.length ? 1 : 0);
