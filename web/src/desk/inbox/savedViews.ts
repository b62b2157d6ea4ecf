// Views a person keeps on this device: a name and the address of a list.
import { useSyncExternalStore } from 'react'

export interface SavedView {
  name: string
  address: string
}

const KEY = 'hy.views'
const listeners = new Set<() => void>()
let cached: { text: string; views: SavedView[] } = { text: '', views: [] }

function read(): SavedView[] {
  let text = '[]'
  try {
    text = localStorage.getItem(KEY) ?? '[]'
  } catch {
    return cached.views
  }
  if (text === cached.text) return cached.views
  try {
    cached = { text, views: JSON.parse(text) as SavedView[] }
  } catch {
    cached = { text, views: [] }
  }
  return cached.views
}

function write(views: SavedView[]) {
  cached = { text: JSON.stringify(views), views }
  try {
    localStorage.setItem(KEY, cached.text)
  } catch {
    // Kept until the page closes.
  }
  for (const listener of listeners) listener()
}

export function useSavedViews() {
  const views = useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, read)
  return {
    views,
    add: (view: SavedView) => write([...views.filter((v) => v.address !== view.address), view]),
    remove: (address: string) => write(views.filter((v) => v.address !== address)),
  }
}
