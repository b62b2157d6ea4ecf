// What somebody typed and has not sent yet: kept on this device, never on the server. Storage may be
// full or forbidden; then the draft lives as long as the page.

const PREFIX = 'hy.draft.'
const memory = new Map<string, string>()
const MAX_AGE_MS = 30 * 24 * 3600 * 1000

export function saveDraft(key: string, value: unknown, empty = false) {
  const text = JSON.stringify({ at: Date.now(), value })
  memory.set(key, text)
  try {
    if (empty) localStorage.removeItem(PREFIX + key)
    else localStorage.setItem(PREFIX + key, text)
  } catch {
    // Memory still holds it.
  }
}

export function loadDraft<T>(key: string): T | null {
  let text = memory.get(key) ?? null
  try {
    text = localStorage.getItem(PREFIX + key) ?? text
  } catch {
    // Memory only.
  }
  if (!text) return null
  try {
    const { at, value } = JSON.parse(text) as { at: number; value: T }
    return Date.now() - at < MAX_AGE_MS ? value : null
  } catch {
    return null
  }
}

export function dropDraft(key: string) {
  memory.delete(key)
  try {
    localStorage.removeItem(PREFIX + key)
  } catch {
    // Nothing stored.
  }
}
