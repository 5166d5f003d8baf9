// The page of what users gained and lost in a real browser: nothing is loaded, it is searched, nothing bars a reader.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

const program = process.env.PROVOST;
const folder = mkdtempSync(join(tmpdir(), "provost-difference-"));
const file = join(folder, "changes.html");
const env = { HOME: folder, PROVOST_DB: join(folder, "acme.db"), TMPDIR: folder };
const run = (...args) => execFileSync(program, args, { env });

let browser, page;
const loaded = [];
const complaints = [];

before(async () => {
  run("demo", "--db", join(folder, "acme.db"));
  run("user", "level", "ben.osei@acme.example", "viewer", "--reason", "<b>covers for Ana</b>");
  run("user", "delete", "will.hart@acme.example", "--results", "keep", "--configs", "delete", "--yes");
  spawnSync(program, ["access", "diff", "--from", "op:1", "--html", file], { env });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
  });
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 } });
  page = await context.newPage();
  page.on("request", (request) => loaded.push(request.url()));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(`file://${file}`);
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

test("it loads nothing, and what people typed is text", async () => {
  assert.deepEqual(loaded, [`file://${file}`]);
  assert.deepEqual(complaints, []);
  assert.equal(await page.getByText("<b>covers for Ana</b>").first().isVisible(), true);
  assert.equal(await page.locator("main script, main b").count(), 0);
});

test("each user stands with what it gained and lost, and the operations with their reasons", async () => {
  const row = page.locator("#users tbody tr", { hasText: "ben.osei" });
  assert.match(await row.textContent(), /level viewer/);
  const gone = page.locator("#users tbody tr", { hasText: "will.hart" });
  assert.match(await gone.textContent(), /account scanner in Labs/);
  assert.equal(await page.locator("#operations tbody tr", { hasText: "covers for Ana" }).count(), 1);
});

test("a search leaves the rows that fit", async () => {
  await page.keyboard.press("/");
  await page.keyboard.type("will.hart");
  await page.waitForFunction(() => document.querySelectorAll("#users tbody tr:not([hidden])").length === 1);
});

test("nothing bars a reader", async () => {
  const require = createRequire(import.meta.url);
  const context = await browser.newContext({ bypassCSP: true });
  const open = await context.newPage();
  await open.goto(`file://${file}`);
  await open.addScriptTag({ path: require.resolve("axe-core/axe.min.js") });
  const { violations } = await open.evaluate(() => globalThis.axe.run());
  assert.deepEqual(violations.map((one) => one.id), []);
});
