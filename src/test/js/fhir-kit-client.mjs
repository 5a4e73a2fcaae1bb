// Vermonster's fhir-kit-client, as it comes. FHIR_BASE and FHIR_TOKEN tell where and as whom.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import * as kit from "fhir-kit-client";

const Client = kit.default ?? kit.Client;
const client = new Client({ baseUrl: process.env.FHIR_BASE, bearerToken: process.env.FHIR_TOKEN });
const mark = randomUUID();
const patient = (family) => ({
  resourceType: "Patient",
  identifier: [{ system: "urn:mark", value: mark }],
  name: [{ family }],
});

assert.equal((await client.capabilityStatement()).fhirVersion, "4.0.1");
const created = await client.create({ resourceType: "Patient", body: patient("Keller") });
assert.equal(created.meta.versionId, "1");
const id = created.id;
assert.equal((await client.read({ resourceType: "Patient", id })).name[0].family, "Keller");
const updated = await client.update({ resourceType: "Patient", id, body: { ...created, gender: "female" } });
assert.equal(updated.meta.versionId, "2");
const patched = await client.patch({
  resourceType: "Patient",
  id,
  jsonPatch: [{ op: "add", path: "/birthDate", value: "1980-05-17" }],
});
assert.equal(patched.birthDate, "1980-05-17");
assert.equal((await client.vread({ resourceType: "Patient", id, version: "1" })).gender, undefined);

for (let i = 0; i < 6; i++) {
  await client.create({ resourceType: "Patient", body: patient(`Paged${i}`) });
}
const searchParams = { identifier: `urn:mark|${mark}`, _count: 3, _sort: "family" };
const seen = new Set();
let page = await client.search({ resourceType: "Patient", searchParams });
while (page) {
  page.entry.forEach((entry) => seen.add(entry.resource.id));
  page = await client.nextPage({ bundle: page });
}
assert.equal(seen.size, 7);
const posted = await client.search({ resourceType: "Patient", searchParams, options: { postSearch: true } });
assert.equal(posted.entry.length, 3);

const urn = `urn:uuid:${randomUUID()}`;
const entry = [
  {
    fullUrl: urn,
    request: { method: "POST", url: "Patient", ifNoneExist: `identifier=urn:bundled|${mark}` },
    resource: { resourceType: "Patient", identifier: [{ system: "urn:bundled", value: mark }] },
  },
  {
    request: { method: "POST", url: "Observation" },
    resource: { resourceType: "Observation", status: "final", code: { text: "weight" }, subject: { reference: urn } },
  },
];
const transaction = { resourceType: "Bundle", type: "transaction", entry };
const first = await client.transaction({ body: transaction });
const second = await client.transaction({ body: transaction });
assert.ok(first.entry[0].response.status.startsWith("201"));
assert.ok(second.entry[0].response.status.startsWith("200"));
const batch = await client.batch({ body: { ...transaction, type: "batch", entry: [{ request: { method: "GET", url: `Patient/${id}` } }] } });
assert.equal(batch.entry[0].resource.id, id);
const inCompartment = await client.compartmentSearch({
  resourceType: "Observation",
  compartment: { resourceType: "Patient", id: first.entry[0].response.location.split("/")[1] },
});
assert.equal(inCompartment.entry.length, 2);

const history = await client.history({ resourceType: "Patient", id });
assert.deepEqual(
  history.entry.map((each) => each.resource.meta.versionId),
  ["3", "2", "1"],
);
await client.delete({ resourceType: "Patient", id });
await assert.rejects(client.read({ resourceType: "Patient", id }), (failure) => failure.response.status === 410);
console.log("done");
