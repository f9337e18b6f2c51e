// A fraud system in JavaScript: a verdict as it would write one. Prints the record's value as HEX.
import { AvroSerializer, SchemaRegistryClient, SerdeType } from '@confluentinc/schemaregistry';

const registry = new SchemaRegistryClient({ baseURLs: [process.argv[2]] });
const writer = new AvroSerializer(registry, SerdeType.VALUE, { autoRegisterSchemas: false, useLatestVersion: true });

const written = await writer.serialize('tollgate.verdicts', {
  verdictId: 'verdict-1',
  source: 'fraud-system',
  issuedAt: Date.UTC(2026, 0, 1) * 1000,
  action: 'TERMINATE_AND_BLACKLIST',
  account: 'mallory',
  destinationPrefix: '882',
  reason: 'Überlast'
});
console.log(written.toString('hex'));
process.exit(0);
