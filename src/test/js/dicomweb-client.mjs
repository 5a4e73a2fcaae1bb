// npm's dicomweb-client in a real browser, with the address BASE, the bearer token TOKEN and the StudyInstanceUID STUDY of a CT. The
// first slice goes to the file OUT, for other programs to read. CHROMIUM tells which browser.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { chromium } from "playwright-core";

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const tab = await browser.newPage();
  await tab.goto(`${process.env.BASE}/viewer/app-config.js`);
  await tab.addScriptTag({ path: "node_modules/dicomweb-client/build/dicomweb-client.js" });
  const told = await tab.evaluate(
    async ({ base, token, study }) => {
      const client = new DICOMwebClient.api.DICOMwebClient({
        url: `${base}/dicomweb`,
        headers: { Authorization: `Bearer ${token}` },
      });
      const uid = (dataSet, tag) => dataSet[tag].Value[0];
      const studies = await client.searchForStudies({ queryParams: { StudyInstanceUID: study } });
      const series = await client.searchForSeries({ studyInstanceUID: study, queryParams: { Modality: "CT" } });
      const seriesInstanceUID = uid(series[0], "0020000E");
      const metadata = await client.retrieveSeriesMetadata({ studyInstanceUID: study, seriesInstanceUID });
      const names = { studyInstanceUID: study, seriesInstanceUID, sopInstanceUID: uid(metadata[0], "00080018") };
      const file = await client.retrieveInstance(names);
      const frames = await client.retrieveInstanceFrames({ ...names, frameNumbers: [1] });
      const rendered = await client.retrieveInstanceRendered({ ...names, mediaTypes: [{ mediaType: "image/png" }] });
      const whole = await client.retrieveSeries({ studyInstanceUID: study, seriesInstanceUID });
      return {
        studies: studies.length,
        slices: metadata.length,
        pixels: metadata[0]["00280010"].Value[0] * metadata[0]["00280011"].Value[0] * 2,
        frame: frames[0].byteLength,
        file: [...new Uint8Array(file)],
        rendered: [...new Uint8Array(rendered[0]).slice(1, 4)],
        whole: whole.length,
      };
    },
    { base: process.env.BASE, token: process.env.TOKEN, study: process.env.STUDY },
  );
  assert.equal(told.studies, 1);
  assert.equal(told.slices, 64);
  assert.equal(told.whole, 64);
  assert.equal(told.frame, told.pixels);
  assert.equal(String.fromCharCode(...told.rendered), "PNG");
  writeFileSync(process.env.OUT, Buffer.from(told.file));
  console.log("done");
} finally {
  await browser.close();
}
