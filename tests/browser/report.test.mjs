// The report on access in a real browser: nothing is loaded, everything works with the keyboard, nothing bars a reader.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

const program = process.env.PROVOST;
const folder = mkdtempSync(join(tmpdir(), "provost-report-"));
const file = join(folder, "report.html");
const run = (...args) =>
  execFileSync(program, args, { env: { HOME: folder, PROVOST_DB: join(folder, "acme.db"), TMPDIR: folder } });

let browser, context, page;
const loaded = [];
const complaints = [];

const open = async (options = {}) => {
  context = await browser.newContext(options);
  page = await context.newPage();
  page.on("request", (request) => loaded.push(request.url()));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(`file://${file}`);
};

before(async () => {
  run("demo", "--db", join(folder, "acme.db"));
  run("user", "edit", "ana.silva@acme.example", "--title", "<img src=https://evil.example/x onerror=alert(1)>");
  run("bu", "add", "<script>alert(1)</script>");
  run("access", "report", "--html", file);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
  });
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

const logins = () => page.locator("#users tbody tr:visible th").allTextContents();

test("the page loads nothing and runs nothing but its own", async () => {
  await open();
  assert.deepEqual(loaded, [`file://${file}`]);
  assert.deepEqual(complaints, []);
  assert.match(readFileSync(file, "utf8"), /default-src 'none'/);
  assert.equal(await page.getByText("<script>alert(1)</script>").first().isVisible(), true);
  assert.equal(await page.locator("main script, main img").count(), 0);
});

test("a script that is not its own is blocked", async () => {
  await open();
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
    return window.ran === true;
  });
  assert.equal(ran, false);
  complaints.length = 0;
});

test("the keyboard searches, orders and goes to the tables", async () => {
  await open();
  const all = (await logins()).length;
  await page.keyboard.press("/");
  await page.keyboard.type("scanner emea");
  const some = await logins();
  assert.ok(some.length > 1 && some.length < all);
  assert.match(await page.locator("#found").textContent(), /^\d+ of \d+ rows$/);
  await page.keyboard.press("Escape");
  assert.equal((await logins()).length, all);
  const seen = page.locator("#users thead button", { hasText: "Assets in sight" });
  await seen.focus();
  await page.keyboard.press("Enter");
  const numbers = async () => (await page.locator("#users tbody td:nth-child(7)").allTextContents()).map(Number);
  assert.deepEqual(await numbers(), (await numbers()).toSorted((a, b) => a - b));
  await page.keyboard.press("Space");
  assert.deepEqual(await numbers(), (await numbers()).toSorted((a, b) => b - a));
  assert.equal(await page.locator("#users th[aria-sort]").getAttribute("aria-sort"), "descending");
  await page.reload();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the tables");
});

for (const colorScheme of ["light", "dark"]) {
  test(`a screen reader finds its way, ${colorScheme}`, async () => {
    await open({ colorScheme, bypassCSP: true });
    const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
    await page.addScriptTag({ path: axe });
    const { violations } = await page.evaluate(() => window.axe.run());
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
    const heads = await page.getByRole("columnheader").count();
    assert.ok(heads > 20 && (await page.getByRole("rowheader").count()) > 40);
  });
}

test("without scripts everything is there", async () => {
  await open({ javaScriptEnabled: false });
  assert.equal(await page.getByText("ana.silva@acme.example").first().isVisible(), true);
  assert.equal(await page.locator("#search").isVisible(), false);
});

test("it fits a telephone and paper", async () => {
  await open({ viewport: { width: 360, height: 740 } });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".bar").isVisible(), false);
  assert.ok((await page.pdf()).length > 10_000);
});
