// OHIF in a real browser, opened by sessions: URLS is a JSON object of addresses (ct, echo) that $viewer-session gave, PERMITTED
// the StudyInstanceUIDs that may be seen, CHROMIUM which browser. With SHOTS set, pictures of the pages go to that folder.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const urls = JSON.parse(process.env.URLS);
const permitted = JSON.parse(process.env.PERMITTED);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"],
});

async function opened(url) {
  const tab = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  tab.setDefaultTimeout(60_000);
  const told = { errors: [], answers: [], rows: [] };
  tab.on("console", (message) => message.type() === "error" && told.errors.push(message.text()));
  tab.on("pageerror", (failure) => told.errors.push(String(failure)));
  tab.on("response", async (response) => {
    const path = new URL(response.url()).pathname + new URL(response.url()).search;
    told.answers.push({ path, status: response.status() });
    if (/\/dicomweb\/studies\?/.test(path) && response.ok()) {
      told.rows.push(...(await response.json()).map((row) => row["0020000D"].Value[0]));
    }
  });
  await tab.goto(url);
  await tab.locator("canvas").first().waitFor();
  await tab.getByText("Skip all").click(); // the tour for beginners
  return { tab, told };
}

async function shot(tab, name) {
  if (process.env.SHOTS) {
    await tab.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
  }
}

/** How many different grey values the middle of the first viewport has: none is drawn where there is one. */
async function greys(tab) {
  const picture = (await tab.locator("canvas").first().screenshot()).toString("base64");
  return tab.evaluate(async (encoded) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${encoded}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext("2d").drawImage(image, 0, 0);
    return new Set(canvas.getContext("2d").getImageData(0, 0, image.width, image.height).data.filter((v, i) => i % 4 === 0)).size;
  }, picture);
}

async function until(what, condition) {
  for (let i = 0; i < 150; i++) {
    if (await condition()) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  assert.fail(what);
}

const frames = (told) => told.answers.filter((answer) => /\/frames\/\d+$/.test(answer.path) && answer.status === 200).length;

try {
  const ct = await opened(urls.ct);
  await until("the CT is drawn", async () => (await greys(ct.tab)) > 20);
  await until("a thumbnail is shown", () =>
    ct.tab.evaluate(() => [...document.querySelectorAll("img")].some((image) => /^(blob|data)/.test(image.src) && image.naturalWidth > 0)));
  const before = (await ct.tab.locator("canvas").first().screenshot()).toString("base64");
  await ct.tab.locator("canvas").first().hover();
  for (let i = 0; i < 20; i++) {
    await ct.tab.mouse.wheel(0, 100);
  }
  await until("it scrolls", async () => (await ct.tab.locator("canvas").first().screenshot()).toString("base64") !== before);
  await until("all slices are fetched", () => frames(ct.told) >= 64);
  assert.equal(ct.tab.url().includes("token="), false, "the token stays in the address");
  await shot(ct.tab, "viewer-ct");
  assert.deepEqual([...new Set(ct.told.rows)].sort(), [...permitted].sort(), "priors are not those that are permitted");

  const echo = await opened(urls.echo);
  await until("the cine is drawn", async () => (await greys(echo.tab)) > 20);
  await shot(echo.tab, "viewer-echo");
  await until("all frames of the cine are fetched", () => frames(echo.told) >= 30);
  await echo.tab.getByText("Letter", { exact: true }).first().dblclick();
  const letter = echo.tab.locator('object[type="application/pdf"]');
  await letter.waitFor({ state: "attached" });
  const begin = await letter.evaluate(async (shown) => (await (await fetch(shown.data)).text()).slice(0, 5));
  assert.equal(begin, "%PDF-");
  await new Promise((resolve) => setTimeout(resolve, 1500)); // the browser's own reader tells nobody that it is ready
  await shot(echo.tab, "viewer-pdf");

  for (const { told } of [ct, echo]) {
    assert.deepEqual(told.answers.filter((answer) => answer.status >= 400), []);
    assert.deepEqual(told.errors, []);
  }
  console.log("done");
} finally {
  await browser.close();
}
