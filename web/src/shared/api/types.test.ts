import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'

it('the types are those of the program', () => {
  const run = () => execFileSync('node', ['scripts/make-types.mjs', '--check'], { stdio: 'pipe' })
  expect(run).not.toThrow()
})
