// Compressed size of what a visitor of each page transfers; fails above the limits of the product.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const manifest = JSON.parse(readFileSync(`${dist}.vite/manifest.json`, 'utf8'))
const size = (file) => gzipSync(readFileSync(dist + file), { level: 9 }).length

/** Files of a chunk and all it imports statically. */
function files(key, seen = new Set()) {
  const chunk = manifest[key]
  if (!chunk || seen.has(chunk.file)) return seen
  seen.add(chunk.file)
  for (const css of chunk.css ?? []) seen.add(css)
  for (const other of chunk.imports ?? []) files(other, seen)
  return seen
}

const worker = readdirSync(`${dist}assets`)
  .filter((f) => f.startsWith('pow.worker'))
  .map((f) => `assets/${f}`)
const pages = [
  [
    'public form',
    90_000,
    [
      'feedback.html',
      'src/customer/form/FormPage.tsx',
      'src/customer/parts/QrCode.tsx',
      'src/customer/locales/zh-CN.json',
    ],
    worker,
  ],
  [
    'tracking page',
    90_000,
    ['feedback.html', 'src/customer/track/TrackPage.tsx', 'src/customer/locales/zh-CN.json'],
    [],
  ],
  ['desk shell', 400_000, ['index.html', 'src/desk/locales/zh-CN.json'], []],
]
let failed = false
for (const [name, limit, keys, more] of pages) {
  const all = new Set(more)
  for (const key of keys) files(key, all)
  const total = [...all].reduce((n, file) => n + size(file), 0)
  if (total > limit) failed = true
  console.log(`${name}: ${total} bytes of at most ${limit}`)
  for (const file of all) console.log(`  ${String(size(file)).padStart(7)}  ${file}`)
}
const assets = readdirSync(`${dist}assets`)
console.log(
  `everything: ${assets.reduce((n, f) => n + size(`assets/${f}`), 0)} bytes in ${assets.length} files`,
)
process.exit(failed ? 1 : 0)
