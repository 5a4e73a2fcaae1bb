// SMART Health IT's fhirclient in a real browser, as an app at http://localhost:3000 uses it: launched from the EHR, and by
// itself. BASE tells where the server is, CHROMIUM which browser. With SHOTS set, pictures of the pages go to that folder.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { chromium } from "playwright-core";

const base = process.env.BASE;
const app = "http://localhost:3000";
const scope = "openid fhirUser patient/*.rs offline_access";
const page = (script) => ({
  type: "text/html",
  body: `<!doctype html><title>app</title><script src="/fhir-client.js"></script><script>${script}</script>`,
});
const authorize = (more) =>
  page(`FHIR.oauth2.authorize(${JSON.stringify({ clientId: "sample-public", redirectUri: `${app}/index.html`, ...more })})`);

/** What the app does once it is in: reads whose record it is, who reads, and what there is. */
const ready = page(`
  window.done = FHIR.oauth2.ready().then(async (client) => ({
    patient: await client.patient.read(),
    user: await client.user.read(),
    studies: await client.request("ImagingStudy?patient=" + client.patient.id, { pageLimit: 0, flat: true }),
    found: (await client.request("Patient?_id=" + client.patient.id)).entry.length,
    token: client.state.tokenResponse,
    again: (await client.refresh()).tokenResponse.access_token,
  }), (failure) => ({ failure: String(failure) }))`);

const pages = {
  "/fhir-client.js": {
    type: "text/javascript",
    body: readFileSync("node_modules/fhirclient/build/fhir-client.js", "utf8"),
  },
  "/launch.html": authorize({ scope: `launch ${scope}` }),
  "/standalone.html": authorize({ scope: `launch/patient ${scope}`, iss: `${base}/fhir` }),
  "/index.html": ready,
};

// It listens wherever there is room; the browser alone believes that this is port 3000.
const server = createServer((request, response) => {
  const known = pages[new URL(request.url, app).pathname];
  response.writeHead(known ? 200 : 404, { "content-type": known?.type ?? "text/plain" }).end(known?.body);
});
server.listen(0, "127.0.0.1");
await once(server, "listening");

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    `--host-resolver-rules=MAP localhost:3000 127.0.0.1:${server.address().port}`,
  ],
});

async function visitor(options) {
  const context = await browser.newContext(options);
  const tab = await context.newPage();
  tab.setDefaultTimeout(20_000);
  return tab;
}

async function shot(tab, name) {
  if (process.env.SHOTS) {
    await tab.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
  }
}

async function result(tab) {
  await tab.waitForURL(`${app}/index.html*`);
  await tab.waitForFunction(() => window.done);
  const told = await tab.evaluate(() => window.done);
  assert.equal(told.failure, undefined);
  assert.equal(told.found, 1);
  assert.notEqual(told.again, told.token.access_token);
  return told;
}

try {
  const ehr = await visitor({ viewport: { width: 1000, height: 900 } });
  await ehr.goto(`${base}/sandbox/launch`);
  await shot(ehr, "launch");
  await ehr.getByLabel("App", { exact: true }).selectOption("sample-public");
  await ehr.getByLabel("Signed in").selectOption("Practitioner/lena-moreau");
  await ehr.getByLabel("Patient", { exact: true }).selectOption("Patient/anna-keller");
  await ehr.getByRole("button", { name: "Launch" }).click();
  await ehr.getByRole("heading", { name: "What may it do?" }).waitFor();
  await shot(ehr, "consent");
  await ehr.getByRole("button", { name: "Allow" }).click();
  const launched = await result(ehr);
  assert.equal(launched.patient.id, "anna-keller");
  assert.equal(launched.user.id, "lena-moreau");
  assert.equal(launched.token.need_patient_banner, false);

  // A telephone, and the keyboard alone.
  const telephone = await visitor({ viewport: { width: 360, height: 740 } });
  await telephone.goto(`${app}/standalone.html`);
  await telephone.getByRole("heading", { name: "Who are you?" }).waitFor();
  await shot(telephone, "person");
  await telephone.getByRole("button", { name: "Sam Whitfield" }).focus();
  await telephone.keyboard.press("Enter");
  await telephone.getByRole("heading", { name: "Whose record?" }).waitFor();
  await shot(telephone, "patient");
  await telephone.getByRole("button", { name: "Ben Okafor" }).focus();
  await telephone.keyboard.press("Enter");
  await telephone.getByRole("checkbox", { name: /Read, search/ }).waitFor();
  await shot(telephone, "consent-telephone");
  const wide = await telephone.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  assert.equal(wide, false);
  await telephone.getByRole("button", { name: "Allow" }).focus();
  await telephone.keyboard.press("Enter");
  const alone = await result(telephone);
  assert.equal(alone.patient.id, "ben-okafor");
  assert.equal(alone.user.id, "sam-whitfield");
  assert.equal(alone.token.need_patient_banner, true);

  const unwilling = await visitor();
  await unwilling.goto(`${app}/standalone.html`);
  await unwilling.getByRole("button", { name: "Cancel" }).click();
  await unwilling.waitForURL(/error=access_denied/);
  console.log("done");
} finally {
  await browser.close();
  server.close();
}
