import { QueryObserver } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { Queries } from './queries'

it('asks again when told of a change while the first answer is under way', async () => {
  const cache = new Queries()
  const answers: ((text: string) => void)[] = []
  const seen: unknown[] = []
  const stop = new QueryObserver(cache, {
    queryKey: ['ticket', 'T1'],
    queryFn: () => new Promise<string>((resolve) => answers.push(resolve)),
  }).subscribe((result) => {
    if (result.data !== undefined) seen.push(result.data)
  })
  await expect.poll(() => answers.length).toBe(1)
  cache.invalidateQueries({ queryKey: ['ticket'] })
  await expect.poll(() => answers.length).toBe(2)
  answers[0]?.('before the change')
  answers[1]?.('after it')
  await expect.poll(() => seen.at(-1)).toBe('after it')
  expect(seen).not.toContain('before the change')
  stop()
})
