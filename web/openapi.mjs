// Makes the console's types from the node's own document of its interface:
// `node openapi.mjs` writes console/openapi.d.ts, `node openapi.mjs --check` only
// says whether it is up to date. A Go test holds the document to the code.
import { readFileSync, writeFileSync } from 'node:fs'
import openapi, { astToString } from 'openapi-typescript'

const document = new URL('../docs/protocol/openapi.json', import.meta.url)
const types = new URL('console/openapi.d.ts', import.meta.url)

// A member with a default is there in every answer, but need not be in a request.
const text =
  '// Made by web/openapi.mjs from docs/protocol/openapi.json: `make types`.\n' +
  astToString(await openapi(document, { alphabetize: true, defaultNonNullable: false }))

if (!process.argv.includes('--check')) writeFileSync(types, text)
else if (readFileSync(types, 'utf8') !== text) {
  console.error('web/console/openapi.d.ts is not what docs/protocol/openapi.json says: run `make types`')
  process.exit(1)
}
