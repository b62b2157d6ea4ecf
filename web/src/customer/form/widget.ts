// In the frame of the widget (public/widget.js): the page around it says by message where it stands
// and whose site it is. Nothing of it is believed here; the server checks the signature.
import { useEffect, useState } from 'react'
import type { WidgetIn } from '../../shared/api/schema'
import type { Locale } from '../../shared/api/types'

export const inFrame = () =>
  window.parent !== window && new URLSearchParams(location.search).has('frame')

type Context = WidgetIn & { huiyin: 'context'; locale?: Locale }

const isContext = (data: unknown): data is Context =>
  typeof data === 'object' && data !== null && 'huiyin' in data && data.huiyin === 'context'

const text = (value: unknown) =>
  typeof value === 'string' && value ? value.slice(0, 500) : undefined

export function useWidget(changeLocale: (locale: Locale) => void): WidgetIn | undefined {
  const [widget, setWidget] = useState<WidgetIn>()
  useEffect(() => {
    if (!inFrame()) return
    const receive = (event: MessageEvent) => {
      if (event.source !== window.parent || !isContext(event.data)) return
      const { page, version, user_id, signature, locale } = event.data
      setWidget({
        page: text(page),
        version: text(version),
        user_id: text(user_id),
        signature: text(signature),
      })
      if (locale === 'zh-CN' || locale === 'en' || locale === 'zh-TW') changeLocale(locale)
    }
    window.addEventListener('message', receive)
    window.parent.postMessage({ huiyin: 'ready' }, '*')
    return () => window.removeEventListener('message', receive)
  }, [changeLocale])
  return widget
}

/** Escape closes the frame, before and after sending. */
export function useFrameEscape() {
  useEffect(() => {
    if (!inFrame()) return
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key === 'Escape') window.parent.postMessage({ huiyin: 'close' }, '*')
    }
    window.addEventListener('keydown', closeOnEscape)
    return () => window.removeEventListener('keydown', closeOnEscape)
  }, [])
}
