// Keyboard: a page names its keys while it is on screen. Keys typed into a field are left alone,
// except those with Ctrl or Cmd.
import { useEffect, useRef } from 'react'

export type KeyMap = Record<string, (event: KeyboardEvent) => void>

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  )
}

export function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  return event.ctrlKey || event.metaKey ? `ctrl+${key}` : key
}

/** Keys are off while a dialog is open, unless the dialog itself registers them. */
export function useKeys(keys: KeyMap, options: { inDialog?: boolean } = {}) {
  const latest = useRef(keys)
  latest.current = keys
  const { inDialog = false } = options
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.altKey) return
      const name = nameOf(event)
      if (!name.startsWith('ctrl+') && isTyping(event.target)) return
      if (!inDialog && document.querySelector('[role="dialog"][aria-modal="true"]:not([hidden])'))
        return
      const action = latest.current[name]
      if (!action) return
      event.preventDefault()
      action(event)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [inDialog])
}
