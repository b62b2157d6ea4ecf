// Writes src/shared/api/schema.ts from ../docs/openapi.json, which the program writes itself
// (scripts/update-api.sh). `--check` writes nothing and fails when the file is stale.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const source = new URL('../../docs/openapi.json', import.meta.url)
const target = new URL('../src/shared/api/schema.ts', import.meta.url)

const last = (reference) => reference.slice(reference.lastIndexOf('/') + 1)

function typeOf(schema) {
  if (schema.$ref) return last(schema.$ref)
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' | ')
  if (schema.enum) return schema.enum.map((word) => `'${word}'`).join(' | ')
  switch (schema.type) {
    case 'null':
    case 'boolean':
    case 'string':
      return schema.type
    case 'integer':
    case 'number':
      return 'number'
    case 'array': {
      const item = typeOf(schema.items)
      return item.includes(' ') ? `(${item})[]` : `${item}[]`
    }
    case 'object':
      return `Record<string, ${schema.additionalProperties ? typeOf(schema.additionalProperties) : 'unknown'}>`
    default:
      return 'unknown'
  }
}

// What only goes in may leave out what is optional; what comes out always has every member.
function declaration(name, schema, input) {
  if (!schema.properties) return `export type ${name} = ${typeOf(schema)}\n`
  const members = Object.entries(schema.properties).map(([key, member]) => {
    const optional = input && !(schema.required ?? []).includes(key)
    return `  ${key}${optional ? '?' : ''}: ${typeOf(member)}`
  })
  if (members.length === 0) return `export type ${name} = Record<string, never>\n`
  return `export interface ${name} {\n${members.join('\n')}\n}\n`
}

function reachable(document, pick) {
  const found = new Set()
  const walk = (value) => {
    if (typeof value !== 'object' || value === null) return
    if (typeof value.$ref === 'string') {
      const name = last(value.$ref)
      if (found.has(name)) return
      found.add(name)
      walk(document.components.schemas[name])
    }
    for (const member of Object.values(value)) walk(member)
  }
  for (const path of Object.values(document.paths)) {
    for (const operation of Object.values(path)) walk(pick(operation))
  }
  return found
}

export function typesOf(document) {
  const answered = reachable(document, (operation) => operation.responses)
  const parts = Object.entries(document.components.schemas)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, schema]) => declaration(name, schema, !answered.has(name)))
  const problems = new Set()
  for (const path of Object.values(document.paths)) {
    for (const operation of Object.values(path)) {
      for (const response of Object.values(operation.responses)) {
        const schema = response.content?.['application/problem+json']?.schema
        for (const code of schema?.allOf?.[1]?.properties?.type?.enum ?? []) problems.add(code)
      }
    }
  }
  const codes = [...problems].sort().map((code) => `  | '${code}'`)
  return `// Generated from docs/openapi.json by scripts/make-types.mjs; not edited by hand.\n\n${parts.join('\n')}\nexport type ProblemCode =\n${codes.join('\n')}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = typesOf(JSON.parse(readFileSync(source, 'utf8')))
  if (!process.argv.includes('--check')) {
    writeFileSync(target, text)
  } else if (readFileSync(target, 'utf8') !== text) {
    console.error('src/shared/api/schema.ts is stale: npm run types')
    process.exit(1)
  }
}
