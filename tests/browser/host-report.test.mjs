// A reader's report on hosts in a real browser: what it reaches and nothing else; after a move it opens no longer, and a
// new one is smaller (REP-1).
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

const program = process.env.PROVOST;
const folder = mkdtempSync(join(tmpdir(), "provost-host-report-"));
const db = join(folder, "acme.db");
const clara = "clara.dupont@acme.example";
const password = "Quartz-Meadow-41-Lantern";
const run = (home, args, input = "") =>
  execFileSync(program, args, { env: { HOME: join(folder, home), PROVOST_DB: db, TMPDIR: folder }, input, encoding: "utf8" });

let browser;
const loaded = [];
const complaints = [];

const open = async (file, options = {}) => {
  const page = await (await browser.newContext(options)).newPage();
  page.on("request", (request) => loaded.push(request.url()));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(`file://${file}`);
  return page;
};

const hosts = (page) => page.locator("#hosts tbody th").allTextContents();

before(async () => {
  run("mara", ["demo", "--db", db]);
  const pass = join(folder, "pass.txt");
  writeFileSync(pass, `${password}\n`);
  const token = run("mara", ["user", "password", clara, "--no-mail"]).trim();
  writeFileSync(join(folder, "link.txt"), `${token}\n${password}\n`);
  run("clara", ["redeem", "--password-file", join(folder, "link.txt")]);
  run("clara", ["login", clara, "--password-file", pass]);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
  });
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

test("it shows what its reader reaches and nothing else, and loads nothing", async () => {
  run("clara", ["report", "add", "Mine"]);
  const file = join(folder, "mine.html");
  writeFileSync(file, run("clara", ["report", "download", "Mine"]));
  const page = await open(file);
  const reached = JSON.parse(run("clara", ["asset", "list", "--json"])).map((asset) => asset.address);
  assert.deepEqual((await hosts(page)).toSorted(), reached.toSorted());
  assert.equal(loaded.length, 1);
  assert.deepEqual(complaints, []);
  assert.equal(readFileSync(file, "utf8").includes("10.20."), false);
  await page.keyboard.press("/");
  await page.keyboard.type(reached[3]);
  assert.match(await page.locator("#found").textContent(), /^\d+ of \d+ rows$/);
});

test("a screen reader finds its way", async () => {
  const page = await open(join(folder, "mine.html"), { bypassCSP: true });
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve("axe-core/axe.min.js") });
  const { violations } = await page.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
  await page.setViewportSize({ width: 360, height: 740 });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
});

test("after a move it opens no longer, and a new one is smaller", async () => {
  run("mara", ["asset-group", "assign", "Frankfurt Core", clara]);
  run("clara", ["report", "add", "Larger"]);
  run("mara", ["bu", "move", clara, "--to", "Americas", "--asset-groups", "leave", "--configs", "keep", "--yes"]);
  for (const name of ["Mine", "Larger"]) {
    assert.throws(() => run("clara", ["report", "download", name]), (error) => error.status === 3);
  }
  run("mara", ["asset-group", "assign", "Texas", clara]);
  run("clara", ["report", "add", "After"]);
  const file = join(folder, "after.html");
  writeFileSync(file, run("clara", ["report", "download", "After"]));
  const now = await hosts(await open(file));
  assert.ok(now.length > 0 && now.every((address) => address.startsWith("10.20.")), now.join(" "));
  const shots = process.env.SHOTS;
  if (shots) await (await open(join(folder, "mine.html"))).screenshot({ path: join(shots, "host-report.png") });
});
