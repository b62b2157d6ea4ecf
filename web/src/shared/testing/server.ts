// A server for component tests: answers by method and path, and remembers what was asked.
import { vi } from 'vitest'

export interface Asked {
  method: string
  path: string
  body: unknown
  headers: Headers
}
type Answer = unknown | ((asked: Asked) => unknown)

export class Refuse {
  constructor(
    readonly status: number,
    readonly body: object,
  ) {}
}

export function fakeServer(answers: Record<string, Answer>) {
  const asked: Asked[] = []
  vi.stubGlobal(
    'fetch',
    vi.fn(async (url: string, options: RequestInit = {}) => {
      const method = options.method ?? 'GET'
      const path = url.replace('/api/v1', '')
      const one = {
        method,
        path,
        body: options.body ? JSON.parse(String(options.body)) : undefined,
        headers: new Headers(options.headers),
      }
      asked.push(one)
      const answer = answers[`${method} ${path}`] ?? answers[`${method} ${path.split('?')[0]}`]
      const value = typeof answer === 'function' ? answer(one) : answer
      if (value === undefined)
        return new Response(JSON.stringify({ type: 'not_found', detail: path }), { status: 404 })
      if (value instanceof Refuse)
        return new Response(JSON.stringify(value.body), { status: value.status })
      return new Response(JSON.stringify(value), { status: 200, headers: { ETag: '"1"' } })
    }),
  )
  return asked
}
