import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { moveLocalViews, readLocalViews } from './savedViews'

const views = [
  { name: '急件', address: 'view=all&priority=high' },
  { name: '投诉', address: 'view=all&category=complaint' },
]
const problem = (status: number) =>
  new Response(JSON.stringify({ type: '', title: '', status, code: 'x', detail: '' }), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  })
const created = () => new Response('{}', { status: 201 })

beforeEach(() => localStorage.setItem('hy.views', JSON.stringify(views)))
afterEach(() => {
  vi.unstubAllGlobals()
  localStorage.clear()
})

test('views of the browser move to the server once', async () => {
  const fetch = vi.fn(async (_path: string, _options: RequestInit) => created())
  vi.stubGlobal('fetch', fetch)
  await Promise.all([moveLocalViews(), moveLocalViews()])
  expect(fetch.mock.calls.map(([, options]) => JSON.parse(String(options.body)))).toEqual(
    views.map(({ name, address }) => ({ name, query: address, shared: 'nobody' })),
  )
  expect(localStorage.getItem('hy.views')).toBeNull()
})

test('a view that is refused for good does not hold up the others', async () => {
  const answers = [problem(409), created()]
  vi.stubGlobal('fetch', async () => answers.shift())
  await moveLocalViews()
  expect(readLocalViews()).toEqual([])
})

test('what could not be sent stays for the next visit', async () => {
  const answers = [created(), problem(503)]
  vi.stubGlobal('fetch', async () => answers.shift())
  await moveLocalViews()
  expect(readLocalViews()).toEqual([views[1]])
})

test('nonsense in the browser is no view', () => {
  for (const text of ['{', '{}', '[1,null,{"name":"x"}]']) {
    localStorage.setItem('hy.views', text)
    expect(readLocalViews()).toEqual([])
  }
})
