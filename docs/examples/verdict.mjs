// Ends an account's calls to a prefix and refuses the next ones: node verdict.mjs REGISTRY ACCOUNT PREFIX > verdict.avro
import { randomUUID } from 'node:crypto';
import { AvroSerializer, SchemaRegistryClient, SerdeType } from '@confluentinc/schemaregistry';

const [url, account, destinationPrefix] = process.argv.slice(2);
const registry = new SchemaRegistryClient({ baseURLs: [url] });
const writer = new AvroSerializer(registry, SerdeType.VALUE, { autoRegisterSchemas: false, useLatestVersion: true });
const now = Date.now() * 1000; // microseconds
const value = await writer.serialize('tollgate.verdicts', {
  verdictId: randomUUID(), // the same id twice has the effect of once
  source: 'my-fraud-system',
  issuedAt: now,
  action: 'TERMINATE_AND_BLACKLIST',
  account,
  destinationPrefix,
  expiresAt: now + 3_600_000_000,
  reason: 'traffic pumping'
});
process.stdout.write(value, () => process.exit(0));
