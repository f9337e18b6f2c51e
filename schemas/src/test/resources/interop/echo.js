// Confluent's JavaScript client as a stranger: reads records from stdin, a line "TOPIC HEX" each, and writes each of them
// again. Prints what it wrote as HEX, one line for each.
import { createInterface } from 'node:readline';
import { AvroDeserializer, AvroSerializer, SchemaRegistryClient, SerdeType } from '@confluentinc/schemaregistry';

const registry = new SchemaRegistryClient({ baseURLs: [process.argv[2]] });
const reader = new AvroDeserializer(registry, SerdeType.VALUE, {});
const writer = new AvroSerializer(registry, SerdeType.VALUE, { autoRegisterSchemas: false, useLatestVersion: true });

for await (const line of createInterface({ input: process.stdin })) {
  const [topic, hex] = line.split(' ');
  const record = await reader.deserialize(topic, Buffer.from(hex, 'hex'));
  const written = await writer.serialize(topic, record);
  console.log(written.toString('hex'));
}
process.exit(0);
