import { QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Queries } from './queries'

interface Question {
  answer: (text: string) => void
  fail: (error: Error) => void
}

describe('a change told while the first answer is under way', () => {
  let cache: Queries
  let asked: Question[]
  let seen: unknown[]
  let stop: () => void
  beforeEach(async () => {
    cache = new Queries()
    asked = []
    seen = []
    stop = new QueryObserver(cache, {
      queryKey: ['ticket', 'T1'],
      retry: false,
      queryFn: () => new Promise<string>((answer, fail) => asked.push({ answer, fail })),
    }).subscribe((result) => {
      if (result.data !== undefined) seen.push(result.data)
    })
    await expect.poll(() => asked.length).toBe(1)
  })
  afterEach(() => stop())

  it('is asked for when it has come', async () => {
    cache.invalidateQueries({ queryKey: ['ticket'] })
    asked[0]?.answer('before the change')
    await expect.poll(() => asked.length).toBe(2)
    asked[1]?.answer('after it')
    await expect.poll(() => seen.at(-1)).toBe('after it')
  })

  it('does not keep that answer away, however often it is told', async () => {
    for (let i = 0; i < 5; ++i) cache.invalidateQueries({ queryKey: ['ticket'] })
    asked[0]?.answer('first')
    await expect.poll(() => seen.at(-1)).toBe('first')
    await expect.poll(() => asked.length).toBe(2)
    asked[1]?.answer('second')
    await expect.poll(() => seen.at(-1)).toBe('second')
    expect(asked).toHaveLength(2)
  })

  it('is told to whoever waits, also when there was no answer', async () => {
    const told = cache.invalidateQueries({ queryKey: ['ticket'] })
    asked[0]?.fail(new Error('gone'))
    await expect.poll(() => asked.length).toBe(2)
    asked[1]?.answer('there again')
    await told
    expect(seen.at(-1)).toBe('there again')
  })
})
