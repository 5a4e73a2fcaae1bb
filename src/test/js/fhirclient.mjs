// SMART Health IT's fhirclient, as an app in node uses it. FHIR_BASE and FHIR_TOKEN tell where and as whom.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import smart from "fhirclient";

// As in a request of an app that has been launched; nothing of it is used by the client that is made.
const request = { headers: { host: "localhost" }, url: "/", session: {} };
const client = smart(request, {}).client({
  serverUrl: process.env.FHIR_BASE,
  tokenResponse: { access_token: process.env.FHIR_TOKEN },
});
const mark = randomUUID();
const patient = (family) => ({
  resourceType: "Patient",
  identifier: [{ system: "urn:mark", value: mark }],
  name: [{ family }],
});

const created = await client.create(patient("Keller"));
assert.equal(created.meta.versionId, "1");
assert.equal((await client.request(`Patient/${created.id}`)).name[0].family, "Keller");

const updated = await client.update({ ...created, gender: "female" });
assert.equal(updated.meta.versionId, "2");
const patched = await client.patch(`Patient/${created.id}`, [
  { op: "add", path: "/birthDate", value: "1980-05-17" },
]);
assert.equal(patched.birthDate, "1980-05-17");

for (let i = 0; i < 6; i++) {
  await client.create(patient(`Paged${i}`));
}
const seen = new Set();
for await (const resource of client.resources(`Patient?identifier=urn:mark|${mark}&_count=3&_sort=family`)) {
  seen.add(resource.id);
}
assert.equal(seen.size, 7);
let pages = 0;
for await (const page of client.pages(`Patient?identifier=urn:mark|${mark}&_count=3`)) {
  assert.equal(page.resourceType, "Bundle");
  pages++;
}
assert.equal(pages, 3);
const flat = await client.request(`Patient?identifier=urn:mark|${mark}&_count=2`, { pageLimit: 0, flat: true });
assert.equal(flat.length, 7);

const urn = `urn:uuid:${randomUUID()}`;
const answer = await client.request({
  url: "",
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({
    resourceType: "Bundle",
    type: "transaction",
    entry: [
      { fullUrl: urn, request: { method: "POST", url: "Patient" }, resource: patient("Bundled") },
      {
        request: { method: "POST", url: "Observation" },
        resource: {
          resourceType: "Observation",
          status: "final",
          code: { text: "weight" },
          subject: { reference: urn },
        },
      },
    ],
  }),
});
assert.deepEqual(
  answer.entry.map((entry) => entry.response.status.slice(0, 3)),
  ["201", "201"],
);
const observation = await client.request(answer.entry[1].response.location.replace(/\/_history.*/, ""), {
  resolveReferences: ["subject"],
});
assert.equal(observation.subject.name[0].family, "Bundled");

const history = await client.request(`Patient/${created.id}/_history`);
assert.deepEqual(
  history.entry.map((entry) => entry.resource.meta.versionId),
  ["3", "2", "1"],
);
assert.equal(await client.getFhirRelease(), 4);
await client.delete(`Patient/${created.id}`);
await assert.rejects(client.request(`Patient/${created.id}`), (failure) => failure.statusCode === 410);
console.log("done");
