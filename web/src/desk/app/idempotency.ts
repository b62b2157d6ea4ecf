import { useRef } from 'react'
import { newIdempotencyKey } from '../../shared/api/client'

/** One key for one body: the same sent again, after an answer got lost, acts once; another body has
 *  another key. */
export function useKeyOf(body: unknown): string {
  const keys = useRef(new Map<string, string>())
  const text = JSON.stringify(body)
  const known = keys.current.get(text)
  if (known) return known
  const key = newIdempotencyKey()
  keys.current.set(text, key)
  return key
}
