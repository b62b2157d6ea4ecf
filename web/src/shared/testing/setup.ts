import { webcrypto } from 'node:crypto'
import { cleanup } from '@testing-library/react'
import { afterEach } from 'vitest'

if (!globalThis.crypto?.subtle) Object.defineProperty(globalThis, 'crypto', { value: webcrypto })

if (typeof window !== 'undefined') {
  // jsdom has no layout; Ant Design asks for these.
  window.matchMedia ??= ((query: string) => ({
    matches: false,
    media: query,
    onchange: null,
    addListener() {},
    removeListener() {},
    addEventListener() {},
    removeEventListener() {},
    dispatchEvent: () => false,
  })) as typeof window.matchMedia
  class NoObserver {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  // As in newer browsers, which answer with a promise.
  Element.prototype.scrollIntoView ??= (() => Promise.resolve()) as () => void
  window.ResizeObserver ??= NoObserver as unknown as typeof ResizeObserver
}

afterEach(() => {
  cleanup()
  globalThis.localStorage?.clear()
})
