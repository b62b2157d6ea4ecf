// Shows /openapi.json: each call with who may, parameters, body, answer and refusals.
const make = (tag, text, className) => {
  const node = document.createElement(tag)
  if (text) node.textContent = text
  if (className) node.className = className
  return node
}
let schemas = {}
const last = (reference) => reference.slice(reference.lastIndexOf('/') + 1)

/** The schema as one would write the value; named shapes are opened `depth` deep. */
function shape(schema, indent = '', depth = 2) {
  if (schema.$ref) {
    const name = last(schema.$ref)
    return depth > 0 && schemas[name] ? shape(schemas[name], indent, depth - 1) : name
  }
  if (schema.anyOf) return schema.anyOf.map((s) => shape(s, indent, depth)).join(' | ')
  if (schema.enum) return schema.enum.map((word) => JSON.stringify(word)).join(' | ')
  if (schema.type === 'array') return `[${shape(schema.items, indent, depth)}]`
  if (schema.type === 'object' && schema.properties) {
    const deeper = `${indent}  `
    const required = new Set(schema.required ?? [])
    const lines = Object.entries(schema.properties).map(
      ([key, member]) =>
        `${deeper}${key}${required.has(key) ? '' : '?'}: ${shape(member, deeper, depth)}`,
    )
    return lines.length ? `{\n${lines.join(',\n')}\n${indent}}` : '{}'
  }
  if (schema.format) return `${schema.type} (${schema.format})`
  return schema.type ?? 'any JSON'
}

function block(title, schema) {
  const part = make('section')
  part.append(make('h3', title))
  const pre = make('pre')
  pre.tabIndex = 0
  pre.append(make('code', shape(schema)))
  part.append(pre)
  return part
}

function list(title, items) {
  const part = make('section')
  part.append(make('h3', title))
  const ul = make('ul')
  for (const item of items) ul.append(make('li', item))
  part.append(ul)
  return part
}

function call(path, method, operation) {
  const details = make('details', '', 'route')
  const summary = make('summary')
  summary.append(
    make('span', method.toUpperCase(), 'method'),
    make('code', path),
    make('span', ` ${operation.summary}`, 'soft'),
  )
  details.append(summary)
  details.dataset.words = `${method} ${path} ${operation.summary}`.toLowerCase()
  details.addEventListener('toggle', () => {
    if (details.childElementCount > 1) return
    const body = make('div')
    const schemes = operation.security.map((s) => Object.keys(s)[0] ?? 'nobody signed in')
    const who = operation['x-permission']
      ? `permission ${operation['x-permission']}`
      : schemes.length
        ? 'signed in'
        : 'anybody'
    body.append(make('p', `Who: ${who}${schemes.length ? ` (${schemes.join(' or ')})` : ''}`))
    if (operation.parameters.length) {
      body.append(
        list(
          'Parameters',
          operation.parameters.map(
            (p) => `${p.name} (${p.in}${p.required ? ', required' : ''}): ${shape(p.schema)}`,
          ),
        ),
      )
    }
    const asked = operation.requestBody?.content['application/json']
    if (asked) body.append(block('Body', asked.schema))
    const answered = operation.responses['2XX'].content?.['application/json']
    if (answered) body.append(block('Answer', answered.schema))
    const refusals = Object.entries(operation.responses).filter(([status]) => status !== '2XX')
    body.append(
      list(
        'Refusals',
        refusals.map(([status, r]) => `${status} ${r.description.replaceAll('`', '')}`),
      ),
    )
    details.append(body)
  })
  return details
}

async function main() {
  const calls = document.getElementById('calls')
  const answer = await fetch('/openapi.json')
  if (!answer.ok) {
    calls.textContent = `openapi.json: ${answer.status}`
    return
  }
  const api = await answer.json()
  schemas = api.components.schemas
  calls.replaceChildren()
  calls.removeAttribute('role')
  let group = ''
  for (const [path, operations] of Object.entries(api.paths)) {
    const area = path.split('/')[3] ?? 'operations'
    if (area !== group) calls.append(make('h2', area))
    group = area
    for (const [method, operation] of Object.entries(operations)) {
      calls.append(call(path, method, operation))
    }
  }
  document.getElementById('search').addEventListener('input', (event) => {
    const words = event.target.value.trim().toLowerCase()
    for (const route of calls.querySelectorAll('details')) {
      route.hidden = !route.dataset.words.includes(words)
    }
    for (const heading of calls.querySelectorAll('h2')) heading.hidden = Boolean(words)
  })
}
main()
