import { renderHook } from '@testing-library/react'
import { expect, test } from 'vitest'
import { useKeyOf } from './idempotency'

test('the same body has the same key, also after another one', () => {
  const { result, rerender } = renderHook(({ body }) => useKeyOf(body), {
    initialProps: { body: { text: 'one', to: ['a'] } },
  })
  const first = result.current
  rerender({ body: { text: 'one', to: ['a'] } })
  expect(result.current).toBe(first)
  rerender({ body: { text: 'two', to: ['a'] } })
  expect(result.current).not.toBe(first)
  rerender({ body: { text: 'one', to: ['a'] } })
  expect(result.current).toBe(first)
})
