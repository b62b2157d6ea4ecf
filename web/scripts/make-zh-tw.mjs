// Writes the zh-TW texts from the zh-CN ones with OpenCC (Debian package opencc, Taiwan words), then
// our own words where OpenCC's are not the ones used in Taiwan. Run after changing a zh-CN text.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const WORDS = [
  ['迴音', '回音'],
  ['反饋', '回饋'],
  ['工單', '案件'],
]

for (const area of ['customer', 'desk']) {
  const folder = fileURLToPath(new URL(`../src/${area}/locales/`, import.meta.url))
  const source = readFileSync(`${folder}zh-CN.json`, 'utf8')
  const converted = execFileSync('opencc', ['-c', 's2twp.json'], {
    input: source,
    encoding: 'utf8',
  })
  const texts = WORDS.reduce((text, [from, to]) => text.replaceAll(from, to), converted)
  writeFileSync(`${folder}zh-TW.json`, `${JSON.stringify(JSON.parse(texts), null, 2)}\n`)
}
